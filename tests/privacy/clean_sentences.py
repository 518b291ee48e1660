"""What patients, relatives and staff write that holds numbers and nothing identifying: bokmål, nynorsk and English."""

from itertools import product

_BY_HAND = """
Jeg har ventet i 14 måneder på time hos DPS.
Vi ringte 113 og fikk hjelp etter 12 minutter.
Ring 116 117 når det ikke er akutt.
Hjelpetelefonen 116 123 reddet livet mitt.
Barn kan ringe 116 111 hele døgnet.
Kirkens SOS har nummer 22 40 00 40.
Ring 113, 116 117 eller 116 123.
Vi fikk beskjed om å ringe 22400040 om natten.
Nødnumrene 110, 112 og 113 bør stå på døra.
Legen skrev ut Paracet 500 mg x 3 og Ibux 400 mg ved behov.
Hun får 0,5 ml x 3 og 2,5 mg om kvelden.
Dosen ble trappet opp 50-100-150-200 mg.
Dosen gikk fra 50 100 150 til 200 mg på fire uker.
Blodtrykket var 140/90, senere 135/85 og 120/80.
Blodtrykk 15.03.24 140/90 og 16.03.24 138/88.
HbA1c var 53 mmol/mol og CRP 120.
CRP 120, 135, 128, 90 de fire dagene.
Hb 12,5 - LPK 8,3 - TPK 245 - Na 140 - K 4,1.
Diagnosen var F32.1 og senere F33.2, i 2018.
ICD-10 M79.7 og G43.9 står i epikrisen.
Operasjonen var 31.12.2024 og kontrollen 14.02.2025.
Operert 31122024, kontroll 14022025.
Filen heter 20241231 og er på 2 sider.
Fra 01.01.2018-31.12.2024 hadde jeg 14 innleggelser.
Perioden 1.12.2018-1.12.2024 var tung.
Timen 1.12.2024 kl. 14.30 ble avlyst.
Timen 1.12.2024 14.30 ble avlyst.
Jeg kom 12.03.2024 08.15 og fikk komme inn 11.45.
Poliklinikken har åpent 08.00-15.30.
Besøkstid kl. 20.00-21.30 er for sent.
Ring mellom 08.00-15.30, sto det i brevet.
Det sto at vi skulle ringe 31.12.2024.
Ventetiden i 2018-2024 har økt med 25 %.
I 2018, 2019, 2020 og 2021 var det samme lege.
2018 2019 2020 var de verste årene.
Skoleåret 2018/19 og 2019/20 mistet han helt.
Avdeling 4021 8832 har ikke nok folk.
Post 4021 og post 8832 bør slås sammen.
Rom 312, seng 2, på avdeling 5B.
Jeg bor på 0450 Oslo og hører til Lovisenberg.
9016 Tromsø til 0424 Oslo er langt å reise.
Reisen koster 12 500 kr i året, mot 1 250 kr før.
Budsjettet på kr 25 000 000 rekker ikke.
Det koster 25 000 000 kr i året.
Sykehuset bruker 1 250 000 000 kroner på dette.
Egenandelen er 3 165 kr og timen koster 391 kr.
Det er 5 400 000 innbyggere og 4 regioner.
På en skala fra 0 til 10 var smerten 8.
Smerteskala 0 1 2 3 4 5 6 7 8 9 10 henger på veggen.
Svar fra 1 2 3 4 5 6 7 8 9 10 er mulige.
NRS 8-9 om morgenen, 4-5 om kvelden.
Jeg er 67 år, veier 82 kg og er 178 cm høy.
Puls 72, temp. 37,8 og O2-metning 96 %.
Vi er 3 av 4 som har ventet over 52 uker.
Fristen var 30.06.2024, men brevet kom 15.07.2024.
Ventelistegarantien på 30 dager ble brutt 4 ganger.
§ 2-1 a og § 7-2 i pasient- og brukerrettighetsloven gir rett til å klage.
Rundskriv I-4/2018 side 12-15 sier noe annet.
Jf. Prop. 91 L (2010-2011) punkt 12.3.
Jeg leste at helsenorge.no var nede.
Det står at nrk.no har skrevet om dette.
Vi fant ut at sykehuset.no ikke virker.
Jeg vet at vg.no har skrevet om ventetid.
Sånn er det at. Dot.
Prisen var 3 stk @ 50 kr.
Han får Metadon 85 mg og Sobril 15 mg x 4.
Han gikk fra 120 til 85 mg på 6 uker.
Akupunktur 10 ganger à 450 kr.
Time nr. 4 av 12 ble avlyst 3 dager før.
Det tok 2 år, 3 måneder og 14 dager.
Etter 3-4 timer på 2-3 ulike venterom ga vi opp.
Vi ble 4 på et rom på 12 m2.
Helse Sør-Øst har 3 000 000 innbyggere.
Organisasjonsnummer 974 760 673 står på fakturaen.
Den 31.12.2024 300 møtte opp.
Vekt 82,5 81,9 81,2 80,4 på fire uker.
INR 2,3 2,5 2,8 3,1 2,9 2,4 i høst.
Insulin 12-14-12-20 IE.
1-0-1-0 er måten vi doserer på.
Morfin 5-10 mg inntil 4 ganger i døgnet.
Metformin 1000 mg x 2, 500 mg lunsj.
Kl. 07.30 - 15.00, 15.00 - 22.00 og 22.00 - 07.30 er vaktene.
MR 2019-03-14, CT 2019-05-02, ny MR 2020-01-09.
Jeg ble henvist 3/4-2019 og fikk time 12/11-2019.
Eg har venta i 14 månader på time hos DPS.
Me ringde 113 og fekk hjelp etter 12 minutt.
Ring 116 117 når det ikkje hastar.
Legen skreiv ut Paracet 500 mg x 3.
Ho får 0,5 ml x 3 kvar dag.
Blodtrykket var 140/90 og så 128/82.
Operasjonen var 31.12.2024, kontrollen 14.02.2025.
Ventetida i 2018-2024 har auka med 25 %.
Reisa kostar 12 500 kr i året.
Eg er 67 år og har hatt 14 innleggingar sidan 1998.
Fristen var 30.06.2024, men brevet kom 15.07.2024.
Kyrkja sin SOS har nummer 22 40 00 40.
Barna kan ringje 116 111 heile døgnet.
Avdelinga har ope 08.00-15.30.
Dei 4 sengene på rom 312 er alltid fulle.
Smerten er 8 av 10 kvar morgon.
Eg veit at helsenorge.no er nede.
Me er 3 av 4 som har venta meir enn 52 veker.
Ho tok 1,5 tablett kl. 08.00 og 2 kl. 20.00.
5760 Røldal ligg 3 timar unna.
I waited 14 months for an appointment in 2019.
Call 113 in an emergency, or 116 117 at night.
She takes 500 mg three times a day and 0.5 ml at night.
Blood pressure was 140/90 and then 128/82.
The operation was on 31/12/2024 and the check-up on 14/02/2025.
I was told to call between 08.00-15.30 on weekdays.
We were at home. Dot the dog was at nhs.uk levels of calm.
I looked at helsenorge.no and found nothing.
We met at 10.30 at ward 4021.
It costs NOK 12 500 a year.
The budget is NOK 25 000 000.
From 2018-2024 the waiting time grew by 25 %.
Pain 8/10 in the morning, 4/10 at night.
Room 312, bed 2, ward 5B, 3rd floor.
My HbA1c went from 86 to 53 mmol/mol in 6 months.
"""

