"""Nynorsk words and their bokmål counterparts, so that a theme does not split by the language form people write."""

# Regular differences, tried only where the result is a word that bokmål's dictionary knows. Endings come first, and
# also replace nynorsk forms that bokmål permits, so that everyone's words meet in the one that most people write.
ENDINGS = (
    ("legheit", "lighet"),
    ("leik", "het"),
    ("leik", "lighet"),
    ("heit", "het"),
    ("leg", "lig"),
    ("laus", "løs"),
    ("gje", "ge"),
    ("kje", "ke"),
)
WEAK_ENDINGS = (("era", "ere"), ("a", "e"), ("je", "e"), ("ar", "er"), ("ast", "es"), ("ing", "ning"))
PARTS = (
    ("sjuk", "syk"),
    ("heim", "hjem"),
    ("tenest", "tjenest"),
    ("kv", "hv"),
    ("fylgj", "følg"),
    ("følgj", "følg"),
    ("løys", "løs"),
    ("høyr", "hør"),
    ("køyr", "kjør"),
    ("eigen", "egen"),
    ("heil", "hel"),
    ("mein", "men"),
    ("rein", "ren"),
    ("tilbod", "tilbud"),
    ("bod", "bud"),
    ("leiar", "leder"),
    ("gj", "g"),
    ("kj", "k"),
    ("ei", "e"),
    ("au", "ø"),
    ("øy", "ø"),
    ("jo", "y"),
    ("ju", "y"),
)


def _read(lines: str) -> dict[str, str]:
    """Lines of "bokmål lemma: nynorsk words;" as a map from each nynorsk word."""
    entries = (entry.split(":") for entry in lines.split(";") if entry.strip())
    return {word: lemma.strip() for lemma, written in entries for word in written.split()}


