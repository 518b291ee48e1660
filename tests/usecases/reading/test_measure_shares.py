"""Shares rest on what chance chose and people read; nothing that could point at somebody is in what is kept of them."""

import json
import secrets

import pytest

from consultation.privacy.anonymise import AnonymousResponse
from consultation.reporting.catalogue import Catalogue
from consultation.reporting.measured import how_measured
from consultation.reporting.shares import ALL, EVERYBODY, Shares
from consultation.reporting.summary import MeasuredShares
from consultation.storage import responses
from consultation.storage.keys import KeyRing
from consultation.storage.reading import codebooks, measurements
from consultation.themes.book.codebook import Accept, Rename
from consultation.themes.coding.queue import audit_order
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.compose_report import compose_report
from consultation.usecases.reading.measure_shares import NothingRead, measure_shares
from consultation.usecases.reading.review_themes import review_themes
from consultation.usecases.reading.tell_staleness import newest_shares
from tests.boxes import TODAY, Box
from tests.judging import judge

SLUG, BETTER, KARI = "waiting", "better", "kari@example.org"
WAITING, FOOD = "ventetid", "mat"
SAID = {
    WAITING: "Jeg ventet {} uker på time, og ingen svarte meg.",
    FOOD: "Maten på avdelingen var kald på dag {} også.",
    "": "Alt gikk bra på avdeling nummer {} denne gangen.",
}


def silent(*_progress):
    return None


@pytest.fixture
def box(sqlite, tmp_path):
    return Box(sqlite, KeyRing(tmp_path / "keys"))


def store(box, said):
    """Store (role, theme, closed answer) each as a response of its own."""
    made = [
        AnonymousResponse(
            secrets.token_bytes(16), box.consultation.fingerprint, role, "web", {"waited": waited},
            {BETTER: SAID[theme].format(at)},
        )
        for at, (role, theme, waited) in enumerate(said)
    ]  # fmt: skip
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, made, "2026-W47")


def prepare(box, said):
    box.open()
    store(box, said)
    with box.database.transaction() as session:
        for name in (WAITING, FOOD):
            decision = Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI, name)
            review_themes(session, box.slug, BETTER, decision, decided_on=TODAY)


def read(box, number, *, order=None):
    """Read comments in the random order, or in one of one's own choice."""
    with box.database.transaction() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
        for at in (order or audit_order)(corpus.keys)[:number]:
            text = corpus.texts[at]
            theme = WAITING if "ventet" in text else FOOD if "Maten" in text else None
            outcome = "coded" if theme else "none"
            judge(session, corpus.keys[at], {theme: True} if theme else {}, outcome=outcome, by=KARI)


def measured(box):
    with box.database.transaction() as session:
        return measure_shares(session, box.slug, BETTER, seed=1, progress=silent, made_on=TODAY)


def shares(box):
    return Shares.from_json(measured(box).body)


def many(patients, leaders=0, *, role="patient"):
    return [
        (role, theme, waited)
        for theme, number in zip((WAITING, FOOD, ""), patients, strict=True)
        for waited in [("yes", "no")[at % 2] for at in range(number)]
    ] + [("leader", FOOD, "yes")] * leaders


def test_where_all_is_read_the_share_is_known_and_has_no_interval(box):
    prepare(box, many((30, 20, 10)))
    read(box, 60)
    everybody = shares(box).by(EVERYBODY)
    assert everybody.shares[WAITING][ALL].kind == "counted"
    assert everybody.shares[WAITING][ALL].share == 0.5


def test_a_share_from_a_part_has_an_interval_around_the_true_one(box):
    prepare(box, many((120, 60, 60)))
    read(box, 100)
    share = shares(box).by(EVERYBODY).shares[WAITING][ALL]
    assert share.kind == "estimated"
    assert 0 < share.low < 0.5 < share.high < 1
    assert share.low < share.share < share.high


def test_comments_that_somebody_picked_are_no_sample(box):
    prepare(box, many((60, 40, 20)))

    def picked(keys):
        return audit_order(keys)[::-1]

    read(box, 40, order=picked)
    with pytest.raises(NothingRead):
        measured(box)


def test_without_a_theme_or_a_read_comment_there_is_nothing_to_measure(box):
    box.open()
    store(box, many((20, 0, 0)))
    with pytest.raises(NothingRead):
        measured(box)


def test_a_group_of_a_few_and_what_a_few_said_are_in_no_byte_of_what_is_kept(box):
    prepare(box, [*many((40, 3, 40)), *many((12, 12, 6), role="next_of_kin"), *many((0, 0, 0), 4)])
    read(box, 117)
    body = measured(box).body
    by_role = Shares.from_json(body).by("role")
    assert "leader" not in json.dumps(body)  # neither that there is any
    assert by_role.shares[FOOD]["patient"].kind == "withheld"  # three of eighty-three
    assert (
        Shares.from_json(body).by(EVERYBODY).shares[FOOD][ALL].kind == "withheld"
    )  # or less the others it tells the three
    assert str(round(3 / 83, 4)) not in json.dumps(body)
    assert all(one.theme != FOOD for one in by_role.differences)


