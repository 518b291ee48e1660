"""Bandit (Apache-2.0) and semgrep (LGPL-2.1, with our own rules) read the source; no request is sent."""

import json
import os
import sys
from pathlib import Path

from tests.scans.findings import Finding, Scanned
from tests.scans.programs import ROOT, run

RULES = ROOT / "tests" / "scans" / "rules"
OURS = ("consultation", "wsgi.py", "vendor_hook.py")
PLANTED = """import hashlib, pickle, subprocess
def kept(sent):
    subprocess.run(sent, shell=True)
    return pickle.loads(sent), hashlib.md5(sent)
"""
QUIET = ("--metrics", "off", "--disable-version-check", "--no-git-ignore", "--quiet", "--jobs", "2")


def bandit(folder: Path, places: tuple[Path, ...] = tuple(ROOT / name for name in OURS)) -> Scanned:
    """Read every module with bandit, by the configuration that `make check` uses."""
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "bandit.json"
    words = ["--quiet", "--configfile", str(ROOT / "pyproject.toml"), "--format", "json", "--output", str(report)]
    run("bandit", [*words, "--recursive", *map(str, places)], folder, environment=Path(sys.executable).parent)
    told = json.loads(report.read_text("utf-8"))
    findings = [
        *(Finding("bandit", e["test_id"], f"{_named(e['filename'])}", e["issue_text"]) for e in told["results"]),
        *(Finding("bandit", "not read", _named(each["filename"]), each["reason"]) for each in told["errors"]),
    ]
    return Scanned("bandit", len(told["metrics"]) - 1, "modules", tuple(findings))


def bandit_canary(folder: Path) -> Scanned:
    """Read a module that breaks rules on purpose."""
    folder.mkdir(parents=True, exist_ok=True)
    planted = folder / "planted.py"
    planted.write_text(PLANTED, "utf-8")
    return bandit(folder, (planted,))


def semgrep(folder: Path) -> Scanned:
    """Follow what somebody sent through every module, by our own rules."""
    places = [str(ROOT / name) for name in OURS]
    done = run("semgrep", ["scan", *QUIET, "--json", "--config", str(RULES), *places], folder)
    told = json.loads(done.stdout)
    findings = [
        *(Finding("semgrep", _rule(e["check_id"]), _named(e["path"]), e["extra"]["message"]) for e in told["results"]),
        *(Finding("semgrep", "not read", _named(str(e.get("path", ""))), e["message"]) for e in told["errors"]),
    ]
    return Scanned("semgrep", len(told["paths"]["scanned"]), "files", tuple(findings))


def semgrep_canary(folder: Path) -> Scanned:
    """Let semgrep test our rules on the lines that break them: each line must be caught, and no other."""
    done = run("semgrep", ["scan", "--test", *QUIET[:3], "--json", "--config", str(RULES), str(RULES)], folder)
    told = json.loads(done.stdout)["results"].values()
    checks = {name: check for file in told for name, check in file["checks"].items()}
    caught = [Finding("semgrep", _rule(name), "planted") for name, check in checks.items() if check["passed"]]
    return Scanned("semgrep", len(checks), "rules", tuple(caught))


def _rule(name: str) -> str:
    return name.rpartition(".")[2]


def _named(path: str) -> str:
    return os.path.relpath(path, ROOT)
