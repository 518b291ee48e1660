"""Schemathesis (MIT) makes up requests by a site's description, right ones and wrong ones, and looks at what comes back."""

import json
from pathlib import Path

from tests.scans.findings import Finding, Scanned
from tests.scans.openapi import described
from tests.scans.programs import run
from tests.scans.target import Target

NAME = "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance"
EXAMPLES = 80  # made up for each address and method, beside those that cover every limit of the description


def scan(target: Target, folder: Path, examples: int = EXAMPLES) -> Scanned:
    """Try every address and form of a target."""
    folder.mkdir(parents=True, exist_ok=True)
    description, report = folder / "openapi.json", folder / "schemathesis.ndjson"
    description.write_text(json.dumps(described(target)), "utf-8")
    words = [
        "run", str(description), "--url", target.address, "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
        "--max-examples", str(examples), "--seed", "1", "--workers", "1", "--continue-on-failure", "--no-shrink",
        "--suppress-health-check", "all", "--generation-database", "none", "--max-redirects", "0", "--warnings", "off",
        "--report", "json,ndjson", "--report-dir", str(folder), "--report-json-path", str(folder / "schemathesis.json"),
        "--report-ndjson-path", str(report), "--no-color",
    ]  # fmt: skip
    if target.cookie:
        words += ["--header", f"Cookie: {target.cookie}"]
    run(NAME, words, folder)
    told = json.loads((folder / "schemathesis.json").read_text("utf-8"))
    findings = [
        *(Finding(NAME, each["type"], of, each["title"]) for each in told["failures"] for of in each["operations"]),
        *(Finding(NAME, "error", str(each.get("operation", "")), str(each)) for each in told["errors"]),
    ]
    if not told["complete"] or told["operations"]["tested"] < told["operations"]["total"]:
        findings.append(Finding(NAME, "cut short", "", f"{told['stop_reason']}, {told['operations']}"))
    return Scanned(NAME, told["test_cases"]["generated"], "requests", tuple(findings))
