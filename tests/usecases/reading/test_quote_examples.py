"""An example is quoted only while its comment is there, ten have answered, and nothing in it tells who wrote it."""

from sqlalchemy import select

from consultation.storage import responses
from consultation.storage.tables import CommentRow
from consultation.themes.book.quoted import Quoted
from consultation.themes.book.theme import Theme
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.quote_examples import quote_examples
from tests.reviewing.offices import QUESTION, SLUG, strict_office, written

__all__ = ["strict_office"]


def quotes(office, pointer: str, *own: str) -> dict[str, str]:
    with office.database.reading() as session:
        return quote_examples(session, SLUG, QUESTION, [Theme("ro", "Ro", examples=(*own, pointer))])


def test_what_may_not_be_quoted_today_is_left_out(strict_office):
    strict_office.answer("patient", written(9))
    with strict_office.database.reading() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
    key, text = corpus.keys[0], corpus.texts[0]
    pointer = Quoted(key, Passage(0, 10)).as_example()
    assert quotes(strict_office, pointer, "lang kø") == {}
    strict_office.answer("leader", written(1))
    assert quotes(strict_office, pointer, "lang kø") == {pointer: text[:10]}
    assert quotes(strict_office, Quoted(key, Passage(0, 9999)).as_example()) == {}
    assert quotes(strict_office, Quoted(bytes(16), Passage(0, 5)).as_example()) == {}
    with strict_office.database.transaction() as session:
        session.scalars(select(CommentRow).where(CommentRow.key == key)).one().text = "Ring 91234567 nå, sier jeg."
    assert quotes(strict_office, Quoted(key, Passage(0, 17)).as_example()) == {}
    assert quotes(strict_office, Quoted(key, Passage(14, 27)).as_example()) != {}
