"""Our promises hold in every line of our own source, and each rule catches what it is for."""

import re
from pathlib import Path

import pytest

from tests.architecture.rules import RULES, Rule

ROOT = Path(__file__).parents[2]
CONSULTATION = ROOT / "consultation"
IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|indexedDB|document\.cookie"
    r"|sendBeacon|WebSocket|EventSource|navigator\.(?!clipboard\.writeText)|performance\.|serviceWorker|https?://(?!www\.w3\.org/)"
)
IN_TEMPLATES = re.compile(
    r"\|\s*safe\b|autoescape\s+false|<style\b|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|\{\{[^}]*request\."
)
OUTBOUND = re.compile(r"<a\b[^>]*href=\"(?:https?:|\{\{ [^}]*(?:\burl\b|contact))[^>]*>")


@pytest.mark.parametrize("rule", RULES, ids=[rule.promise for rule in RULES])
def test_the_source_keeps(rule: Rule):
    broken = [
        place
        for path in sorted(CONSULTATION.rglob("*.py"))
        for place in rule.broken(path.relative_to(CONSULTATION).as_posix(), path.read_text("utf-8"))
    ]
    assert broken == []


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule in RULES for line in rule.breaks])
def test_a_rule_catches_what_it_is_for(rule: Rule, line: str):
    for place in rule.inside:
        assert rule.broken(f"{place}something.py", line), place


@pytest.mark.parametrize("rule", RULES, ids=[rule.promise for rule in RULES])
def test_no_rule_has_an_exception_that_nothing_needs(rule: Rule):
    strict = Rule(rule.promise, rule.finds, rule.breaks, rule.inside)
    for module in rule.but:
        assert strict.broken(module, (CONSULTATION / module).read_text("utf-8")), module


def _breaking(pattern: re.Pattern[str], folder: str, ending: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / folder).rglob(f"*{ending}"))
        if "vendor" not in path.parts
        for found in pattern.finditer(path.read_text("utf-8"))
    ]


def test_no_script_keeps_writes_or_reports_anything_by_a_way_of_its_own():
    assert _breaking(IN_SCRIPTS, "static/js", ".js") == []
    for line in (
        "x.innerHTML = a",
        "eval(a)",
        "localStorage.a = 1",
        "navigator.sendBeacon(a)",
        "fetch('https://a.no')",
    ):
        assert IN_SCRIPTS.search(line)


def test_no_template_passes_by_the_escaping_or_holds_a_script():
    assert _breaking(IN_TEMPLATES, "templates", ".html") == []
    for line in (
        "{{ a|safe }}",
        "{% autoescape false %}",
        '<p onclick="a">',
        "<script>",
        "{{ request.path }}",
        "<p style=a>",
    ):
        assert IN_TEMPLATES.search(line)


def test_every_link_to_another_site_tells_it_nothing():
    outbound = [
        found[0]
        for path in (ROOT / "templates").rglob("*.html")
        for found in OUTBOUND.finditer(path.read_text("utf-8"))
    ]
    assert len(outbound) >= 4
    assert [link for link in outbound if 'rel="noreferrer noopener"' not in link] == []
