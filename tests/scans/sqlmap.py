"""sqlmap (GPL-2.0) tries every field of every form, every name in a query and every variable part of an address for SQL."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.scans.findings import Finding, Scanned
from tests.scans.openapi import VARIABLE
from tests.scans.programs import run
from tests.scans.target import Form, Target

NAME = "sqlmap"
AT_ONCE = 3
TECHNIQUE = "BEU"  # by a yes or no, by an error, by a union; not by time, which a busy machine tells wrongly
FOUND = re.compile(r"^Parameter: (.+)$", re.MULTILINE)
TRIED = re.compile(r"does not seem to be injectable|^Parameter: ", re.MULTILINE)


def scan(target: Target, folder: Path) -> Scanned:
    """Try whatever of a target takes words; a place where nothing could be tried is a finding."""
    places = [*_addresses(target), *_bodies(target)]
    with ThreadPoolExecutor(AT_ONCE) as several:
        numbered = [(folder / f"{number:03d}", *place) for number, place in enumerate(places)]
        done = list(several.map(lambda one: _try(target, *one), numbered))
    return Scanned(NAME, sum(each.looked_at for each in done), "requests", sum((each.findings for each in done), ()))


def _addresses(target: Target) -> list[tuple[str, list[str]]]:
    """Each kind of address: once for the names in its query, once for its variable parts (which `*` points at)."""
    found: dict[str, list[str]] = {}
    for path in dict.fromkeys([*target.gets, *(form.path for form in target.forms if form.method.upper() == "GET")]):
        there = urlsplit(path)
        if there.query:
            names = "&".join(dict.fromkeys(name for name, _ in parse_qsl(there.query, keep_blank_values=True)))
            found[f"GET {there.path}?{names}"] = ["--url", target.url(path)]
        pointed = _pointed(there.path)
        if pointed != there.path:
            found[f"GET {there.path}"] = ["--url", target.url(pointed)]
    return list(found.items())


def _bodies(target: Target) -> list[tuple[str, list[str]]]:
    """Each form: what a person fills in, and the variable parts of its address."""
    found = []
    for form in target.forms:
        if form.path in target.excluded or not form.own_words:
            continue
        if form.method.upper() == "GET":
            found.append((f"GET {form.path} form", ["--url", f"{target.url(form.path)}?{form.body}"]))
        else:
            words = ["--url", target.url(form.path), "--data", form.body, "-p", ",".join(_kinds(form))]
            found.append((f"POST {form.path}", words))
    return found


def _kinds(form: Form) -> list[str]:
    return [name for name in form.own_words if name.isprintable() and "," not in name]


def _pointed(path: str) -> str:
    return re.sub(rf"/({'|'.join(VARIABLE)})(?=/|$)", r"/\1*", path)


def _try(target: Target, folder: Path, where: str, words: list[str]) -> Scanned:
    traffic = folder / "traffic.txt"
    folder.mkdir(parents=True)
    own = [
        "--batch", "--disable-coloring", "--flush-session", "--dbms", "SQLite", "--technique", TECHNIQUE, "--threads", "1",
        "--ignore-redirects", "--ignore-code", "*", "--output-dir", str(folder), "-t", str(traffic), "--timeout", "60", "--drop-set-cookie",
        *(["--cookie", target.cookie] if target.cookie else []),
    ]  # fmt: skip
    said = run(NAME, [*words, *own], folder).stdout
    findings = [Finding(NAME, "SQL injection", where, name) for name in FOUND.findall(said)]
    if not TRIED.search(said):
        findings.append(Finding(NAME, "not tried", where, said[-300:]))
    requests = traffic.read_text("utf-8", "replace").count("HTTP request [") if traffic.exists() else 0
    return Scanned(NAME, requests, "requests", tuple(findings))
