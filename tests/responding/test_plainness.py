"""What patients and next of kin read is plain, page by page as they see it; the easy-read texts are plainer still."""

import pytest

from consultation.questionnaire.loading import library, load
from consultation.questionnaire.texts import texts
from tests.readability import lix, sentences, shown
from tests.responding.visiting import Visitor

PLAIN, EASY = 40, 25
LONGEST_EASY_SENTENCE = 13
ROLES = ("patient", "next_of_kin")
LANGUAGES = ("nb", "nn")
ANSWER = {"feel-safe": "Ring meg.", "what-helps": "Varme."}


def walked(visitor: Visitor, language: str, slug: str, role: str):
    """Every page of one respondent's way, by name."""
    form = f"/{language}/{slug}/{role}/"
    yield "form", visitor.goes_to(form)
    by_section = load(library()[slug]).layout == "by_section"
    yield "form with errors", visitor.fills_in({}, button="")
    visitor.goes_to(form).fills_in(ANSWER)
    while by_section and visitor.page == "questionnaire":
        yield "next section", visitor
        visitor.fills_in({"treated-by": "waiting"} if "treated-by" in visitor.html else {})
    yield "check", visitor
    yield "thanks", visitor.fills_in({})
    yield "thanks without a receipt", visitor.goes_to(f"{form}thanks")


def around(visitor: Visitor, language: str):
    """The pages that are no step of that way."""
    yield "home", visitor.goes_to(f"/{language}/")
    for slug in library():
        yield slug, visitor.goes_to(f"/{language}/{slug}/")
    for place in ("accessibility", "who-reads", "what-we-store", "waiting-times/receipt", "waiting-times/outcome"):
        yield place, visitor.goes_to(f"/{language}/{place}")
        assert visitor.status == 200, place
    yield "not found", visitor.goes_to(f"/{language}/nothing/")
    yield "unreadable", visitor._shows(visitor.client.post(f"/{language}/waiting-times/patient/check", json={}), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_patients_and_next_of_kin_is_plain(app, language, capsys):
    measured = {}
    for slug in library():
        for role in ROLES:
            for name, page in walked(Visitor(app.test_client()), language, slug, role):
                assert page.status in (200, 422), name
                measured[f"{slug} {role} {name}"] = lix(shown(page.tree))
    for name, page in around(Visitor(app.test_client()), language):
        measured[name] = lix(shown(page.tree))
    with capsys.disabled():
        print(f"\nLIX in {language}: " + "; ".join(f"{name} {value:.0f}" for name, value in measured.items()))
    assert {name: round(value) for name, value in measured.items() if value > PLAIN} == {}


@pytest.mark.parametrize("slug", library())
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_easy_texts_are_plainer_than_the_ordinary_ones(slug, language, capsys):
    both = [(w.texts[language], w.easy[language]) for _, w in texts(load(library()[slug])) if language in w.easy]
    ordinary, easy = (lix([s for pair in both for s in sentences(pair[at])]) for at in (0, 1))
    with capsys.disabled():
        print(f"\nLIX of {slug} in {language}: {ordinary:.0f}, easy-read {easy:.0f}")
    assert easy < ordinary
    assert easy <= EASY
    long = [s for _, text in both for s in sentences(text) if len(s.split()) > LONGEST_EASY_SENTENCE]
    assert long == []


@pytest.mark.parametrize("slug", library())
def test_every_question_has_an_easy_text(slug):
    assert [q.id for q in load(library()[slug]).questions if not {"nb", "nn", "en"} <= set(q.text.easy)] == []


def test_the_measure_knows_a_heavy_text_from_a_light_one():
    heavy = "Spesialisthelsetjenestens pasientforløpsregistrering forutsetter tverrsektorielle samhandlingsavtaler mellom foretakene"
    assert lix([heavy]) > 60
    assert lix(sentences("Vi leser alle svar. Du kan ta pauser.")) < 20
