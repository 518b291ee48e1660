"""Judges pages by two outside measures: axe for what assistive technology meets, html-validate for the markup."""

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import playwright
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).with_name("htmlvalidate.json")
# Playwright's own Node: there wherever the browser tests run, and new enough.
NODE = Path(playwright.__file__).parent / "driver" / "node"


_DRAWN = re.compile(r'(?<=name=")(?:_nonce|_made|csrf_token)" value="[^"]*')
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def obstacles(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong with the page as it stands, one line each; by `only` these rules, or by all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    rules = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": LEVELS}
    options = {"resultTypes": ["violations"], "runOnly": rules}
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def different(pages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of pages that are the same but for what is drawn anew each time, the first."""
    return list({_DRAWN.sub("", source): (name, source) for name, source in reversed(list(pages))}.values())


def mistakes(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """Return what is wrong in the markup of pages, given as name and source; `folder` is a place to write them."""
    for number, (_, source) in enumerate(named := list(pages)):
        (folder / f"{number:03d}.html").write_text(source, "utf-8")
    command = [NODE, VALIDATOR, "--config", RULES, "--formatter", "json", folder / "*.html"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    judged = json.loads(run.stdout)
    assert len(judged) <= len(named), "the validator read more than was written"
    return [
        f"{named[int(Path(each['filePath']).stem)][0]}: {said['ruleId']}: {said['message']} (line {said['line']})"
        for each in judged
        for said in each["messages"]
    ]
