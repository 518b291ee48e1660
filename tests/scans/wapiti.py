"""Wapiti (GPL-2.0) attacks every parameter of every address and form that it is given; it follows no link."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.scans.findings import Finding, Scanned
from tests.scans.programs import run
from tests.scans.target import Target

NAME = "wapiti"
# Without those that need a database from elsewhere (wapp, nikto, wp_enum, htp, cms) or an address in the world (log4shell, takeover).
MODULES = (
    "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods", "permanentxss", "redirect",
    "sql", "ssrf", "upload", "xss", "xxe",
)  # fmt: skip
QUICK = ("csp", "redirect", "sql", "xss")
LONGEST_CRAWL = 120  # seconds, for asking once for each address
LONGEST_ATTACK = 600  # seconds for each module; the longest took 93 on four idle cores, 230 where seven others worked
KINDS = ("vulnerabilities", "anomalies", "additionals")
PORT = re.compile(r"https?://127\.0\.0\.1:\d+")


def scan(target: Target, folder: Path, modules: tuple[str, ...] = MODULES) -> Scanned:
    """Attack what a target lists; a module that was cut short, and an address that was never asked for, is a finding."""
    folder.mkdir(parents=True, exist_ok=True)
    report, log, listed = folder / "wapiti.json", folder / "wapiti.log", folder / "forms.json"
    listed.write_text(json.dumps(_forms(target)), "utf-8")
    words = [
        "--url", target.url(target.start), "--scope", "domain", "--module", ",".join(modules), "--no-bugreport",
        "--format", "json", "--output", str(report), "--log", str(log), "--verbose", "2", "--flush-session",
        "--store-session", str(folder / "session"), "--store-config", str(folder / "configuration"), "--tasks", "4",
        "--max-scan-time", str(LONGEST_CRAWL), "--max-attack-time", str(LONGEST_ATTACK),
        "--depth", "0", "--swagger", str(listed),
    ]  # fmt: skip
    for name in target.left_alone:
        words += ["--skip", name]
    for path in target.excluded:
        words += ["--exclude", target.url(path)]
    for path in target.gets:
        words += ["--start", target.url(path)]
    if target.cookie:
        words += ["--cookie-value", target.cookie]
    run(NAME, words, folder)
    said = log.read_text("utf-8", "replace")
    requests = len(re.findall(r"\b(?:GET|POST|PUT|OPTIONS|PATCH|HEAD) http", said))
    return Scanned(
        NAME,
        requests,
        "requests",
        tuple(_findings(json.loads(report.read_text("utf-8")))) + _cut(said) + _unasked(target, said),
    )


def _forms(target: Target) -> dict[str, object]:
    """The forms with a value for each field, in OpenAPI 2.0: of 3.0 wapiti leaves a form's body as it is."""
    paths: dict[str, dict[str, object]] = {}
    for form in target.forms:
        place = "query" if form.method.upper() == "GET" else "formData"
        fields = [{"name": name, "in": place, "type": "string", "default": value} for name, value in form.fields]
        paths.setdefault(form.path, {})[form.method.lower()] = {"parameters": fields, "responses": {}}
    there = urlsplit(target.address)
    told = {"host": there.netloc, "schemes": [there.scheme], "basePath": "/"}
    return {"swagger": "2.0", "info": {"title": "Forms", "version": "1"}, **told, "paths": paths}


def _findings(report: dict[str, dict[str, list[dict[str, str]]]]) -> list[Finding]:
    return [
        Finding(NAME, name, f"{each['method']} {each['path']}", PORT.sub("", each["info"]))
        for kind in KINDS
        for name, found in report.get(kind, {}).items()
        for each in found
    ]


def _unasked(target: Target, said: str) -> tuple[Finding, ...]:
    """The addresses that it left out, against our word."""
    paths = {urlsplit(path).path for path in (*target.gets, *(form.path for form in target.forms))} - {*target.excluded}
    return tuple(
        Finding(NAME, "not tried", path)
        for path in sorted(paths)
        if f"[+] GET {target.url(path)}" not in said and f"[+] POST {target.url(path)}" not in said
    )


def _cut(said: str) -> tuple[Finding, ...]:
    cut = re.findall(r"Max (\w+) time was reached(?: for module (\w+))?", said)
    return tuple(
        Finding(NAME, "cut short", module or kind, "not all that it would try was tried") for kind, module in cut
    )