BOKMAAL_FOR = _read(
    """
    bli: verte vert vart vorte; hvis: viss dersom; også: òg; vann: vatn vatnet; finnes: finnast; påvirke: påverke påverkar
    påverka; kreve: krevje; bo: bu bur budde; bilde: bilete biletet; atferd: åtferd; tall: tal; navn: namn namnet;
    sammenligne: samanlikne samanlikna; forskning: forsking forskinga; enhet: eining eininga; sette: setje set sette;
    åpen: open opne; øke: auking; gjøre: gjerast; brudd: brot; dra: drog; lage: laga lagar; nå: nådde; tilby: tilbydde;
    løse: løyse løyste; løsning: løysing løysinga løysingar; legge: leggje; fordele: fordela; unngå: unngå;
    rimelig: rimeleg; daglig: dagleg daglege; personlig: personleg personlege; egentlig: eigentleg; særlig: særleg;
    offentlig: offentleg offentlege; ærlig: ærleg; alvorlig: alvorleg alvorlege; forferdelig: forferdeleg; koselig: koseleg;
    måte: måte måtar; gang: gong gonger gongen; person: personar; gruppe: grupper gruppa;
    undersøke: undersøkje undersøkte; fravær: fråvær; tilfredsstillende: tilfredsstillande; gående: gåande;
    avslutte: avslutta; hest: hest; bestille: bestilla; besøke: besøka; innhold: innhald; vedlikehold: vedlikehald;
    alene: aleine åleine; allerede: allereie; ansatt: arbeidar tilsett tilsette; avgjørelse: avgjerd avgjerda
    avgjerder; avhengighet: avhengigheit; avlysning: avlysing avlysingar; bare: berre; bedre: betre; begynne: byrja
    byrjar byrje; begynnelse: byrjing; behandler: behandlar; behandling: handsaming handsaminga; beholde: behalde;
    bivirkning: biverknad biverknadar biverknader; bruker: brukar; brukermedvirkning: brukarmedverknad; bytte: byte;
    da: då; datter: dotter dottera; deres: deira; dårligere: dårlegare; egen: eigen eigne; egenandel: eigenandel
    eigenandelar eigenandelen eigendel eigendelar; egentlig: eigentleg; egnet: eigna; enklere: enklare; ensom:
    einsam; ensomhet: einsemd; erfaring: røynsle røynsler; et: eit; ferge: ferja ferje; flere: fleire; forbedre:
    forbetre; forbedring: forbetring forbetringar; fornøyd: fornøgd nøgd nøgde; forskjell: skilnad skilnader;
    fortelle: fortalde fortalt fortel fortelje; fortere: fortare; fortsatt: framleis; fra: frå; fristbrudd:
    fristbrot; følelse: kjensla kjensle kjensler; følge: fylgje; gammel: gamal gamle gammal; gi: gav gje gjev gjeve;
    gjøre: gjer gjera gjere gjorde gjort; glemme: gløyme gløymer gløymt; helg: helgar; helsetilbud: helsetilbod;
    hennes: hennar; henvise: tilvisast tilvise tilvist tilviste; henvisning: tilvising tilvisinga tilvisingar; hjem:
    heim heimen; hjemme: heime; hjemmeside: heimeside; hjemmesykepleie: heimesjukepleia heimesjukepleie;
    hjemmetjeneste: heimetenesta heimeteneste heimetenester; hjemreise: heimreise; holde: halde haldt heldt; hva:
    kva; hver: kvar; hverandre: kvarandre; hverdag: kvardag kvardagen; hvile: kvild kvile kvilte; hvordan: korleis;
    hvorfor: kvifor; hyggelig: hyggeleg; høre: høyrast høyrde høyre høyrer høyrt; høst: haust hausten; høy: høg
    høgt; høyere: høgare; ikke: ikkje; innen: innan; innkalling: innkallinga; innlagt: innlagd; jeg: eg; jobbe:
    jobbar; kjenne: kjende kjent; klar: klår klårt; komme: kjem koma kome; kommunehelsetjeneste:
    kommunehelsetenesta; lavere: lågare; lavterskel: lågterskel; lavterskeltilbud: lågterskeltilbod; ledelse: leiing
    leiinga; leder: leiar leiarane leiarar leiaren; lederskap: leiarskap; lege: lækjar lækjaren; legge: legg;
    lenger: lengre; lettere: lettare; lidelse: lidingar; ligge: ligg; liten: lita; mandag: måndag; mangle: manglar;
    manglende: manglande; medvirke: medverke; medvirkning: medverknad; mer: meir; misfornøyd: misnøgd misnøgde;
    morgen: morgon morgonen; mulig: mogleg moglege; mulighet: mogelegheit moglegheit moglegheiter; mye: mykje;
    måned: månad månadar månadene månader; natt: netter; noe: noko; noen: nokon nokre; nød: naud; nødhjelp:
    naudhjelp; nødvendig: naudsynt; opphold: opphald opphaldet; opplysning: opplysing; oppmerksomhet: merksemd;
    overlege: overlegen; pasient: pasientane; pasientsikkerhet: pasienttryggleik pasienttryggleiken; pårørende:
    pårørande; raskere: raskare; redsel: redsle; renhold: reinhald reinhaldet; resept: reseptar; rettighet: rettane
    rettar rettigheiter; ruslidelse: rusliding ruslidingar; samarbeid: samarbeidet; sammen: saman; sammenheng:
    samanheng; sammenhengende: samanhengande; se: ser sett sjå sjåast såg; selv: sjølv sjølve; sen: sein; senere:
    seinare; sent: seint; si: sagt seie; sikkerhet: sikkerheit; sikkerhetstiltak: tryggingstiltak; sitte: sat sit
    sitje; sjelden: sjeldan; skitten: skiten skitent; skjønne: skjøna skjønar skjøne; skole: skule skulen; snakke:
    prata prate; sommer: sumar sumaren; spesialisthelsetjeneste: spesialisthelsetenesta spesialisthelseteneste;
    spørre: spurde spurt spør spørje; sted: stad staden; svare: svara; syk: sjuk sjuke; sykdom: sjukdom sjukdomar
    sjukdomen sjukdommen; sykdomsbilde: sjukdomsbilete; sykebil: sjukebil sjukebilen; sykehistorie: sjukehistorie;
    sykehjem: sjukeheim sjukeheimen; sykehus: sjukehus sjukehusa sjukehuset sjukhus; sykepleie: sjukepleie;
    sykepleier: sjukepleiar sjukepleiarane sjukepleiarar sjukepleiaren; syketransport: sjuketransport; sykmelding:
    sjukmelding; sykmeldt: sjukmeld; søndag: sundag; søster: syster; ta: tatt tek teke; takknemlig: takksam
    takksame; taushetsplikt: teieplikt teieplikta; tidligere: tidlegare; tilgang: tilgjenge; tilgjengelighet:
    tilgjengelegheit; tirsdag: tysdag; tjenestetilbud: tenestetilbod; tolk: tolkar; trenge: trengde trengst trong;
    tro: trudd trudde trur; true: truge; trygghet: tryggheit; tålmodig: tolmodig; tålmodighet: tolmod; uke: veke
    vekene veker vekevis; umulig: umogleg; uten: utan; utenfor: utanfor; utrede: utgreia utgreie; utredning:
    utgreiing utgreiinga utgreiingar; utsette: utsetje utsett; utsettelse: utsetjing; valg: valet; vei: veg vegar
    vegen; veilede: rettleia rettleie; veiledning: rettleiing rettleiinga; velge: valde velje; vennlig: venleg
    venlege vennleg; verdighet: verdigheit; vikar: vikarar; viktigst: viktigast; virke: verkar; virkning: verknad
    verknader; være: vera vere vore; ytelse: ytingar; øke: auka aukar auke; ønske: ynskje ynskjer; ønskelig:
    ønskjeleg;
    """,
)
"""Nynorsk word, inflected or not, to the bokmål lemma under which both count."""

BOKMAAL_FOR_ONLY_IN_NYNORSK = _read(
    """
    arbeide: arbeider; egen: eige; holde: held; hun: ho; hvem: kven; hver: kvart; hvor: kor; kalle: kalla; komme:
    kom; lav: låg; lede: leie; lege: lege; lære: lærer; mulighet: høve; nå: no; ren: rein reint; rom: romma; si:
    seier; sted: stader; så: so; sønn: son sonen; tro: tru; uke: veka; valg: val; velge: valt vel; vi: me; virke:
    verka verke; vår: vår; være: er;
    """,
)
"""The same for words that mean something else in bokmål or English: only for comments in nynorsk."""

OWN_LEMMAS = _read(
    """
    bedre: bedre; best: best beste; mer: mer; mest: mest meste; flere: flere; flest: flest fleste; mindre: mindre; minst: minst
    minste; verre: verre; verst: verst verste; behandling: behandling behandlingen behandlinger behandlingene behandlinga;
    venting: venting ventingen; pårørende: pårørende; ansatt: ansatt ansatte; lege: lege legen leger legene; time: time timer
    timen timene; omsorg: omsorg omsorgen; rolig: rolig; trygg: trygg trygt trygge
    """,
)
"""Forms whose dictionary lemma would hide what people mean: "bedre" asks for something, "god" praises."""
