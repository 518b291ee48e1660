"""What of a comment is compared with others: its words, without greeting, signature, long quotations and figures."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

import numpy as np

from consultation.themes.finding.sequences import Numbers

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_FIGURES = re.compile(r"\d+")
_HELLO = re.compile(
    r"""\s*(?: (?: hei(?:sann)?|hallo|god\s(?:dag|morgen|kveld|morgon)|hi|hello|good\s(?:morning|day|evening)
                 | dear\b[^\n,.!:]{0,60}|kj[æa]re\b[^\n,.!:]{0,60}|to\swhom\sit\smay\sconcern
                 | til\s[^\n,.!:]{1,40}(?=[\n,:])
               ) (?:\s*[,.!:\n]+|\s+)
             | (?:og\s|and\s)?(?:tusen\s)?(?:takk|thanks?(?:\syou)?)\s(?:for|fordi)\s[^\n.!:]{1,60}[.!:\n]+
        )+""",
    re.VERBOSE,
)
_BYE = re.compile(
    r"""\b(?: (?:med\s)?(?:venn?lig(?:e|st)?|venleg(?:e|ast)?|beste?|kjærle[gi]e?)\s(?:hilsen|hilsener|hilsning|helsing|helsingar)
            | mvh|vh|hilsen|helsing | (?:(?:kind|best|warm)(?:est)?\s)?(?:regards|wishes)
            | yours\s(?:sincerely|faithfully|truly) | thanks(?=\s*[,.\n])
          )\b [^\n.!?]{0,60} (?:[.\s]*\n[^\n.!?]{0,60}){0,4} [.!\s]*\Z""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"«[^«»]{40,}»|“[^“”]{40,}”|\"[^\"\n]{40,}\"|„[^„”“]{40,}[”“]")
_QUOTES = ("»", "”", "“", '"')
_BYE_HINTS = ("hils", "helsing", "vh", "regards", "wishes", "yours", "thanks")
_CUT_AT = re.compile("|".join((*_BYE_HINTS, *_QUOTES)))
_MAY_GREET = re.compile(  # whatever ``_HELLO`` begins with, or letters that become others when the text is made plain
    r"\s*(?:[a-z]{0,7}[^\x00-\x7fæøåé]|hei|hallo|goo?d|hi|hello|dear|kj|to|til|og|and|tusen|takk|thank)", re.IGNORECASE
)
BEFORE_HINT = 16  # letters that may stand before a hint: "med vennlig hilsen"
LAST_PART = 400  # characters: a signature is sought at the end only, so that no text costs more than its length
KEPT = 100_000  # sentences remembered while comments are compared
NUMBER = np.dtype(np.intc)
ITEM = NUMBER.itemsize


def plain(text: str) -> str:
    """A text in the form in which equal words are equal: composed (NFKC), small letters, nothing that is not seen."""
    if text.isascii():
        return text.casefold()
    if not text.isprintable() and _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    return unicodedata.normalize("NFKC", text).casefold()


def all_words(text: str) -> list[str]:
    """The words of a text in order, small and composed, as they stand."""
    return _WORD.findall(plain(text))


class Comparing:
    """Gives each comment as the words by which it is recognised: no greeting, signature, long quotation; figures alike.

    Words are given as numbers, in bytes. Where fewer than ``fewest`` words are left, all of them count: then the greeting
    or the quotation is the comment. What comes again, a sentence or a word with its marks, is read once, which is what
    makes twenty thousand copies of a letter cheap.
    """

    def __init__(self, fewest: int) -> None:
        self._fewest = fewest
        self._numbers = _Numbers()
        self._as_written = _Sentences(_Chunks(self._numbers, _uncut))
        self._as_plain = _Sentences(_Chunks(self._numbers, _words))

    def of(self, text: str) -> bytes:
        """The words compared; what is to be seen counts as a word where there is none, and nothing is empty."""
        if _MAY_GREET.match(text) is None and (read := self._as_written.of(text)) is not None:
            left = read
        else:
            whole = plain(text)
            left = self._as_plain.of(_body(whole)) or b""
            if len(left) < self._fewest * ITEM:
                left = self._as_plain.of(whole) or b""
        if not left and (shown := "".join(plain(text).split())):
            return _as_bytes([shown], self._numbers)
        return left

    def words(self, compared: bytes) -> list[str]:
        """The words themselves."""
        return [self._numbers.written[number] for number in np.frombuffer(compared, dtype=NUMBER).tolist()]

    def in_order(self, compared: Collection[bytes]) -> list[tuple[bytes, Numbers]]:
        """What was compared, each with its words' places in the alphabet, and in the order of these: none of arrival."""
        written = self._numbers.written
        place = np.empty(len(written), dtype=">i4")  # bytes in the order in which they are compared
        place[sorted(range(len(written)), key=written.__getitem__)] = np.arange(len(written))
        as_bytes, stop, found = place[np.frombuffer(b"".join(compared), dtype=NUMBER)].tobytes(), 0, []
        for one in compared:
            start, stop = stop, stop + len(one)
            found.append((as_bytes[start:stop], one))
        found.sort()
        return [(one, np.frombuffer(places, dtype=place.dtype)) for places, one in found]


