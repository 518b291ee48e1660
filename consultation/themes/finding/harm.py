"""Possible harm is raised to the top, however few write of it: by rules that anybody can read, and that say why."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from consultation.themes.finding.phrases import Phrase, phrase
from consultation.themes.reading.passages import Passage

Kind = Literal["suicide", "danger", "violence", "safety"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Suicide and self-harm, danger to life, abuse and violence, patient-safety event: in the order in which they are shown."""
RULES = Path(__file__).parent / "harm_rules"

_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"[\w']+")
_NOT = r"ikke|ikkje|ike|ikje|aldri|ingen|inga|uten|utan|neppe|verken|korkje|neither|never|not|no|none|nobody|no one|without|don't|didn't|haven't|hasn't|wasn't"
_FILLERS = (
    r"hatt|har|hadde|tenkt|tenkte|tenker|tenkjer|tanker|tankar|om|på|å|noen|noe|nokon|noko|gang|vært|vore|blitt|blei|vorte|ble|vart|ble|blir|"
    r"vert|er|var|bli|brukt|utsatt|utsett|for|av|med|any|had|been|was|were|is|thoughts?|thought|of|about|the|slags|form|vold eller|vald eller|violence or|one|tegn|sign|signs|til|til at|"
    r"thinking|verken|korkje|plan|planer|planar"
)
_NEGATED = re.compile(rf"\b(?:{_NOT})\s+(?:(?:{_FILLERS})\s+){{0,6}}\Z", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:sp[uø]r\w*|nemn\w*|nevn\w*|snakk\w*|fortal\w*|fortel\w*|ask\w*|mention\w*|talk\w*|told|tell\w*)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(rf"\b(?:{_NOT})\s+(?:bare|berre|only|just|kun)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is for and why, the phrases it looks for, and those that take a find away in the same sentence.

    Where it has phrases ``beside``, one of them must stand in that sentence too: a sign, and that nobody came.
    ``mention`` rules are for bare words and do not count in a sentence about prevention, training or work; a "not" right
    before a find takes it away unless ``negated`` is False. ``example`` is a sentence that the rule must find.
    """

    id: str
    kind: Kind
    why: str
    example: str
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    beside: tuple[Phrase, ...]
    mention: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A rule as it is told to people: its id and kind, why it is there, and an example; in English, as it was written."""

    id: str
    kind: Kind
    why: str
    example: str


@dataclass(frozen=True, slots=True)
class Harm:
    """What a rule found: the kind of harm, the rule's id, and the words themselves as a span of the comment."""

    kind: Kind
    rule: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Raised:
    """A comment to be read first: its position among the texts, and everything that was found in it."""

    comment: int
    harms: tuple[Harm, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that were found, the most urgent first."""
        return tuple(kind for kind in KINDS if any(harm.kind == kind for harm in self.harms))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every language, in the order of the files."""
    return tuple(rule for path in sorted(RULES.glob("*.toml")) for rule in _rules_of(path))


@cache
def told() -> tuple[Told, ...]:
    """Every rule as it is told, in the order of ``rules``; a web process need not make their thousand patterns for it."""
    return tuple(
        Told(one["id"], one["kind"], one["why"], one["example"])
        for path in sorted(RULES.glob("*.toml"))
        for one in tomllib.loads(path.read_text("utf-8"))["rules"]
    )


def harms(text: str) -> tuple[Harm, ...]:
    """Everything in a comment that may tell of harm, in the order of the words; one find for each rule and sentence.

    All languages' rules read every comment. A rule finds phrases, not meaning: this raises comments to be read by a
    person and never says that there is harm, nor that there is none. What is said in a roundabout way often passes by
    (``tests/benchmarks/harm.py`` measures how often), so it takes no comment's turn to be read away.
    """
    plain, places = _folded(text)
    there = _anchored(plain)
    if not there:
        return ()
    found = [
        Harm(rule.kind, rule.id, Passage(places[start], places[stop - 1] + 1))
        for sentence in _SENTENCE.finditer(plain)
        for number, phrases in there.items()
        for rule in (rules()[number],)
        for start, stop in _found(rule, phrases, plain, sentence.start(), sentence.end())
    ]
    return tuple(sorted(found, key=lambda harm: (harm.passage, harm.rule)))


def raised(texts: Sequence[str]) -> tuple[Raised, ...]:
    """The comments with possible harm, the most urgent kind first, then those with more kinds; none is left out."""
    found = [Raised(at, harm) for at, harm in enumerate(map(harms, texts)) if harm]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kinds[0]), -len(one.kinds), one.comment)))


