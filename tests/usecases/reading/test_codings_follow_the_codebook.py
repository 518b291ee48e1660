"""What people decided follows the codebook: nothing of it is lost when a theme is renamed, merged or retired."""

import pytest

from consultation.storage import responses
from consultation.storage.reading import codebooks, codings, passages, readings, runs, suggestions
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.storage.reading.runs import Run
from consultation.storage.tables import PassageRow
from consultation.themes.book.codebook import (
    Adopt,
    AdoptedTheme,
    Describe,
    Drop,
    Merge,
    Move,
    NewTheme,
    Rename,
    Retire,
    Suggested,
)
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.code_comments import keep, propose
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.offices import QUESTION, SLUG, office

__all__ = ["office"]
KARI = "kari@example.org"
THEMES = tuple(AdoptedTheme(name.casefold(), NewTheme(name)) for name in ("Venting", "Mat", "Folk"))


def decided(session, decision, seen=None):
    return review_themes(session, SLUG, QUESTION, decision, decided_on=TODAY, seen=seen)


@pytest.fixture
def session(office):
    with office.database.transaction() as session:
        decided(session, Adopt(THEMES, "et utkast", KARI))
        yield session


def assigned(session, comment, *themes):
    run = Run(
        key=runs.next_key(session, SLUG, QUESTION, "assign"), question=QUESTION, kind="assign", seed=1, parameters={},
        versions={}, input_hash="0" * 64, made_on=TODAY, comments=1, not_covered=0,
    )  # fmt: skip
    runs.add(session, SLUG, run)
    suggestions.suggest(
        session, SLUG, QUESTION, [(comment, Suggested(theme, 0.8, run.key, Passage(0, 3))) for theme in themes]
    )


def test_a_retired_theme_keeps_what_people_confirmed_and_loses_what_the_machine_suggested(session):
    read, unread = responses.corpus(session, SLUG, QUESTION).keys[:2]
    judge(session, read, {"mat": True}, outcome="coded", by=KARI)
    assigned(session, unread, "mat", "folk")
    decided(session, Retire("mat", KARI))
    assert [one.theme for one in codings.of(session, [read])[read].confirmed] == ["mat"]
    assert [one.theme for one in codings.of(session, [unread])[unread].suggested] == ["folk"]
    assert "mat" not in codebooks.current(session, SLUG, QUESTION).suggestible()


def test_marked_passages_go_with_their_theme(session):
    comment = responses.corpus(session, SLUG, QUESTION).keys[0]
    judge(session, comment, {"mat": True, "folk": True}, outcome="coded", by=KARI)
    for theme, start, stop in (("mat", 0, 3), ("mat", 5, 9), ("folk", 0, 6)):
        session.add(PassageRow(comment=comment, theme=theme, start=start, stop=stop, decided_by=KARI))
    session.flush()
    decided(session, Merge("folk", ("mat",), KARI))
    marked = {(one.theme, one.start, one.stop) for one in readings.of(session, comment).passages}
    assert marked == {("folk", 0, 6), ("folk", 5, 9)}
    decided(session, Drop("folk", KARI))
    assert readings.of(session, comment).passages == ()
    passages.move(session, SLUG, QUESTION, {})


def test_a_decision_on_a_theme_that_was_changed_since_it_was_seen_is_refused(session):
    decided(session, Describe("mat", "ola@example.org", definition="Måltider"), seen=1)
    for late in (Rename("mat", "Måltid", KARI), Merge("folk", ("mat",), KARI), Move("mat", "folk", KARI)):
        with pytest.raises(DecidedMeanwhile):
            decided(session, late, seen=1)
    assert decided(session, Rename("venting", "Ventetid", KARI), seen=1).version == 3
    assert decided(session, Rename("mat", "Måltid", KARI), seen=3).version == 4
    assert decided(session, Rename("mat", "Mat", KARI), seen=99).version == 5


def test_what_is_decided_while_the_machine_works_is_not_lost(session):
    """Renamed, merged, retired and coded between the long part of a job and its end."""
    keys = responses.corpus(session, SLUG, QUESTION).keys
    for key, theme in zip(keys[:12], ("venting", "mat", "folk") * 4, strict=True):
        judge(session, key, {theme: True}, outcome="coded", by=KARI)
    proposal = propose(session, SLUG, QUESTION, seed=1, progress=lambda *_: None, made_on=TODAY)
    decided(session, Rename("venting", "Ventetid og kø", KARI))
    decided(session, Merge("venting", ("mat",), KARI))
    decided(session, Retire("folk", KARI))
    judge(session, keys[20], {"venting": True}, outcome="coded", by=KARI)
    keep(session, proposal)
    found = codings.of(session, keys).values()
    assert {one.theme for known in found for one in known.suggested} <= {"venting"}
    assert {one.theme for known in found for one in known.confirmed} == {"venting", "folk"}
    assert sum(bool(known.confirmed) for known in found) == 13
    assert codebooks.current(session, SLUG, QUESTION).theme("venting").name == "Ventetid og kø"
