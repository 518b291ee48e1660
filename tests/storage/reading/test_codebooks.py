"""Of two people who store the same version of a codebook, one is first and the other is told, on either database."""

import threading

from consultation.questionnaire.loading import library, load
from consultation.storage.keys import KeyRing
from consultation.storage.reading import codebooks
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import Adopt, AdoptedTheme, Codebook, NewTheme
from tests.boxes import TODAY, Box

SLUG, QUESTION = "waiting-times", "feel-safe"


def adopted(name: str, by: str) -> Codebook:
    return Codebook().decide(Adopt((AdoptedTheme(name, NewTheme(name)),), "et utkast", by, "fordi"))


def test_of_two_at_the_very_same_moment_one_is_stored_and_one_is_told(database, tmp_path):
    Box(database, KeyRing(tmp_path / "keys"), SLUG).open(load(library()[SLUG]))
    together, told = threading.Barrier(2, timeout=20), []

    def decide(name: str) -> None:
        try:
            with database.transaction() as session:
                if not database.on_sqlite:  # where a second writer waits before it has looked
                    codebooks.current(session, SLUG, QUESTION)
                    together.wait()
                codebooks.add(session, SLUG, QUESTION, adopted(name, name), on=TODAY)
        except DecidedMeanwhile:
            told.append(name)

    people = [threading.Thread(target=decide, args=(name,)) for name in ("kari", "ola")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    with database.reading() as session:
        versions = codebooks.history(session, SLUG, QUESTION)
    assert len(told) == 1
    assert [version.decided_by for version in versions] == [{"kari": "ola", "ola": "kari"}[told[0]]]


def test_a_version_that_is_not_there_is_none(database):
    with database.reading() as session:
        assert codebooks.of_version(session, SLUG, QUESTION, 1) is None
        assert codebooks.current(session, SLUG, QUESTION) == Codebook()
