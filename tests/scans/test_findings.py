"""A finding is open unless it stands in the public list, and the list holds nothing that nobody needs."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scans.__main__ import PLANTED, SCANNERS
from tests.scans.canary import FORMS, GETS, START, canary
from tests.scans.findings import Accepted, Finding, accepted, still_open
from tests.scans.openapi import ANSWERS, described
from tests.scans.site import still_let_in
from tests.scans.target import Target

ROOT = Path(__file__).parents[2]
XSS = Finding("wapiti", "Reflected Cross Site Scripting", "GET /nb/", "in a parameter")
REASON = "this one is written for a test alone"


def test_a_finding_that_nobody_accepted_is_open():
    assert still_open([XSS], []) == [str(XSS)]
    assert "GET /nb/" in str(XSS)


def test_an_accepted_one_is_not_and_covers_no_other():
    exception = Accepted("wapiti", "Reflected Cross Site Scripting", "GET /nb/*", REASON)
    assert still_open([XSS], [exception]) == []
    for other in (
        Finding("sqlmap", XSS.rule, XSS.where),
        Finding("wapiti", "SQL Injection", XSS.where),
        Finding("wapiti", XSS.rule, "POST /nb/"),
    ):
        assert str(other) in still_open([XSS, other], [exception])


def test_an_exception_that_nothing_needs_is_an_error():
    exception = Accepted("wapiti", "Reflected Cross Site Scripting", "GET /nn/*", REASON)
    assert len(still_open([XSS], [exception])) == 2
    assert "nothing needs" in still_open([], [exception])[0]


@pytest.mark.parametrize(("why", "refusal"), [("because", ValueError), (None, TypeError)])
def test_an_exception_without_a_reason_is_refused(tmp_path, why, refusal):
    listed = tmp_path / "accepted.toml"
    reason = f'why = "{why}"' if why else ""
    listed.write_text(f'[[accepted]]\nscanner = "a"\nrule = "b"\nwhere = "*"\n{reason}\n', "utf-8")
    with pytest.raises(refusal):
        accepted(listed)


def test_the_public_list_can_be_read_and_names_scanners_that_there_are():
    known = {*SCANNERS, "bandit", "semgrep", "tour", "server"}
    assert {one.scanner for one in accepted()} <= known


def test_every_rule_of_ours_is_seen_to_be_broken_before_it_is_trusted():
    rules = {
        name
        for path in (ROOT / "tests" / "scans" / "rules").glob("*.yml")
        for name in re.findall(r"- id: (\S+)", path.read_text("utf-8"))
    }
    assert len(rules) >= 9
    assert rules == {rule for scanner, rule in PLANTED if scanner == "semgrep"}


def test_every_scanner_is_shown_a_planted_fault_and_pinned_with_hashes():
    assert {scanner for scanner, _ in PLANTED} == {*SCANNERS, "bandit", "semgrep"}
    for scanner in {"semgrep", *SCANNERS} - {"rough"}:  # that one is ours
        pinned = (ROOT / "requirements" / f"scan-{scanner}.txt").read_text("utf-8")
        packages = re.findall(r"^[a-z0-9][^\s=]*==", pinned, re.MULTILINE)
        assert packages
        assert len(re.findall(r"==[^\n]*\\\n\s+--hash=sha256:", pinned)) == len(packages)


def test_a_scan_that_lost_its_way_in_is_noticed():
    with canary() as target:
        assert still_let_in(target)
        assert not still_let_in(replace(target, cookie="staff=of-yesterday"))
        assert still_let_in(replace(target, cookie=""))


def test_the_description_knows_every_address_and_form_but_the_excluded_and_allows_no_failure():
    told = described(Target("http://localhost", START, GETS, FORMS, excluded=("/nb/weeks",)))
    assert set(told["paths"]) == {
        "/{language}/",
        "/nb/echo",
        "/nb/onwards",
        "/nb/count",
        "/nb/find",
        "/nb/words",
    }
    assert not any(code.startswith("5") for code in ANSWERS)