def _found(rule: Rule, phrases: list[Phrase], plain: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The first find of a rule in a sentence that nothing takes away."""
    if any(one.pattern.search(plain, start, stop) for one in rule.unless):
        return []
    if rule.beside and not any(one.pattern.search(plain, start, stop) for one in rule.beside):
        return []
    if rule.mention and any(one.pattern.search(plain, start, stop) for one in _contexts()):
        return []
    spans = sorted(match.span() for one in phrases for match in one.pattern.finditer(plain, start, stop))
    return [span for span in spans if not (rule.negated and _denied(plain[start : span[0]]))][:1]


def _denied(before: str) -> bool:
    """Whether the words before a find say that it was not; "never asked about it" and "not only" do not."""
    found = _NEGATED.search(before)
    return found is not None and not _ASKED.search(before[: found.start()]) and not _NOT_ONLY.match(found.group())


def _anchored(plain: str) -> dict[int, list[Phrase]]:
    """The rules, by number, with those of their phrases whose rarest word is there: all others need not be tried."""
    index, longest = _index()
    seen = set(_WORD.findall(plain))
    hits = {hit for word in seen for end in range(1, min(len(word), longest) + 1) for hit in index.get(word[:end], ())}
    found: dict[int, list[Phrase]] = defaultdict(list)
    for number, at in sorted(hits):
        found[number].append(rules()[number].phrases[at])
    return found


@cache
def _index() -> tuple[dict[str, tuple[tuple[int, int], ...]], int]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, rule in enumerate(rules()):
        for at, one in enumerate(rule.phrases):
            for anchor in one.anchor:
                found[anchor.split("'")[0] if anchor.startswith("'") else anchor].append((number, at))
    return {word: tuple(hits) for word, hits in found.items()}, max(map(len, found))


@cache
def _contexts() -> tuple[Phrase, ...]:
    return tuple(
        phrase(one, written.get("lists", {}))
        for path in sorted(RULES.glob("*.toml"))
        for written in (tomllib.loads(path.read_text("utf-8")),)
        for one in written["context"]["mention"]
    )


def _rules_of(path: Path) -> tuple[Rule, ...]:
    written = tomllib.loads(path.read_text("utf-8"))
    return tuple(_rule(one, written["lists"]) for one in written["rules"])


def _rule(written: dict[str, Any], lists: dict[str, str]) -> Rule:
    if written["kind"] not in KINDS:
        raise ValueError(f"{written['id']}: there is no kind {written['kind']!r}.")
    compiled = {
        key: tuple(phrase(one, lists) for one in written.get(key, ())) for key in ("phrases", "unless", "beside")
    }
    return Rule(
        id=written["id"],
        kind=written["kind"],
        why=written["why"],
        example=written["example"],
        phrases=compiled["phrases"],
        unless=compiled["unless"],
        beside=compiled["beside"],
        mention=written.get("mention", False),
        negated=written.get("negated", True),
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """A text composed (NFC), in small letters and with plain apostrophes, and for each letter where it stands in the original."""
    pieces, places = [], []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        piece = unicodedata.normalize("NFC", text[at:stop]).lower().replace("’", "'")
        pieces.append(piece)
        places += [at] * (len(piece) - 1) + [stop - 1]
        at = stop
    return "".join(pieces), places
