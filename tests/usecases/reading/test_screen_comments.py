"""Harm is looked for from the first comment on, and the same comments give the same rows."""

import secrets
from datetime import date

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import responses
from consultation.storage.reading import harm_readings, screenings
from consultation.usecases.reading import screen_comments as screening
from consultation.usecases.reading.screen_comments import is_due, screen_comments

SATURDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 16)
LETTER = (
    "Vi krever at den lokale akuttavdelingen blir, for avstanden til neste sykehus er for lang om vinteren. "
    "Fødende og slagrammede kan ikke vente i to timer på en ambulanse som står i et annet dalføre."
)


def silent(*_progress):
    return None


def give(box, *comments, question="better"):
    """Put comments straight where they are after mixing."""
    made = [
        AnonymousResponse(
            secrets.token_bytes(16), box.consultation.fingerprint, "patient", "web", {}, {question: comment}
        )
        for comment in comments
    ]
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, made, "2026-W47")


def screen(box, *, made_on=SATURDAY):
    with box.database.transaction() as session:
        return screen_comments(session, box.slug, "better", progress=silent, made_on=made_on)


def read_first(box):
    with box.database.reading() as session:
        texts = {one.key: one.text for one in responses.corpus(session, box.slug, "better")}
        return [
            (texts[one.comment], [(f.harm, f.passage.of(texts[one.comment])) for f in one.found])
            for one in screenings.to_read(session, box.slug)
        ]


def test_one_comment_alone_is_screened(box):
    give(box, "Maten var god. Jeg har selvmordstanker og får ikke time.")
    screen(box)
    ((text, found),) = read_first(box)
    assert text.startswith("Maten")
    assert found == [("suicide", "selvmordstanker")]


def test_no_comment_at_all_is_a_clear_state(box):
    screen(box)
    assert read_first(box) == []
    with box.database.reading() as session:
        assert screenings.standing(session, box.slug, "better").comments == 0
        assert not is_due(session, box.slug, "better")


def test_several_kinds_in_one_comment_are_told_the_most_urgent_first(box):
    give(box, "De glemte prøvesvaret mitt, og jeg fikk feil medisin. Nå har jeg selvmordstanker.")
    screen(box)
    ((_, found),) = read_first(box)
    assert [kind for kind, _ in found] == ["suicide", "safety"]


def test_odd_comments_are_screened_too(box):
    give(box, "🙂🙂", "og i på", " ".join(["ord"] * 10_000), "x")
    screen(box)
    assert read_first(box) == []


def test_near_copies_are_one_campaign_and_others_are_in_none(box):
    give(box, *[LETTER] * 6, LETTER + " Mor mi fekk slag i februar og vegen var stengd heile natta.", "Bedre mat.")
    made = screen(box)
    with box.database.reading() as session:
        copies = screenings.copies(session, box.slug, "better")
        assert len(copies) == 7
        assert len(set(copies.values())) == 1
        assert {screenings.copies_like(session, box.slug, "better", key) for key in copies} == {7}
        texts = dict(zip(responses.corpus(session, box.slug, "better").keys,
                         responses.corpus(session, box.slug, "better").texts, strict=True))  # fmt: skip
    assert [texts[key] for key in made.shown.values()] == [LETTER]


def test_the_same_comments_give_the_same_rows_and_the_day_is_only_a_week(box):
    give(box, *[LETTER] * 4, "Eg orka ikkje leve lenger.")
    first, again = screen(box), screen(box, made_on=MONDAY)
    assert first == again
    assert first.made_on == MONDAY
    assert len(first.input_hash) == 64
    assert first.versions["consultation"]


def test_a_comment_that_was_screened_is_not_screened_again_unless_the_rules_are_others(box, monkeypatch):
    give(box, *[LETTER] * 4, "Eg orka ikkje leve lenger.")
    first = screen(box)
    give(box, "Jeg fikk feil medisin.", "Bedre mat.")

    def again(before):
        with box.database.reading() as session:
            return screening.propose(
                session, box.slug, "better", progress=silent, made_on=SATURDAY, before=before
            ).screening

    looked_at = []
    found = screening.harm.harms
    monkeypatch.setattr(screening.harm, "harms", lambda text: looked_at.append(text) or found(text))
    anew, from_before = again(None), again(first)
    assert from_before == anew
    assert len(from_before.raised) == 2
    assert sorted(looked_at[4:]) == ["Bedre mat.", "Jeg fikk feil medisin."]
    looked_at.clear()
    monkeypatch.setattr(screening, "parameters", lambda: {"rules": "others"})
    again(first)
    assert len(looked_at) == 4  # the letter once


def test_a_question_is_due_when_comments_came_or_the_rules_are_others(box, monkeypatch):
    def due():
        with box.database.reading() as session:
            return is_due(session, box.slug, "better")

    assert due()
    give(box, "Bedre mat.")
    screen(box)
    assert not due()
    give(box, "Mer ro.", question="other")
    assert not due()
    give(box, "Mer ro.")
    assert due()
    screen(box)
    monkeypatch.setattr(screening, "parameters", lambda: {"rules": "others"})
    assert due()


def test_the_long_part_writes_nothing(box):
    give(box, "Eg orka ikkje leve lenger.")
    steps = []
    with box.database.reading() as session:
        screening.propose(session, box.slug, "better", progress=lambda *step: steps.append(step), made_on=SATURDAY)
        assert screenings.standing(session, box.slug, "better") is None
        assert harm_readings.undecided(session, box.slug) == 0
    assert [step[0] for step in steps] == sorted(step[0] for step in steps)
    assert steps[-1][:2] == (1, 1)
