"""Whether a reverse proxy in front of us is set so that it writes down neither visits nor what they said."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation.auditing.findings import Finding, judged, not_seen

_SUBJECT = "The reverse proxy writes no visit down"
_NEXT_FILE = re.compile(r"^# configuration file [^\n]*:$", re.MULTILINE)
_PIECES = re.compile(r"""#[^\n]*|[{};]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\$\{|\\.|[^\s{};\\])+""")
_LARGEST_BODY = 256 * 1024
_UNITS = {"k": 1024, "m": 1024 * 1024, "g": 1024 * 1024 * 1024}
_NOWHERE = "/dev/null"
# Left out or off: each writes requests or answers to a file, or sends them elsewhere.
_ONLY_OFF = {
    "client_body_in_file_only": "writes every answer to a file in clear",
    "proxy_store": "writes pages to files, also those that hold what somebody wrote",
    "proxy_cache": "keeps pages in files",
    "mirror": "sends every request to somebody else as well",
}
_CODE = re.compile(r"(?:^|_)(?:by_lua|lua|perl|js|njs)(?:_|$)|^otel_|^opentracing|^opentelemetry")


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: the blocks it stands in, from the outside in, its name and its words."""

    within: tuple[str, ...]
    name: str
    words: tuple[str, ...]


def findings(named: Path | None) -> Iterator[Finding]:
    """What its configuration says: in a file that was named, or as the nginx of this machine has read it."""
    told = named.read_text("utf-8", "replace") if named else _as_read()
    if told is None:
        yield not_seen(
            _SUBJECT,
            "No nginx was found here. Name its configuration with --nginx, or the log's directory with --logs. What another "
            "kind of proxy, a load balancer or a firewall writes down was not looked at.",
        )
    else:
        fine = "Its access log is off, what it says of requests goes to /dev/null, and it keeps no body in a file."
        yield judged(_SUBJECT, troubles(told), fine)


def troubles(configuration: str) -> Iterator[str]:
    """What is wrong with a configuration, each with its remedy (nginx, core, http core, log and proxy modules)."""
    said = list(directives(configuration))
    yield from _logs(said)
    yield from _bodies(said)
    for one in said:
        if one.name in _ONLY_OFF and one.words != ("off",):
            yield f"{one.name} {' '.join(one.words)} {_ONLY_OFF[one.name]}. Leave it out."
        if _CODE.search(one.name):
            yield f"{one.name} runs code or a module that may write down what it sees; that was not looked at."


def _logs(said: list[Directive]) -> Iterator[str]:
    access = [one for one in said if one.name == "access_log"]
    if not any(one.within == ("http",) for one in access):
        yield "access_log is not named in http, so nginx keeps one. Write `access_log off;`."
    for one in access:
        if one.words[:1] != ("off",):
            yield f"access_log is {' '.join(one.words[:1])}. Write `access_log off;`."
    errors = [one for one in said if one.name == "error_log"]
    if not any(one.within == ("http",) for one in errors):
        yield (
            "error_log is not named in http, so addresses and pages of failing requests are kept. "
            "Write `error_log /dev/null emerg;` in http."
        )
    for one in errors:  # outside http it is the log of nginx itself, in which no request is told of
        if one.within and one.words[:1] != (_NOWHERE,):
            yield (
                f"error_log {' '.join(one.words)} keeps addresses and pages of failing requests, at every level. "
                "Write `error_log /dev/null emerg;`."
            )


def _bodies(said: list[Directive]) -> Iterator[str]:
    sizes = [_bytes(one.words[0]) for one in said if one.name == "client_body_buffer_size" and one.words]
    if not sizes or min(sizes) < _LARGEST_BODY:
        yield "client_body_buffer_size is under 256k: answers would be written to a temporary file in clear."
    files = [one for one in said if one.name == "proxy_max_temp_file_size"]
    kept = [one for one in files if one.words[:1] != ("0",)]
    if kept or not any(one.within == ("http",) for one in files):
        yield "proxy_max_temp_file_size is not 0: pages that repeat what somebody wrote may be put in a temporary file."


def directives(configuration: str) -> Iterator[Directive]:
    """Every directive and block; what `nginx -T` tells of a further file stands within http, which is where files are included."""
    main, *included = [part for part in _NEXT_FILE.split(configuration) if part.strip()] or [""]
    yield from _of_file(main, ())
    for part in included:
        yield from _of_file(part, ("http",))


def _of_file(content: str, outside: tuple[str, ...]) -> Iterator[Directive]:
    within, words = outside, list[str]()
    for piece in _PIECES.findall(content):
        if piece.startswith("#"):
            continue
        if piece == ";" and words:
            yield Directive(within, words[0], tuple(words[1:]))
        elif piece == "{" and words:
            yield Directive(within, words[0], tuple(words[1:]))
            within = (*within, words[0])
        elif piece == "}":
            within = within[:-1] if len(within) > len(outside) else within
        else:
            words.append(piece.strip("\"'"))
            continue
        words = []


def _as_read() -> str | None:
    program = shutil.which("nginx")
    if program is None:
        return None
    run = subprocess.run([program, "-T"], capture_output=True, text=True, check=False, timeout=20)
    return run.stdout if run.returncode == 0 else None


def _bytes(value: str) -> int:
    size = re.fullmatch(r"(\d+)([kKmMgG]?)", value)
    return int(size[1]) * _UNITS.get(size[2].lower(), 1) if size else 0