_FRAMES = {
    "nb": (
        "{} sto det i journalen.",
        "Vi fikk beskjed om {}.",
        "Det ble {} til slutt.",
        "Jeg opplevde {}, og det var vondt.",
        "Legen sa {}. Så gikk hun.",
    ),
    "nn": ("Det stod {} i journalen.", "Me fekk høyre {}.", "Det vart {} til slutt.", "Legen sa {}. Så gjekk ho."),
    "en": ("They told us {}.", "In the end it was {}.", "The letter said {}, which was wrong."),
}
_FACTS = {
    "nb": (
        "500 mg x 3",
        "0,5 ml x 3",
        "12.03.2024 kl. 14.30",
        "31.12.2024",
        "31122024",
        "14 uker",
        "140/90",
        "2018-2024",
        "116 117",
        "116 123",
        "113",
        "22 40 00 40",
        "12 500 kr",
        "kr 4 750",
        "avdeling 4021",
        "0450 Oslo",
        "F32.1",
        "37,8 grader",
        "25 %",
        "08.00-15.30",
        "CRP 128",
        "HbA1c 53 mmol/mol",
        "Hb 12,5",
        "3-4 ganger",
        "2,5-5 mg ved behov",
        "rom 312",
        "1. juni 2018",
        "100 000 kroner",
        "uke 12-14",
        "side 120-135",
        "2 av 10",
        "1/3-2024",
        "01.03.24",
        "ca. 1500 ml væske",
        "67 år",
        "4 000 pasienter",
    ),
    "nn": (
        "500 mg x 3",
        "31.12.2024",
        "14 veker",
        "140/90",
        "2018-2024",
        "116 117",
        "22 40 00 40",
        "12 500 kr",
        "6856 Sogndal",
        "F41.2",
        "25 %",
        "08.00-15.30",
        "10 gonger",
        "1. juni 2018",
        "veke 12-14",
        "3 månader",
        "2,5-5 mg ved behov",
        "67 år",
        "01.03.24 kl. 09.15",
        "4 000 pasientar",
    ),
    "en": (
        "500 mg x 3",
        "31/12/2024",
        "14 weeks",
        "140/90",
        "2018-2024",
        "116 117",
        "NOK 12 500",
        "F41.2",
        "25 %",
        "08.00-15.30",
        "10 times",
        "1 June 2018",
        "3 months",
        "2.5-5 mg if needed",
        "67 years",
        "ward 4021",
        "37.8 degrees",
        "4 000 patients",
    ),
}


def clean_sentences() -> list[str]:
    """More than five hundred, the ones written by hand first; always the same."""
    made = [frame.format(fact) for lang in _FRAMES for frame, fact in product(_FRAMES[lang], _FACTS[lang])]
    together = [f"{a}, {b} og {c}." for a, b, c in zip(_FACTS["nb"], _FACTS["nb"][7:], _FACTS["nb"][13:], strict=False)]
    beside = [f"Først {a} {b}." for a, b in product(_FACTS["nb"][::3], _FACTS["nb"][1::3])]
    return [*_BY_HAND.strip().splitlines(), *made, *together, *beside]
