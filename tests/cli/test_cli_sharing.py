"""Shares on the command line are those that the report may tell, in its words."""

import json

from consultation.cli.instance import Instance
from consultation.storage import responses
from consultation.storage.reading import measurements
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.cli.test_cli_theming import answered
from tests.judging import judge

__all__ = ["answered"]

SLUG, QUESTION, KARI = "waiting-times", "feel-safe", "kari@example.org"


def read(database, speaking):
    """Read every comment: the travels of some, and what many waited for."""
    with database.transaction() as session:
        for name in ("Reise", "Beskjed"):
            decision = Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI, name)
            review_themes(session, SLUG, QUESTION, decision, decided_on=TODAY)
        for comment in responses.corpus(session, SLUG, QUESTION):
            theme = "beskjed" if "beskjed" in comment.text else None
            if "Reisen" in comment.text and speaking:
                theme, speaking = "reise", speaking - 1
            judge(session, comment.key, {theme: True} if theme else {}, outcome="coded" if theme else "none", by=KARI)


def test_no_share_is_told_that_the_report_withholds(answered, run, instance):
    database = Instance(instance).database
    read(database, 3)
    run("shares", SLUG, QUESTION, "--measure")
    with database.transaction() as session:
        kept = measurements.latest(session, SLUG, QUESTION, "shares")
        for one in kept.body["grouped"]:  # as a measurement of another sample might have it
            for by_group in one["shares"].values():
                by_group |= {group: {"kind": "counted", "share": 0.3217} for group in by_group}
        measurements.keep(session, SLUG, QUESTION, kept)
    told = run("shares", SLUG, QUESTION).output
    assert "Reise: not shown" in told
    assert "Beskjed: 32% all are read" in told
    assert json.dumps(answered("shares", SLUG, QUESTION)).count("0.3217") == 2  # over everybody, and of patients
