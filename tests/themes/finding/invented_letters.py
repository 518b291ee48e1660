"""What the invented campaigns and their look-alikes are made of: every word is ours, no letter is a real one's."""

NAMES = {
    "nb": ["Kari Nordmann", "Ola", "Anne-Grethe Lie", "Per Inge Moe", "familien Berg", "Siv", "Mohammed A."],
    "nn": ["Kari Nordmann", "Ola", "Ragnhild Aasen", "Per Inge", "familien Li", "Guro", "Torbjørn M."],
    "en": ["Jane Smith", "Tom", "the Harris family", "A. Khan", "Mary-Ann O'Neil", "Chris", "Olu B."],
}
PLACES = {
    "nb": ["Bodø", "Mo i Rana", "Sandnessjøen", "Narvik", "Stord", "Kongsvinger", "Flekkefjord", "Nordfjordeid"],
    "nn": ["Førde", "Volda", "Lærdal", "Odda", "Stord", "Nordfjordeid", "Ål i Hallingdal", "Voss"],
    "en": ["Whitby", "Upper Lindon", "Ashford", "St Mary's", "Bude", "Kendal", "Grimsby", "Long Eaton"],
}
DAYS = {
    "nb": ["1. mai 2018", "03.11.2017", "mandag 4. juni", "forrige fredag", "2. juli"],
    "nn": ["1. mai 2018", "03.11.2017", "måndag 4. juni", "sist fredag", "2. juli"],
    "en": ["1 May 2018", "03/11/2017", "Monday 4 June", "last Friday", "July 2nd"],
}
HELLO = {
    "nb": ["Hei, og takk for at dere spør!", "Til direktoratet", "God dag.", "Kjære dere som bestemmer,"],
    "nn": ["Hei, og takk for at de spør!", "Til direktoratet", "God dag.", "Kjære de som bestemmer,"],
    "en": ["Hello, and thank you for asking!", "Dear Sir or Madam,", "Hi,", "To whom it may concern"],
}
BYE = {
    "nb": ["Med vennlig hilsen", "Mvh", "Hilsen", "Beste hilsener fra"],
    "nn": ["Med venleg helsing", "Mvh", "Helsing", "Beste helsing frå"],
    "en": ["Kind regards,", "Yours sincerely,", "Best wishes from", "Thanks,"],
}
OWN = {
    "nb": [
        "Selv har jeg kjørt den veien med mor i baksetet mer enn én gang.",
        "Min sønn ble født der, og det glemmer vi aldri.",
        "Jeg er 74 år og har ikke førerkort lenger.",
    ],
    "nn": [
        "Sjølv har eg køyrt den vegen med mor i baksetet meir enn éin gong.",
        "Son min vart fødd der, og det gløymer vi aldri.",
        "Eg er 74 år og har ikkje førarkort lenger.",
    ],
    "en": [
        "I have driven that road with my mother in the back seat more than once.",
        "My son was born there and we will never forget it.",
        "I am 74 years old and no longer drive.",
    ],
}
CAMPAIGNS = {
    "tuned": {
        "akutt": (
            "nb",
            [
                "Jeg bor i {place} og er redd for hva som skjer hvis akuttmottaket legges ned.",
                "Når minuttene teller, kan vi ikke kjøre to timer over fjellet på vinterføre.",
                "Vi krever at direktoratet pålegger helseforetaket å ha døgnåpen akuttkirurgi på lokalsykehuset.",
                "Ventetiden på ambulanse er allerede for lang, og {day} sto bilen i en annen kommune.",
                "Lytt til oss som bor her, og la fagfolkene på sykehuset få bli.",
                "Dette handler om trygghet for unge og gamle, ikke om regneark.",
            ],
        ),
        "smerte": (
            "nb",
            [
                "Som pasient ved smerteklinikken i {place} ber jeg dere om å beholde tilbudet.",
                "Uten den faste oppfølgingen hos smertelegen hadde jeg ikke klart å stå i jobb.",
                "Fastlegen har verken tid eller kompetanse til å overta behandlingen etter {day}.",
                "Vi er mange som nå står uten noe sted å gå.",
            ],
        ),
        "kort": (
            "nb",
            ["Nei til nedleggelse av fødeavdelingen i {place}! Vi krever trygge fødsler nær der folk bor, hver dag."],
        ),
        "ambulanse": (
            "nn",
            [
                "Eg skriv fordi ambulansen i {place} er teken bort om natta.",
                "Frå {day} må vi vente over ein time før det kjem hjelp til gards.",
                "Helseføretaket seier at luftambulansen skal dekkje behovet, men han kan ikkje fly i uvêr.",
                "Vi krev at staten set eit tak for kor lenge folk skal måtte vente når det hastar.",
                "Liv er like mykje verdt inst i fjorden som midt i byen.",
            ],
        ),
        "clinic": (
            "en",
            [
                "I am writing about the waiting list at the spinal clinic in {place}.",
                "Patients are told to expect an appointment within {number} weeks, yet most of us wait for more than a year.",
                "Every month of delay makes recovery harder and costs people their jobs.",
                "The authority must publish the true waiting times for each hospital and hold managers to account.",
                "Signed on {day} by {name}.",
            ],
        ),
    },
    "held_out": {
        "rus": (
            "nb",
            [
                "Retten til å velge behandlingssted i rusomsorgen må ikke bare stå på papiret.",
                "Da jeg søkte om plass i {place}, fikk jeg beskjed om at avtalen var sagt opp fra {day}.",
                "Den som er motivert for avrusning i dag, kan være død om seks uker.",
                "Vi ber om at døgnplasser innen tverrfaglig spesialisert rusbehandling fredes mot kutt.",
                "Brukernes erfaringer må telle like mye som foretakets økonomi.",
            ],
        ),
        "dps": (
            "nb",
            [
                "Det distriktspsykiatriske senteret i {place} må få beholde døgnavdelingen sin.",
                "Når noen blir syke på en fredag, finnes det i dag ingen andre steder å dra.",
                "Jeg underskriver på at nærhet til hjelpen redder liv. {name}, {day}.",
            ],
        ),
        "fode": (
            "nn",
            [
                "Fødande i {place} har no over to timar å køyre til næraste jordmor.",
                "Ingen skal måtte føde i ein ambulanse langs vegen fordi politikarane vil spare pengar.",
                "Eg ber helsestyresmaktene om å opne avdelinga att seinast {day}.",
                "Følgjeteneste i bil er inga erstatning for ei fødestove med folk som kan faget.",
                "Dette er eit opprop frå oss som bur her, og vi gir oss ikkje.",
            ],
        ),
        "kortnn": (
            "nn",
            [
                "Ta vare på lokalsjukehuset i {place}! Vi godtek ikkje at kirurgien blir flytta til byen, korkje no eller seinare."
            ],
        ),
        "midwives": (
            "en",
            [
                "Our maternity unit in {place} has been closed at weekends since {day}.",
                "Mothers in labour are being sent forty miles along a road that floods every winter.",
                "We call on the health authority to guarantee a safe number of midwives on every shift.",
                "A promise of a review is not good enough when families are frightened now.",
                "Please record this as an objection from {name}.",
            ],
        ),
    },
}
OPENINGS = {
    "tuned": {
        "nb": "Jeg mener at det viktigste dere kan gjøre for at folk skal få hjelp i rett tid, er dette:",
        "nn": "Eg meiner at det viktigaste de kan gjere for at folk skal få hjelp i rett tid, er dette:",
        "en": "In my opinion the most important thing you can do so that people get help in time is this:",
    },
    "held_out": {
        "nb": "Takk for muligheten til å komme med innspill. Ut fra min egen erfaring som pasient vil jeg si følgende:",
        "nn": "Takk for høvet til å kome med innspel. Ut frå mi eiga erfaring som pasient vil eg seie dette:",
        "en": "Thank you for the chance to give my views. Speaking from my own experience as a patient I would say this:",
    },
}
LAWS = {
    "tuned": {
        "nb": "I loven står det: «Den som er henvist, har rett til å få vite innen ti virkedager om det gis rett til nødvendig hjelp, og når hjelpen senest skal gis.»",
        "nn": "I lova står det: «Den som er tilvist, har rett til å få vite innan ti yrkedagar om det er gitt rett til naudsynt hjelp, og når hjelpa seinast skal givast.»",
        "en": 'The law says: "Whoever is referred has the right to be told within ten working days whether care is granted and by what date it must begin."',
    },
    "held_out": {
        "nb": "Som kjent heter det i § 2-4 at pasienten har rett til å velge på hvilket sykehus eller distriktspsykiatrisk senter behandlingen skal foretas når stedet har avtale.",
        "nn": "Som kjent heiter det i § 2-4 at pasienten har rett til å velje på kva sjukehus eller distriktspsykiatrisk senter behandlinga skal gjerast når staden har avtale.",
        "en": "As you know, section 2-4 says that the patient has the right to choose at which hospital or centre the treatment shall be given where the place has a contract.",
    },
}
BODIES = {
    "tuned": {
        "nb": [
            "Jeg ventet i sju måneder på time hos ortopeden. Da jeg endelig kom inn, fikk jeg fem minutter.",
            "Akuttmottaket på lokalsykehuset må bestå. Jeg er dialysepasient og kan ikke reise langt.",
            "Fødeavdelingen er trygg og god, men jordmødrene løper. Ansett flere, så går det bra.",
            "Smertelegen min sluttet i fjor. Siden har ingen svart på telefonen når jeg har ringt klinikken.",
            "Ventetiden i psykiatrien er for lang for ungdom. Datteren min ble sykere mens hun sto i kø.",
            "Ambulansen brukte en time hit da mannen min falt om. Vi bor tjue minutter fra sentrum.",
            "Send brevene i vanlig post også. Jeg får ikke til å logge meg inn, og mistet timen min.",
            "Leger og sykepleiere bør snakke sammen. Jeg måtte fortelle det samme til fire ulike personer.",
            "Parkeringen er dyr og langt unna inngangen. Med rullator er det en prøvelse å komme fram.",
            "Vi trenger en fast kontaktperson gjennom hele forløpet. Ingen visste hvem som hadde ansvaret for meg.",
            "La oss få svar på prøver raskere. To uker med uvisshet tærer på hele familien.",
            "Fritt sykehusvalg fungerte for meg. Jeg ble operert i et annet fylke etter tre uker.",
            "Epikrisen kom aldri fram til fastlegen. Medisinene ble derfor feil i over en måned.",
            "Henvisningen ble avslått uten begrunnelse. Fastlegen måtte skrive den på nytt tre ganger.",
        ],
        "nn": [
            "Eg venta eit halvt år på utgreiing. Då brevet kom, var timen alt gått ut.",
            "Ambulansen stod i nabobygda då far fekk slag. Det må finnast bil her òg om natta.",
            "Legane er flinke, men dei har det for travelt. Ein rekk ikkje spørje om noko.",
            "Sjukehuset sende meg heim same kvelden. Kommunen visste ikkje om det før dagen etter.",
            "Pårørande bør få vere med på samtalane. Mor hugsar ikkje kva legen sa etterpå.",
            "Reisa til poliklinikken tek ein heil dag. Kunne ikkje kontrollen vore over video?",
            "Eg fekk god hjelp i rusomsorga, men ettervernet mangla heilt. Etter tre veker var eg åleine.",
            "Brev på bokmål frå eit føretak på Vestlandet er rart. Skriv slik vi snakkar.",
            "Det er ingen psykolog i kommunen. Ungdomane ventar til det blir krise.",
        ],
        "en": [
            "The spinal clinic was excellent once I got there. Getting there took fourteen months and two lost letters.",
            "My appointment was cancelled twice on the day itself. Nobody said sorry or offered a new date.",
            "Staff were kind and explained everything. The ward was so noisy at night that I could not sleep.",
            "Please publish honest waiting times. I would have gone elsewhere had I known it was a year.",
            "My father was moved between five wards. Each time his tablets were different from the day before.",
            "Parking costs more than my lunch. There is one bus an hour and it stops at six.",
            "The interpreter never came. My nephew, who is twelve, had to translate the diagnosis.",
            "I got a text message, an e-mail and a letter, each with another time on it.",
            "Physiotherapy was what got me back to work. Six sessions were too few.",
        ],
    },
    "held_out": {
        "nb": [
            "Jeg fikk plass i rusbehandling etter fire måneder. Da hadde jeg nesten gitt opp alt.",
            "Døgnavdelingen på DPS reddet meg i vinter. Den må ikke bli en poliklinikk med kontortid.",
            "Vi fikk høre at vi måtte vente utenfor. Jeg skulle ønske noen hadde spurt hva vi visste.",
            "Da kreftpakken startet, gikk alt på skinner. Før det lå henvisningen urørt i fem uker.",
            "Overgangen fra barneavdelingen var som å falle utfor en kant. Ingen ringte.",
            "Legene skifter hver gang jeg kommer. Jeg bruker halve timen på å fortelle historien min.",
            "Maten er kald, men folkene er varme. Det siste betyr mest.",
            "Jeg ble lagt på gangen i to døgn. Det er vanskelig å snakke om avføring der.",
            "Kommunen og sykehuset krangler om hvem som skal betale hjelpemidlene. I mellomtiden sitter jeg stille.",
            "Jeg klaget til statsforvalteren og fikk medhold. Likevel skjedde det ingenting på avdelingen.",
            "Sett av tid til samtale før operasjonen. Jeg skrev under på noe jeg ikke forsto.",
            "Kiropraktoren sendte meg rett til MR. Fastlegen mente det var unødvendig, men det var prolaps.",
            "Tolken var på skjerm og falt ut hele tiden. Vi ga opp og smilte til hverandre.",
            "Mannen min har demens og ble sendt hjem i drosje klokka tre om natta.",
        ],
        "nn": [
            "Fødestova hadde tid til oss. På det store sjukehuset var vi eit nummer i ei rekkje.",
            "Eg køyrer tolv mil for å få cellegift. Tre timar i bil med kvalme er ikkje verdig.",
            "Lokalsjukehuset oppdaga kreften fordi kirurgen kjende meg. Det kan ikkje målast i kroner.",
            "Timen var sett til klokka sju om morgonen. Bussen går ikkje før ni.",
            "Eg fekk vente på rett avdeling, men ingen kom innom. Heile natta ringde eg i snora.",
            "Tilvisinga vart send til feil føretak. Ingen av dei sa frå til meg.",
            "Som helsesjukepleiar ser eg ungar som fell mellom alle stolar. Vi treng ei dør, ikkje fem.",
            "Eg vil ha innkalling på papir. Nettet er nede her halve vinteren.",
            "Dei snakka over hovudet på bror min. Han har Downs og forstår meir enn dei trur.",
        ],
        "en": [
            "The midwives were wonderful even though the unit was full. One of them stayed after her shift.",
            "I was told I would be called back on Monday. It is now three weeks and two Mondays later.",
            "As a ward manager I spend my mornings finding beds. I would rather spend them with patients.",
            "Nobody told us he was dying. We went home to feed the dog.",
            "My scan was read within a day. That speed took away most of the fear.",
            "The online form kept timing out. In the end I drove to the hospital to hand it in.",
            "Care for my autistic son depends on who is on duty. There should be a plan we all follow.",
            "The pharmacy closes before the ward discharges people. I went without painkillers until Tuesday.",
            "Give carers a number that somebody answers. That is all I ask.",
        ],
    },
}
