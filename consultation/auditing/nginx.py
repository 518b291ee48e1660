"""Whether a reverse proxy in front of us is set so that it writes down neither visits nor what they said."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from consultation.auditing.findings import Finding, judged, not_seen

_SUBJECT = "The reverse proxy writes no visit down"
_DIRECTIVE = re.compile(
    r"(?:^|[;{}\s])(access_log|error_log|client_body_buffer_size|client_body_in_file_only)\s+([^;]+);"
)
_QUIET = {"crit", "alert", "emerg"}
_LARGEST_BODY = 256 * 1024
_UNITS = {"k": 1024, "m": 1024 * 1024}


def findings(named: Path | None) -> Iterator[Finding]:
    """What its configuration says: in a file that was named, or as the nginx of this machine has read it."""
    told = named.read_text("utf-8", "replace") if named else _as_read()
    if told is None:
        yield not_seen(
            _SUBJECT,
            "No nginx was found here. Name its configuration with --nginx, or the log's directory with --logs.",
        )
    else:
        yield judged(_SUBJECT, troubles(told), "Its access log is off, its error log keeps what is critical alone.")


def troubles(configuration: str) -> Iterator[str]:
    """What is wrong with a configuration, each with its remedy (nginx, core and log modules)."""
    plain = re.sub(r"#[^\n]*", "", configuration)
    said: dict[str, list[str]] = {}
    for name, value in _DIRECTIVE.findall(plain):
        said.setdefault(name, []).append(value.strip())
    if "access_log" not in said:
        yield "access_log is not named, so nginx keeps one. Write `access_log off;`."
    for value in said.get("access_log", []):
        if value != "off":
            yield f"access_log is {value.split()[0]}. Write `access_log off;`."
    if "error_log" not in said:
        yield "error_log is not named, so addresses of failing requests are kept. Write `error_log /dev/null crit;`."
    for value in said.get("error_log", []):
        where, *level = value.split()
        if where != "/dev/null" and not set(level) & _QUIET:
            yield f"error_log {value} keeps addresses and pages of failing requests. Raise its level to crit."
    if not any(_bytes(value) >= _LARGEST_BODY for value in said.get("client_body_buffer_size", [])):
        yield "client_body_buffer_size is under 256k: answers would be written to a temporary file in clear."
    if any(value != "off" for value in said.get("client_body_in_file_only", [])):
        yield "client_body_in_file_only writes every answer to a file in clear. Leave it out."


def _as_read() -> str | None:
    program = shutil.which("nginx")
    if program is None:
        return None
    run = subprocess.run([program, "-T"], capture_output=True, text=True, check=False, timeout=20)
    return run.stdout if run.returncode == 0 else None


def _bytes(value: str) -> int:
    size = re.fullmatch(r"(\d+)([kKmM]?)", value)
    return int(size[1]) * _UNITS.get(size[2].lower(), 1) if size else 0
