"""Examples are chosen from comments word for word: none that may tell who wrote it, none of a small group, none that outlives it."""

import re
from html import unescape

from sqlalchemy import select

from consultation.storage import responses, taking_back
from consultation.storage.tables import CommentRow, ResponseRow
from consultation.themes.book.quoted import quoted
from tests.judging import judge
from tests.reviewing.book.desk import act, begun, book, page, said
from tests.reviewing.offices import QUESTION, SLUG

PLACE = "themes/ventetid/examples/"
NAMED = "Ring meg på 91234567 om dette."


def confirmed(office, number: int):
    """So many comments that people confirmed for the theme, with a number that nothing has taken out of them."""
    office.answer("patient", [f"Det haster litt, nummer {chr(97 + at)}." for at in range(number)])
    with office.database.transaction() as session:
        for row in session.scalars(select(CommentRow).where(CommentRow.text.startswith("Det haster"))):
            row.text = f"{NAMED} {row.text}"
        corpus = responses.corpus(session, SLUG, QUESTION)
        for key, text in zip(corpus.keys, corpus.texts, strict=True):
            if "Det haster" in text:
                judge(session, key, {"ventetid": True}, outcome="coded", by="kari@example.org")


def boxes(shown) -> dict[str, str]:
    """Words -> what their box sends, of every box on the page."""
    found = re.findall(r'name="chosen" value="([^"]+)"(?: checked)?> <label[^>]*>([^<]+)<', shown.text)
    return {unescape(words): value for value, words in found}


def ticked(shown) -> list[str]:
    """The words whose boxes are ticked."""
    return [words for words, value in boxes(shown).items() if f'value="{value}" checked' in shown.text]


def choose(office, *values: str, **form):
    sent = {"chosen": list(values), "why": "sier det best", **form}
    return office.post(office.at(f"codebook/{QUESTION}/{PLACE}"), sent)


def test_what_was_chosen_is_quoted_word_for_word_and_goes_with_its_response(office):
    begun(office)
    confirmed(office, 12)
    assert act(office, "ventetid", "describe", examples="lang kø").status_code == 303
    shown = page(office, PLACE)
    words, value = next((words, value) for words, value in boxes(shown).items() if "Det haster litt" in words)
    other = next(one for one in boxes(shown) if one != words)
    assert choose(office, value, boxes(shown)[other]).status_code == 303
    assert words in said(page(office, "themes/ventetid/"))
    assert words in page(office, "files/download.csv").text
    pointed = quoted(book(office).theme("ventetid").examples[1])
    for place in (PLACE, "themes/ventetid/", "history", "versions/3/", "compare/?old=2&new=3", "files/download.qdc"):
        assert pointed.comment.hex() not in page(office, place).text
    assert act(office, "ventetid", "describe", definition="Å vente", examples="lang kø").status_code == 303
    assert len(book(office).theme("ventetid").examples) == 3
    with office.database.transaction() as session:
        response = session.scalar(select(CommentRow.response).where(CommentRow.key == pointed.comment))
        taking_back.take_out(session, SLUG, session.get(ResponseRow, response).key)
    for place in ("themes/ventetid/", "history", "versions/3/", "compare/?old=2&new=3", "files/download.csv", PLACE):
        left = page(office, place).text
        assert words not in unescape(left), place
        assert other in unescape(left) or place == "history", place
    kept = boxes(page(office, PLACE))[other]
    assert choose(office, why="").status_code == 422
    assert choose(office, kept).status_code == 303  # what has gone is forgotten with the next decision
    assert len(book(office).theme("ventetid").examples) == 2


def test_what_may_tell_who_wrote_it_or_was_not_offered_is_never_an_example(office):
    begun(office)
    confirmed(office, 12)
    shown = page(office, PLACE)
    assert "91234567" not in "".join(boxes(shown))
    value = next(iter(boxes(shown).values()))
    reference, _, span = value.rpartition(":")
    assert span != f"0-{len(NAMED)}"
    for forged in (f"{reference}:0-{len(NAMED)}", f"{reference}:0-4", f"{reference}:3-2", "x:0-4", value[1:]):
        answer = choose(office, forged, why="«lurer»")
        assert answer.status_code == 422, forged
        assert "«lurer»" in answer.text
    assert "no longer be quoted" in said(answer)
    assert choose(office).status_code == 422
    office.hire("ola@example.org")
    office.sign_in("ola@example.org")
    assert choose(office, value).status_code == 422  # a reference fits one account only
    assert book(office).version == 1


def test_what_is_ticked_goes_along_to_other_comments(office):
    begun(office)
    confirmed(office, 12)
    words, value = next(iter(boxes(page(office, PLACE)).items()))
    turned = choose(office, value, to="1", why="«halvveis»")
    assert turned.status_code == 200
    assert ticked(turned) == [words]
    assert "«halvveis»" in turned.text
    assert "was not taken" not in said(turned)
    other = next(one for one in boxes(turned) if one != words)
    back = choose(office, boxes(turned)[words], boxes(turned)[other], to="0")
    assert set(ticked(back)) == {words, other}
    assert book(office).version == 1
    assert choose(office, *(boxes(back)[one] for one in (words, other))).status_code == 303
    assert len(book(office).theme("ventetid").examples) == 2


def test_a_small_group_shows_no_words(office):
    begun(office)
    confirmed(office, 9)
    shown = page(office, PLACE)
    assert "Fewer than ten comments" in said(shown)
    assert "haster" not in shown.text
    assert page(office, "themes/gone/examples/").status_code == 404
    act(office, "ventetid", "drop")
    assert "left the codebook" in said(page(office, PLACE))
    assert choose(office, "x:0-4").status_code == 422
