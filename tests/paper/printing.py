"""Consultations to print, and what a reader of the PDF sees: its words, its structure, and where each word stands."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache

import pikepdf

from consultation.paper import pdf
from consultation.paper.addresses import PublicAddress
from consultation.paper.form import Around, lay_out
from consultation.paper.poster import lay_out as lay_out_poster
from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Includes, OneOf
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.places import Region, Trust
from consultation.questionnaire.questions import (
    Aspect,
    FreeText,
    Matrix,
    Month,
    MultipleChoice,
    Number,
    Option,
    Place,
    Question,
    Ranking,
    Scale,
    ServiceType,
    SingleChoice,
)
from consultation.questionnaire.signposts import standing
from tests.questionnaires import worded
from tests.reporting.reading import pdf_text

HERE = PublicAddress("https://innspill.example.no")
PAPERS = tuple(pdf.PAPERS)


def options(*texts: str) -> tuple[Option, ...]:
    """Options with the ids o0, o1, ..."""
    return tuple(Option(f"o{at}", worded(text)) for at, text in enumerate(texts))


def every_kind() -> tuple[Question, ...]:
    """One question of every kind, each with all that it may have."""
    regions = (Region("rhf", worded("Helse Fjell"), (Trust("hf", worded("Fjell sykehus")),)),)
    yes_no = options("Ja, det gjorde jeg", "Nei")
    rated = options("Dårlig", "Godt")
    rows = (Aspect("r0", worded("Ventetiden")), Aspect("r1", worded("Maten")))
    return (
        SingleChoice(id="one", text=worded("Ett?"), options=yes_no, other=True, may_decline=True, required=True),
        MultipleChoice(id="many", text=worded("Flere?"), options=options("Samtale", "Medisin"), at_most=2),
        Scale(id="scale", text=worded("Skala?"), low_label=worded("Minst"), high_label=worded("Mest")),
        FreeText(id="words", text=worded("Ord?"), help=worded("Skriv **gjerne**:\n\n- kort\n- langt")),
        Number(id="number", text=worded("Tall?"), unit=worded("uker")),
        Month(id="month", text=worded("Når?")),
        Place(id="place", text=worded("Hvor?"), regions=regions),
        ServiceType(id="service", text=worded("Hva slags?"), options=options("Sykehus", "Annet")),
        Ranking(id="ranking", text=worded("Rekkefølge?"), options=options("Først", "Sist"), may_decline=True),
        Matrix(id="matrix", text=worded("Tabell?"), rows=rows, options=rated),
        FreeText(id="nested", text=worded("Til slutt?"), show_when=nested()),
    )


def nested() -> AnyOf:
    """A rule with a rule in it."""
    return AnyOf((OneOf("one", ("o0", "o1")), AllOf((Includes("many", "o1"), Answered("words")))))


def consultation(*questions: Question, title: str = "Tittel", section: Section | None = None) -> Consultation:
    """An open consultation that asks patients these questions, or one of every kind."""
    sections = (section or Section("all", worded("Alt"), questions or every_kind()),)
    return opened(
        Questionnaire(
            id="x",
            title=worded(title),
            asker=worded("Direktoratet"),
            purpose=worded("Vi vil vite **mer**."),
            use=worded("Vi skriver en rapport."),
            roles=(Role("patient", worded("Pasient"), worded("Alt er frivillig.")),),
            sections=sections,
            languages=("nb", "nn"),
        )
    )


def opened(questionnaire: Questionnaire) -> Consultation:
    """It, as a consultation that stands open."""
    return Consultation(
        slug="hjelp",
        questionnaire=questionnaire,
        fingerprint=questionnaire.fingerprint(),
        version=3,
        state="open",
        opened_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 31),
        erase_on=date(2027, 12, 31),
        public_key=b"",
    )


@cache
def in_library() -> list[Consultation]:
    """The library's questionnaires, open."""
    return [opened(load(path)) for path in library().values()]


@cache
def form(found: Consultation, role: str = "patient", reading: str = "nb", hand_in: str = "") -> bytes:
    """The form as PDF."""
    return pdf.form(lay_out(found, role, reading, Around(hand_in, HERE.typed(found.slug), standing())))


def poster(found: Consultation, *languages: str, paper: str = "a4", public: PublicAddress = HERE) -> bytes:
    """The poster as PDF."""
    return pdf.poster(lay_out_poster(found, languages or ("nb",), public), paper)


def squeezed(text: str) -> str:
    """Without blanks, breaks and Markdown's stars: what is left tells whether the words are there."""
    return "".join(text.replace("**", "").split()).replace("\u200b", "").replace("\u00ad", "")


def words_of(content: bytes) -> str:
    """All words of a PDF, squeezed."""
    return squeezed(pdf_text(content))


def structure(content: bytes) -> list[tuple[str, str]]:
    """What a screen reader meets, in order: each element's kind, and its own language where it has one."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return list(_elements(document.Root.StructTreeRoot))


def _elements(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)[1:], str(node.get("/Lang", ""))
        if "/K" in node:
            yield from _elements(node.K)


def pages(content: bytes) -> int:
    """How many pages."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def outside(content: bytes) -> list[tuple[float, float]]:
    """Where a run of letters begins that does not begin on its page."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            _, _, width, height = map(float, page.MediaBox)
            found += [(x, y) for x, y in _beginnings(page) if not (0 <= x <= width and 0 <= y <= height)]
    return found


def _beginnings(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    now, before = pikepdf.Matrix(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                before.append(now)
            case "Q":
                now = before.pop()
            case "cm":
                now = pikepdf.Matrix(*map(float, operands)) @ now
            case "Tm":
                placed = pikepdf.Matrix(*map(float, operands)) @ now
                yield placed.e, placed.f
