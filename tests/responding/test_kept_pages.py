"""What is rendered once for everybody holds nothing that one respondent wrote, and nothing written becomes part of the page."""

from consultation.responding.kept_pages import PLACE

FORM = "/nb/waiting-times/patient/"


def _answers(visitor, text):
    visitor.goes_to(FORM)
    visitor.fills_in({"feel-safe": text})
    assert visitor.page == "check"


def test_each_sees_only_own_words_in_a_page_that_was_kept(visitor):
    for own, other in (("Første svar", "Andre svar"), ("Andre svar", "Første svar")):
        _answers(visitor, own)
        assert own in visitor.text
        assert other not in visitor.html


def test_markup_and_the_place_itself_are_words_as_any_others(visitor):
    _answers(visitor, f"{PLACE} <b>fet</b> & {{{{ 7 * 7 }}}}")
    assert f"{PLACE} <b>fet</b> & {{{{ 7 * 7 }}}}" in visitor.text
    assert visitor.tree.xpath("//main//b") == []
    _answers(visitor, "Et vanlig svar")
    assert PLACE not in visitor.html
