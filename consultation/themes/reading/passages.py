"""A comment's sentences as spans, each of which gives back exactly what the person wrote."""

import re
from dataclasses import dataclass


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Never the end of a sentence, whatever follows ("dr. Hansen", "bl.a. Ahus").
INSIDE = _listed(
    "adm adr avd bl.a bla ca d.e dr e.g eks ev evt f.eks feks fork f.o.m fom forts gj.sn h.h hhv i.e inkl ift jf jfr "
    "kap kgl kl kr m.a maks mht mill mr mrs nr o.a.s p.g.a pga pkt prof s.k sml st såk t.d t.eks t.o.m tilsv tlf u.t "
    "vs vedr vha",
)
# Often the end of a sentence: only a small letter after them says that it goes on ("osv. før", "m.m. Jeg").
MAYBE_LAST = _listed(
    "a.s d.d dl e.kr el etc f.kr i.d mfl m.fl m.m mm mv m.v o.a o.l ol osb osv o.s.v o.s.b min sek str"
)

_END = re.compile(
    r"""
      (?P<break>\s*\n\s*)                                                    # a new line is a new thought
    | (?P<stop>[.!?…]+["'»”’)\]]*)(?=\s|$)                                   # a mark, then space or the end
    | (?<=[^\W\d_]{2})(?P<glued>[.!?]+)(?=[A-ZÆØÅÁČĐŊŠŦŽ][^\W\d_A-ZÆØÅ]|[AI]\s)   # "sønnen.Jeg måtte"
    """,
    re.VERBOSE,
)
FURTHEST = (
    40  # letters looked back; a longer word is no abbreviation, and looking back to the beginning takes ever longer
)
_WORD_BEFORE = re.compile(r"[^\s(«\"“]+$")


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A span of a comment, in code points: ``text[start:stop]`` is what was written."""

    start: int
    stop: int

    def of(self, text: str) -> str:
        """The words themselves.

        Raises:
            ValueError: where the span does not lie within the text, so never a silently shortened quote.
        """
        if not 0 <= self.start <= self.stop <= len(text):
            raise ValueError(f"Passage {self.start}-{self.stop} does not lie within a text of {len(text)} characters.")
        return text[self.start : self.stop]


def passages(text: str) -> tuple[Passage, ...]:
    """Divide a comment into sentences.

    The spans are in order, do not overlap, neither begin nor end with white space, and together hold every
    character that is not white space. A text without any gives an empty tuple.
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match["break"] is None and _goes_on(text, match):
            continue
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return _joined_marks(text, [span for span in spans if span.start < span.stop])


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or an ordinal number."""
    if match.group().strip("\"'»”’)]") != ".":
        return False
    found = _WORD_BEFORE.search(text, max(0, match.start() - FURTHEST), match.start())
    word = found.group().casefold() if found else ""
    following = text[match.end() :].lstrip(" \t")[:1]
    if word in INSIDE:
        return bool(following)
    if word in MAYBE_LAST or word.isdigit():
        return following.islower()
    return len(word) == 1 and word.isalpha() and word not in {"i", "å"} and bool(following)


def _trimmed(text: str, start: int, stop: int) -> Passage:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Passage(start, stop)


def _joined_marks(text: str, spans: list[Passage]) -> tuple[Passage, ...]:
    """Give spans without any letter or digit (" . ", ":-)") to the sentence before them."""
    joined: list[Passage] = []
    for span in spans:
        if joined and not any(map(str.isalnum, span.of(text))):
            joined[-1] = Passage(joined[-1].start, span.stop)
        else:
            joined.append(span)
    return tuple(joined)