class _Sentences(dict[str, bytes | None]):
    """The words compared of every sentence, looked up or read and remembered; None as ``of`` says."""

    def __init__(self, chunks: "_Chunks") -> None:
        super().__init__()
        self._chunks = chunks

    def of(self, text: str) -> bytes | None:
        """The words of a text; None where a word of it may stand where something is to be cut."""
        return _joined(map(self.__getitem__, text.replace("\n", ".").split(".")))  # neither is part of a word

    def __missing__(self, sentence: str) -> bytes | None:
        read = _joined(map(self._chunks.__getitem__, sentence.split()))
        if len(self) < KEPT:
            self[sentence] = read
        return read


class _Chunks(dict[str, bytes | None]):
    """The words compared of what stands between two spaces, looked up or read and remembered."""

    def __init__(self, numbers: "_Numbers", words: Callable[[str], list[str] | None]) -> None:
        super().__init__()
        self._numbers, self._words = numbers, words

    def __missing__(self, chunk: str) -> bytes | None:
        words = self._words(chunk)
        read = None if words is None else _as_bytes(words, self._numbers)
        if len(self) < KEPT:
            self[chunk] = read
        return read


class _Numbers(dict[str, int]):
    """A number for every word, in the order of arrival; words that differ in figures alone have the same."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def __missing__(self, word: str) -> int:
        if not word.isalpha() and (masked := _FIGURES.sub("0", word)) != word:
            number = self[masked]
        else:
            number = len(self.written)
            self.written.append(word)
        self[word] = number
        return number


def _as_bytes(words: list[str], numbers: _Numbers) -> bytes:
    return array("i", map(numbers.__getitem__, words)).tobytes()


def _joined(read: Iterable[bytes | None]) -> bytes | None:
    found = list(read)
    return None if None in found else b"".join(found)  # type: ignore[arg-type] # mypy does not see that none is None


def _words(whole: str) -> list[str]:
    """The words of what is plain already."""
    return [whole] if whole.isalnum() else _WORD.findall(whole)


def _uncut(chunk: str) -> list[str] | None:
    """The words of what is as it was written; None where there may be something to cut."""
    whole = plain(chunk)
    return None if _CUT_AT.search(whole) else _words(whole)


def _body(whole: str) -> str:
    """A plain text without greeting, signature and long quotations."""
    body = whole
    if found := _HELLO.match(body):
        body = body[found.end() :]
    last = max(0, len(body) - LAST_PART)
    hint = max([body.rfind(word, last) for word in _BYE_HINTS])
    if hint >= 0 and (found := _BYE.search(body, max(last, hint - BEFORE_HINT))):
        body = body[: found.start()]
    return _QUOTED.sub(" ", body) if any(mark in body for mark in _QUOTES) else body


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Each word of a text as it is compared, and where it stands in what was written, in code points.

    NFKC can change lengths, so the text is made plain letter by letter; what is joined to a letter stays with it.
    """
    pieces, starts = [], []
    length = 0
    for at, stop in _letters(text):
        piece = plain(text[at:stop])
        pieces.append(piece)
        starts.append((length, at, stop))
        length += len(piece)
    whole = _FIGURES.sub(lambda found: "0" * len(found.group()), "".join(pieces))
    begins = [begin for begin, _, _ in starts]
    found = []
    for match in _WORD.finditer(whole):
        first = starts[bisect_right(begins, match.start()) - 1]
        last = starts[bisect_right(begins, match.end() - 1) - 1]
        found.append((_FIGURES.sub("0", match.group()), first[1], last[2]))
    return found


def _letters(text: str) -> list[tuple[int, int]]:
    """A text cut into letters, each with the marks that are joined to it and what nobody sees after it."""
    cuts = [
        at for at, letter in enumerate(text) if not unicodedata.combining(letter) and not (at and _UNSEEN.match(letter))
    ]
    if text and (not cuts or cuts[0]):
        cuts.insert(0, 0)
    return list(pairwise([*cuts, len(text)]))