def test_roles_and_the_answers_to_a_closed_question_are_compared(box):
    prepare(box, [*many((60, 10, 10)), *many((10, 40, 30), role="next_of_kin")])
    read(box, 160)
    found = shares(box)
    assert {one.grouping for one in found.grouped} >= {EVERYBODY, "role", "waited"}
    (largest, *_) = [one for one in found.by("role").differences if one.theme == WAITING]
    assert largest.stands
    assert abs(largest.points) == 62.5
    assert not any(one.stands for one in found.by("waited").differences)


def test_the_same_codings_give_the_same_shares(box):
    prepare(box, many((80, 40, 40)))
    read(box, 60)
    assert measured(box).body == measured(box).body


def test_a_campaign_counts_once_where_it_shall(box, monkeypatch):
    prepare(box, many((40, 40, 0)))
    read(box, 80)
    with box.database.reading() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
    copies = {one.key: 1 for one in corpus if "ventet" in one.text}
    monkeypatch.setattr("consultation.usecases.reading.measure_shares.screenings.copies", lambda *_: copies)
    found = shares(box)
    assert found.by(EVERYBODY).shares[WAITING][ALL].share == 0.5
    assert found.without_copies[FOOD].kind == "withheld"  # all but the one: the letter's own share could be worked out
    assert found.without_copies[WAITING].kind == "withheld"


def test_shares_are_out_of_date_when_comments_themes_or_readings_change(box):
    prepare(box, many((40, 30, 30)))
    read(box, 40)
    measured(box)

    def stale():
        with box.database.reading() as session:
            return newest_shares(session, box.slug, BETTER)[1]

    assert stale() == ()
    read(box, 50)
    assert stale() == ("read",)
    with box.database.transaction() as session:
        review_themes(session, box.slug, BETTER, Rename(FOOD, "Mat og ro", KARI, "bedre"), decided_on=TODAY)
    assert set(stale()) >= {"codebook", "read"}
    measured(box)
    assert stale() == ()
    read(box, 50)  # the same is found, and by another version of the codebook
    assert stale() == ("read",)
    store(box, many((1, 0, 0)))
    assert stale() == ("answers", "read")


def test_the_report_shows_no_share_whose_number_it_withholds(box):
    prepare(box, [*many((40, 3, 40)), *many((20, 20, 10), role="next_of_kin")])
    read(box, 133)
    measured(box)
    with box.database.reading() as session:
        report = compose_report(session, box.slug, today=TODAY, language="nb")
    (question,) = [one for one in report.in_words if one.id == BETTER]
    by_role = question.measured.shares.by("role")
    for theme, by_group in by_role.shares.items():
        for group, share in by_group.items():
            shown = group in question.confirmed.counts.columns and theme in question.confirmed.counts.rows
            cell = question.confirmed.counts.cell(theme, group) if shown else None
            assert share.kind == "withheld" or hasattr(cell, "count"), (theme, group)
    assert any(share.kind == "counted" for by_group in by_role.shares.values() for share in by_group.values())


def test_only_the_newest_measurement_is_kept(box):
    prepare(box, many((40, 30, 30)))
    read(box, 40)
    measured(box)
    read(box, 60)
    newest = measured(box)
    with box.database.reading() as session:
        kept = measurements.latest(session, box.slug, BETTER, "shares")
        assert Shares.from_json(kept.body) == Shares.from_json(newest.body)
        assert codebooks.current(session, box.slug, BETTER).version == newest.codebook_version


def test_what_could_not_be_decided_is_in_no_share_and_is_told_of(box):
    prepare(box, many((60, 30, 30)))
    read(box, 60)
    with box.database.transaction() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
        for at in audit_order(corpus.keys)[10:22]:
            judge(session, corpus.keys[at], {}, outcome="undecided", by=KARI)
    found = shares(box)
    assert (found.drawn, found.undecided) == (45, 10)  # of 48 and 12
    told = how_measured(MeasuredShares(found, 1, TODAY), Catalogue("nb")).text
    assert "Minst 10 til som ble trukket ut, kunne ikke avgjøres" in told


def test_of_fewer_than_ten_comments_nothing_is_measured(box):
    prepare(box, [*many((4, 0, 0)), *many((0, 4, 0), role="next_of_kin"), *many((0, 0, 0), 4)])
    read(box, 12)
    with pytest.raises(NothingRead):
        measured(box)


def test_a_measurement_of_an_earlier_version_can_still_be_read(box):
    prepare(box, many((40, 30, 30)))
    read(box, 60)
    body = {name: value for name, value in measured(box).body.items() if name != "undecided"}
    assert Shares.from_json(json.loads(json.dumps(body))).drawn == 60
