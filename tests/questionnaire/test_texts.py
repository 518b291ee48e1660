"""Every text of a questionnaire is found, and where it stands is said so that a person finds it in the file."""

from test_loading import HEAD, SOUND

from consultation.questionnaire.loading import library, load, mistakes_in
from consultation.questionnaire.texts import texts

WAITING = load(library()["waiting-times"])


def test_each_text_is_found_once_with_its_place():
    where = [place for place, _ in texts(WAITING)]
    assert where[:4] == ["title", "asker", "purpose", "use"]
    for place in (
        "role patient: intro",
        "section where: title",
        "feel-safe: help",
        "waited, no: text",
        "registration-true: low_label",
        "weeks-waited: unit",
    ):
        assert where.count(place) == 1
    assert all(place.startswith("signpost ") for place, _ in texts(WAITING) if "signpost" in place)


def test_a_text_of_a_code_list_is_a_text_too():
    assert "place, helse-nord, unn: text" in [place for place, _ in texts(WAITING)]


def test_the_easy_languages_are_those_that_have_an_easy_text():
    assert WAITING.easy_languages == {"nb", "nn", "en"}


def test_an_easy_text_is_there_in_both_forms_of_norwegian_or_in_neither(tmp_path):
    def told(easy):
        path = tmp_path / "asked.toml"
        path.write_text(HEAD + SOUND.replace('nn = "Kva?"', f'nn = "Kva?", easy = {{ {easy} }}'), "utf-8")
        return [(mistake.where, mistake.message) for mistake in mistakes_in(path)]

    assert told('nb = "Hva?"') == [("q", "`text.easy.nn` is missing")]
    assert told('nn = "Kva?", en = "What?"') == [("q", "`text.easy.nb` is missing")]
    assert told('nb = "Hva?", nn = "Kva?"') == told('en = "What?"') == []
