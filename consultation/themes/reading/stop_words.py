"""Words that carry no theme, in four languages; written for this purpose, and negations are kept out of them."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = {
    "nb": _listed("ikke aldri ingen ingenting intet uten"),
    "nn": _listed("ikkje aldri ingen ingenting inga inkje utan"),
    "en": _listed("no not never none nothing without nor cannot nobody"),
    "se": _listed("in it ii eai eat ean ehpet eaba ale haga"),
}
"""Language to the words that say no; they change what a comment means and are never left out of reading."""

BOKMAAL = _listed(
    """
    alle alt altså andre annen annet at av bare og begge dem dere kun ja jeg henne ble bli blir blitt bort burde både bør da de deg deim deres den denne der
    derfor deretter dere dermed dersom dessuten det dette din dine disse ditt dit du dit eller ellers en enda
    ene eneste enhver enn er et ett etter faktisk for fordi foran fra fram frem får få fått fikk før først gang ganger
    ganske gikk gir gitt gjennom gjerne gjort gjør gjøre gjorde gå går ha hadde ham han hans har hele helt hennes
    her hit hos hun hva hvem hver hverandre hvert hvilke hvilken hvis hvor hvordan hvorfor i igjen imellom
    inn innen jeg jo kan kanskje kom komme kommer kommet kunne la langs litt mange man med meg mellom men mener mens mer mest
    mange meget min mine mitt mot mye må måtte måte ned noe noen nok nå når også om opp oss over per
    på samme samt se seg selv ser si sier sin sine sitt siden skal skulle slik slike som sa sagt så sånn sånt ta
    tar tatt til tilbake tok tror under ut ute utenfor var veldig ved ville vil vi vår våre vårt vært være
    å ønsker synes syns føler følte opplever opplevde ting eks feks bl ca osv mv jfr ift pga via gi
    alltid allerede ofte iblant fortsatt fremdeles egentlig heller hvertfall ihvertfall rundt mens dog
    """,
)
NYNORSK = _listed(
    """
    alle alt altså andre annan anna at av berre begge òg eller ja henne blei vart bli blir blitt vorte vorten bort burde både bør då dei deg dykk
    dykkar den denne der difor deretter dermed dersom dessutan det dette din dine desse ditt dit du eller elles
    ein eit eine einaste enn er etter faktisk for fordi framfor frå fram får få fått fekk før først gong gonger
    ganske gjekk gjev gir gjeve gitt gjennom gjerne gjort gjer gjere gjorde gå går ha hadde han hans har heile heilt
    hennar her hit hos ho henne kva kven kvar kvarandre kvart kva kvifor korleis kvar kor om i igjen imellom inn innan
    eg jo kan kanskje kom kome kjem komme kunne la langs litt mange ein man med meg mellom men meiner medan meir mest
    min mine mitt mot mykje må måtte måte ned noko nokon nokre nok no nå når og også om opp oss over per
    på same samt sjå seg sjølv ser seie seier sin sine sitt sidan skal skulle slik slike som sa sagt så sånn ta
    tek tatt teke til tilbake tok trur under ut ute utanfor var veldig ved ville vil vi me vår våre vårt vore vere
    å ønskjer ynskjer synest føler følte opplever opplevde ting osb mv via gi gje dei deira
    alltid allereie ofte framleis eigentleg heller rundt difor slikt nett
    """,
)
ENGLISH = _listed(
    """
    a about above actually after again all almost already also although always am an and another any anyone anything are around
    as at away back be because been before being below between both but by came can come could did do does doing done down
    during each either else enough especially etc even ever every everyone everything few first for from further gave get gets
    getting give given go goes going gone got had has have having he her here hers herself him himself his how however i
    if in instead into is it its itself just keep kept know let like lot lots made make makes making many may maybe me might more
    most much must my myself need needed needs now of off often on once one ones only or other others our ours ourselves
    out over own per perhaps put quite rather really said same say says see seemed seems seen she should since so some someone
    something sometimes soon still such take taken than that the their theirs them themselves then there these they
    thing things think this those though thought through to together told too took towards two under until up upon us use used
    very via want wanted was way we well went were what when where whether which while who whole whom why will with within
    would yes yet you your yours yourself ve ll re im ive id dont didnt couldnt wasnt
    """,
)
NORTHERN_SAMI = _listed(
    """
    ahte ahkon ale aŋkke ain bures buot dan dain dakkár dal dalle das dasa dasto dat daid daidda datge de dego del dii diet
    dieid din doai don dot dušše eambbo eará earát fas fal gal galgá galgat gii geat gean go goas gokko goit gos gosa guhte gitta
    ieš iežas iežan ihkal jo jogo ja jus juo juohke juos gaskkal gaskal galggai ge haddi hui leat lea lean leaba leat leačča
    lei ledje ledjen leimmet leidnen leamaš lávii maid maiddái maŋŋel maŋŋil mii miin mis min mu mun munnje mus mon muhto
    muhtun nai nu nubbi nugo nuppi olu ollu oažžu oba ovdal sáhttá sáhtii sáhttit sii sin sis son su sus suige dušše
    vai vaikko vel veahá vuos vuosttaš daihe dahje dihte bokte mielde haga birra ala alde vuollái lusa luhtte dáppe
    dá dán dáid dát dáin dás dása dáidda doppe dohko deike
    """,
)

STOP_WORDS = {"nb": BOKMAAL, "nn": NYNORSK, "en": ENGLISH, "se": NORTHERN_SAMI}
"""Language to the words that name no theme."""

WEAK_NAMES = {
    "nb": _listed(
        "god bra fin dårlig stor liten lang kort ny gammel viktig mulig enkel fleste flere veldig svært "
        "dag tid år måned uke time folk person menneske måte del gjelde bruke trenge ønske burde"
        " finne sette holde følge føle oppleve synes tenke vite skje fungere mangle bedre best godt kjempefin fint flink"
        " alltid annenhver kreve krav samle møte spørre høre skrive sende lese se hjelpe forstå slutt antall felles ulik lik lag lage"
        " stå sette regne telle lite alt si bruke si set nummer tre to hel halv minutt mål begge par ny halvår sted problem grunn eksempel behov ting tilfelle slags",
    ),
    "en": _listed(
        "good great excellent bad nice day time year month week hour people person way feel find better best work lovely "
        "happen try ask look seem poor fantastic amazing brilliant "
        "fault sure improve improvement better different pick sit number length issue moment aspect matter case start end "
        "absolutely class perfect exceptional superb fine okay ok satisfied thank change long little big able unable hard easy",
    ),
    "se": _listed("buorre buoret stuoris uhcci beaivi áigi jahki olmmoš dárbbašit"),
}
"""Lemmas that say little as the name of a theme; they are terms only where nothing better is there."""
