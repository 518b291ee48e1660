"""A report of what is really stored: people's decisions and a machine's suggestions apart, quotes from large groups only."""

import secrets
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from consultation.privacy.anonymise import AnonymousResponse
from consultation.reporting.formats import html, pdf
from consultation.reporting.tables import Rounded
from consultation.storage import consultations, responses
from consultation.storage.keys import KeyRing
from consultation.storage.reading import runs, suggestions
from consultation.storage.reading.runs import Run, Shown
from consultation.storage.tables import CampaignCopyRow
from consultation.themes.book.codebook import Accept, Suggested
from consultation.themes.finding.candidates import CandidateTheme, Example
from consultation.themes.reading.passages import Passage
from consultation.usecases.compose_report import UnknownConsultation, compose_report, confirmed_at_least
from consultation.usecases.reading.make_theme import fill_theme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, Box
from tests.judging import judge
from tests.reporting import reading

SLUG = "waiting"
WAITING, FOOD = "Ventetid", "Mat"


@pytest.fixture
def stored(sqlite, tmp_path):
    """Sixty patients on waiting, eleven on food, two leaders; half of the patients also answered with options."""
    box = Box(sqlite, KeyRing(tmp_path / "keys"))
    opened = box.open()
    said = [("patient", f"Ventetid er verst, og det nummer {n} i rekken.") for n in range(60)]
    said += [("patient", f"Maten var god den dagen jeg fikk {n} skiver.") for n in range(11)]
    said += [("leader", f"Vi mangler folk i ledd {n} av kjeden her.") for n in (8, 9)]
    with sqlite.transaction() as session:
        new = [_response(opened.fingerprint, role, text, at) for at, (role, text) in enumerate(said)]
        responses.add_batch(session, SLUG, new, "2026-W47")
    return sqlite


def _response(definition, role, text, at):
    answers = {"waited": "yes" if at % 3 else "no"} if at < 50 else {}
    return AnonymousResponse(secrets.token_bytes(16), definition, role, "web", answers, {"better": text})


def _keys(session, word):
    return {one.key: one for one in responses.corpus(session, SLUG, "better") if one.text.startswith(word)}


def _discovered(database):
    """A run that finds two groups, as the machine stores it."""
    with database.transaction() as session:
        groups = [list(_keys(session, word)) for word in ("Vente", "Mat")]
        candidates = tuple(
            CandidateTheme(name, (name,), len(keys), 0.5, (Example(0, Passage(0, 8)),))
            for name, keys in zip(("hemmelig ord fra en kommentar", "mat skiver"), groups, strict=True)
        )
        shown = tuple(tuple(Shown(key, Passage(0, 8)) for key in sorted(keys)[:3]) for keys in groups)
        key = runs.next_key(session, SLUG, "better", "discover")
        run = Run(key, "better", "discover", 7, {}, {}, "0" * 64, TODAY, 73, 0, candidates, shown)
        runs.add(session, SLUG, run)
        runs.label(session, key, ((one, at, 0.1) for at, keys in enumerate(groups) for one in keys))
    return run


def _accept(database, candidate, name):
    with database.transaction() as session:
        return review_themes(session, SLUG, "better", Accept(candidate, "kari", name=name), decided_on=TODAY)


def _confirm(database, word, theme, how_many):
    with database.transaction() as session:
        for key in sorted(_keys(session, word))[:how_many]:
            judge(session, key, {theme: True}, outcome="coded", by="kari")


def _composed(database, language="nb"):
    with database.reading() as session:
        return compose_report(session, SLUG, today=date(2026, 11, 21), language=language)


def _better(composed):
    return next(one for one in composed.in_words if one.id == "better")


def _text(composed, language="nb"):
    return html.write(composed, language).decode()


def test_a_consultation_that_is_not_there_has_no_report(stored):
    with stored.reading() as session, pytest.raises(UnknownConsultation):
        compose_report(session, "nowhere", today=TODAY, language="nb")


def test_before_anyone_decided_it_tells_who_answered_and_nothing_of_what_a_machine_found(stored):
    _discovered(stored)
    text = _text(_composed(stored))
    assert ">71<" in text  # patients; two leaders are not told of
    assert "minst 70" in text  # how they came in, rounded
    assert "hemmelig" not in text
    assert "Ventetid er verst" not in text


def test_the_channels_tell_neither_of_roles_that_are_too_small_nor_of_the_few_that_came_another_way(stored):
    assert _composed(stored).channels == (("web", Rounded(70)),)
    with stored.transaction() as session:
        late = replace(
            _response(consultations.find(session, SLUG).fingerprint, "patient", "Sent.", 99), channel="letter"
        )
        responses.add_batch(session, SLUG, [late], "2026-W48")
    assert _composed(stored).channels == ()


