"""A small questionnaire, with a question of each sort that is stored in its own way."""

from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.questions import FreeText, MultipleChoice, Option, Scale, SingleChoice
from consultation.questionnaire.wording import Wording


def worded(text: str) -> Wording:
    """A text in the languages that the law asks for."""
    return Wording({"nb": text, "nn": f"{text} (nn)"})


def small_questionnaire(title: str = "Venting", *, languages: tuple[str, ...] = ("nb", "nn")) -> Questionnaire:
    """Two roles; both are asked what would be better and how long they waited, patients also what helped."""
    yes_no = (Option("yes", worded("Ja")), Option("no", worded("Nei")))
    helped = (Option("call", worded("Telefon")), Option("letter", worded("Brev")), Option("visit", worded("Besøk")))
    questions = (
        FreeText(id="better", text=worded("Hva kan bli bedre?")),
        FreeText(id="other", text=worded("Noe annet?")),
        SingleChoice(id="waited", text=worded("Har du ventet?"), options=yes_no),
        MultipleChoice(id="helped", text=worded("Hva hjalp?"), options=helped, roles=frozenset({"patient"})),
        Scale(id="safe", text=worded("Hvor trygg var du?"), low_label=worded("Lite"), high_label=worded("Svært")),
    )
    return Questionnaire(
        id="waiting",
        title=worded(title),
        asker=worded("Helsedirektoratet"),
        purpose=worded("Vi vil vite mer."),
        use=worded("Svarene brukes i en rapport."),
        roles=(Role("patient", worded("Pasient")), Role("leader", worded("Leder"))),
        sections=(Section("all", worded("Alt"), questions),),
        languages=languages,
    )
