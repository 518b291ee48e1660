"""What a decision holds beside its themes, and the way back from it, on both databases."""

import pytest

from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.storage import responses
from consultation.storage.reading import notes, readings
from consultation.storage.reading.readings import Decided
from consultation.themes.book.codebook import Adopt, AdoptedTheme, Drop, Merge, NewTheme
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.confirm_coding import Beside, DecidedMeanwhile, UnknownTheme, confirm_coding
from consultation.usecases.reading.note_comment import note_comment, take_back_note
from consultation.usecases.reading.review_themes import review_themes
from consultation.usecases.reading.undo_coding import undo_coding
from tests.boxes import TODAY, WEEK

KARI, OLA = "kari@example.org", "ola@example.org"
ASKED = "better"


@pytest.fixture
def comment(box):
    """The key of a comment, in a consultation whose codebook has three themes."""
    opened = box.open()
    given = AnonymousResponse(
        b"r" * 16, opened.fingerprint, "patient", Channel.web, {}, {ASKED: "Maten var kald. Ingen kom."}
    )
    themes = tuple(AdoptedTheme(name.casefold(), NewTheme(name)) for name in ("Mat", "Svar", "Ro"))
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, [given], WEEK)
        review_themes(session, box.slug, ASKED, Adopt(themes, "a list", KARI, "to begin with"), decided_on=TODAY)
        return responses.corpus(session, box.slug, ASKED).keys[0]


def confirm(box, comment, outcome="coded", *themes, by=KARI, beside=None, seen=None):
    if outcome == "coded":
        themes = themes or ("mat",)
    with box.database.transaction() as session:
        return confirm_coding(
            session, box.slug, ASKED, comment, themes=themes, outcome=outcome, by=by, beside=beside or Beside(), seen=seen
        )  # fmt: skip


def stored(box, comment):
    with box.database.reading() as session:
        return readings.of(session, comment)


def undo(box, comment, before, now):
    with box.database.transaction() as session:
        undo_coding(session, box.slug, ASKED, comment, before=before, digest=now.digest())


def marks(found):
    return [(one.theme, one.start, one.stop, one.by) for one in found.passages]


def test_all_of_a_decision_is_stored_and_can_be_told_apart_from_any_other(box, comment):
    beside = Beside([("mat", Passage(0, 15)), ("ro", Passage(0, 4))], {"tone": "darlig"})
    before, now = confirm(box, comment, "coded", "mat", "svar", beside=beside)
    assert before == Decided()
    assert now == stored(box, comment) == Decided.from_json(now.as_json())
    assert marks(now) == [("mat", 0, 15, KARI)]
    assert now.facets == {"tone": (KARI, "darlig")}
    assert len({before.digest(), now.digest(), confirm(box, comment, "coded", "mat")[1].digest()}) == 3


def test_what_stays_keeps_the_name_of_whoever_put_it_there(box, comment):
    confirm(box, comment, beside=Beside([("mat", Passage(0, 15))], {"tone": "darlig", "steg": "venting"}))
    beside = Beside([("mat", Passage(0, 15)), ("mat", Passage(16, 26))], {"tone": "darlig", "steg": "behandling"})
    confirm(box, comment, by=OLA, beside=beside)
    assert marks(stored(box, comment)) == [("mat", 0, 15, KARI), ("mat", 16, 26, OLA)]
    assert stored(box, comment).facets == {"tone": (KARI, "darlig"), "steg": (OLA, "behandling")}


def test_undo_puts_everything_back_as_it_was(box, comment):
    _, first = confirm(box, comment, beside=Beside([("mat", Passage(0, 15))], {"tone": "darlig"}))
    before, now = confirm(box, comment, "none", by=OLA)
    assert stored(box, comment).passages == ()
    undo(box, comment, before, now)
    assert stored(box, comment) == first
    undo(box, comment, Decided(), first)
    assert stored(box, comment) == Decided()


def test_undo_of_what_is_not_there_any_more_changes_nothing(box, comment):
    before, now = confirm(box, comment)
    _, later = confirm(box, comment, "undecided", by=OLA)
    with pytest.raises(DecidedMeanwhile) as told:
        undo(box, comment, before, now)
    assert told.value.decided == later == stored(box, comment)


def test_a_theme_that_has_gone_cannot_come_back_by_undo(box, comment):
    confirm(box, comment, "coded", "ro")
    before, now = confirm(box, comment, "undecided", by=OLA)
    with box.database.transaction() as session:
        review_themes(session, box.slug, ASKED, Drop("ro", KARI, "finnes ikke"), decided_on=TODAY)
    with pytest.raises(UnknownTheme):
        undo(box, comment, before, now)
    assert stored(box, comment) == now


def test_who_saw_something_else_is_told_what_there_is(box, comment):
    seen = stored(box, comment).digest()
    _, now = confirm(box, comment, seen=seen)
    with pytest.raises(DecidedMeanwhile) as told:
        confirm(box, comment, "none", by=OLA, seen=seen)
    assert told.value.decided == now


def test_passages_follow_a_theme_that_is_merged_and_go_with_one_that_is_dropped(box, comment):
    parts = [("mat", Passage(0, 4)), ("svar", Passage(0, 15)), ("ro", Passage(16, 26))]
    confirm(box, comment, "coded", "mat", "svar", "ro", beside=Beside(parts))
    with box.database.transaction() as session:
        review_themes(session, box.slug, ASKED, Merge("svar", ("mat",), KARI, "det samme"), decided_on=TODAY)
        review_themes(session, box.slug, ASKED, Drop("ro", KARI, "finnes ikke"), decided_on=TODAY)
    assert marks(stored(box, comment)) == [("svar", 0, 15, KARI)]


def test_notes_are_kept_once_and_taken_back_by_their_writer_alone(box, comment):
    with box.database.transaction() as session:
        for text in ("  spør Ola\r\n", "spør Ola", " \n"):
            note_comment(session, box.slug, ASKED, comment, text, by=KARI)
        [note] = notes.of(session, comment)
        assert (note.text, note.by) == ("spør Ola", KARI)
        assert not take_back_note(session, comment, note.key, by=OLA)
        assert take_back_note(session, comment, note.key, by=KARI)
        assert notes.of(session, comment) == []