def test_an_accepted_candidate_is_told_at_once_and_marked_as_the_machines_grouping(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    question = _better(_composed(stored))
    assert question.confirmed is None
    assert [theme.name for theme in question.suggested.themes] == [WAITING]
    text = _text(_composed(stored))
    assert text.index('class="machine"') < text.index(WAITING)
    assert ">60<" in text
    assert "hemmelig" not in text
    assert "skiver" not in text


def test_quotes_beside_a_machines_group_are_only_those_the_team_saw(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    with stored.reading() as session:
        seen = {_keys(session, "Vente")[one.comment].text for one in run.examples[0]}
    quotes = {quote.text for theme in _better(_composed(stored)).suggested.themes for quote in theme.quotes}
    assert quotes
    assert quotes <= seen


def test_what_people_confirmed_is_counted_apart_and_as_the_least_it_can_be(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 12)
    composed = _composed(stored)
    confirmed = _better(composed).confirmed
    assert confirmed.partial
    assert confirmed.counts.cell("ventetid", "patient").count == 12
    assert "≥\N{NO-BREAK SPACE}17\N{NO-BREAK SPACE}%" in _text(composed)
    assert _better(composed).coverage.read.at_least == 10


def test_the_number_of_a_theme_that_came_late_is_the_least_it_can_be_although_all_was_read_before(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 60)
    with stored.transaction() as session:
        for key in [*_keys(session, "Maten"), *_keys(session, "Vi")]:
            judge(session, key, {}, outcome="none", by="kari@example.org")
    assert not _better(_composed(stored)).confirmed.partial
    _accept(stored, run.candidates[1], FOOD)
    with stored.transaction() as session:
        fill_theme(session, SLUG, "better", list(_keys(session, "Maten"))[:10], theme="mat", by="kari@example.org")
    confirmed = _better(_composed(stored)).confirmed
    assert confirmed.counts.cell("mat", "patient").count == 10
    assert confirmed.partial, "nobody has asked whether the other sixty speak of food"


def test_suggestions_for_comments_that_are_read_are_not_suggestions_any_more(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    with stored.transaction() as session:
        assigned = replace(run, key=runs.next_key(session, SLUG, "better", "assign"), kind="assign", seed=8)
        runs.add(session, SLUG, assigned)
        one = Suggested("ventetid", 0.9, assigned.key, Passage(0, 8))
        suggestions.suggest(session, SLUG, "better", [(key, one) for key in _keys(session, "Vente")])
    _confirm(stored, "Vente", "ventetid", 12)
    question = _better(_composed(stored))
    assert question.suggested.counts.cell("ventetid", "patient").count == 48
    assert question.run.kind == "assign"


@pytest.mark.parametrize(("confirmed", "quoted"), [(9, False), (10, True)])
def test_nobody_is_quoted_from_a_group_of_fewer_than_ten(stored, confirmed, quoted):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", confirmed)
    theme = _better(_composed(stored)).confirmed.themes[0]
    assert bool(theme.quotes) is quoted


def test_a_theme_confirmed_by_few_is_not_told_in_numbers(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[1], FOOD)
    _confirm(stored, "Mat", "mat", 4)
    composed = _composed(stored)
    assert _better(composed).confirmed is None
    read = reading.html(_text(composed).encode())
    assert all(number >= 5 for cell in read.cells for number in reading.numbers(cell.text))


def test_no_number_beside_the_report_counts_a_role_that_the_report_does_not_tell_of(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 9)
    _confirm(stored, "Vi mangler", "ventetid", 1)
    with stored.reading() as session:
        assert confirmed_at_least(session, SLUG, "better") == {"ventetid": 5}  # not ten: the report tells of nine


def test_the_same_state_gives_the_same_bytes(stored):
    _accept(stored, _discovered(stored).candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 30)
    assert pdf.write(_composed(stored), "nb") == pdf.write(_composed(stored), "nb")
    assert html.write(_composed(stored), "nb") == html.write(_composed(stored), "nb")


def test_no_copy_of_a_letter_is_quoted_for_it_holds_its_senders_name(stored):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 30)
    (before,) = _better(_composed(stored)).confirmed.themes
    assert before.quotes
    with stored.transaction() as session:
        session.add_all(CampaignCopyRow(comment=key, campaign=1) for key in _keys(session, "Vente"))
    (after,) = _better(_composed(stored)).confirmed.themes
    assert after.quotes == ()
    assert all(theme.quotes == () for theme in _better(_composed(stored)).suggested.themes)


def test_quotes_are_drawn_by_their_words_not_by_their_keys(stored):
    """The same comments under other random keys give the same quotes."""
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    _confirm(stored, "Vente", "ventetid", 60)
    first = [quote.text for quote in _better(_composed(stored)).confirmed.themes[0].quotes]
    with stored.transaction() as session:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for key in _keys(session, "Vente"):
            new = secrets.token_bytes(16)
            for held in (
                "comment SET key",
                "confirmation SET comment",
                "reading SET comment",
                "candidate_label SET comment",
            ):
                where = held.split()[-1]
                session.execute(text(f"UPDATE {held} = :new WHERE {where} = :old"), {"new": new, "old": key})
    assert [quote.text for quote in _better(_composed(stored)).confirmed.themes[0].quotes] == first
    assert len(first) == 3


def test_those_who_left_a_closed_question_out_are_in_the_table_or_hidden(stored):
    waited = next(one for one in _composed(stored).closed if one.id == "waited")
    assert waited.counts.size("patient").count == 50
    assert [option for option, _ in waited.options] == ["yes", "no"]
    assert "leader" not in waited.counts.columns


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
def test_it_can_be_written_in_every_language(stored, language):
    run = _discovered(stored)
    _accept(stored, run.candidates[0], WAITING)
    composed = _composed(stored, language)
    assert pdf.write(composed, language).startswith(b"%PDF")
    assert f'<html lang="{language}">' in _text(composed, language)
