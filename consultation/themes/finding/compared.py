"""What of a comment is compared with others: its words, without greeting, signature, long quotations and figures."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection
from itertools import pairwise
from operator import itemgetter

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
    or the quotation is the comment. Sentences that come again are read once, which is what makes twenty thousand copies
    of a letter cheap.
    """

    def __init__(self, fewest: int) -> None:
        self._fewest = fewest
        self._numbers = _Numbers()
        self._written: list[str] = []
        self._read = _Sentences(self._numbers)

    def of(self, text: str) -> bytes:
        """The words compared; what is to be seen counts as a word where there is none, and nothing is empty."""
        whole = plain(text)
        left = self._words(_body(whole))
        if len(left) < self._fewest * ITEM:
            left = self._words(whole)
        if not left and (shown := "".join(whole.split())):
            return _as_bytes([shown], self._numbers)
        return left

    def words(self, compared: bytes) -> list[str]:
        """The words themselves."""
        if len(self._written) < len(self._numbers):
            self._written = list(self._numbers)
        return [self._written[number] for number in np.frombuffer(compared, dtype=NUMBER).tolist()]

    def in_order(self, compared: Collection[bytes]) -> list[tuple[bytes, Numbers]]:
        """What was compared, each with its words' places in the alphabet, and in the order of these: none of arrival."""
        place = np.empty(len(self._numbers), dtype=np.int64)
        place[[self._numbers[word] for word in sorted(self._numbers)]] = np.arange(len(self._numbers))
        every = place[np.frombuffer(b"".join(compared), dtype=NUMBER)]
        as_bytes, stop, found = every.astype(">i4").tobytes(), 0, []
        for one in compared:
            start, stop = stop, stop + len(one)
            found.append((as_bytes[start:stop], one, every[start // ITEM : stop // ITEM]))
        return [(one, words) for _, one, words in sorted(found, key=itemgetter(0))]

    def _words(self, text: str) -> bytes:
        return b"".join(map(self._read.__getitem__, text.replace("\n", ".").split(".")))


class _Sentences(dict[str, bytes]):
    """The words compared of every sentence, looked up or read and remembered."""

    def __init__(self, numbers: "_Numbers") -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, sentence: str) -> bytes:
        read = _as_bytes(_masked(sentence), self._numbers)
        if len(self) < KEPT:
            self[sentence] = read
        return read


class _Numbers(dict[str, int]):
    """A number for every word, in the order of arrival."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _as_bytes(words: list[str], numbers: _Numbers) -> bytes:
    return array("i", map(numbers.__getitem__, words)).tobytes()


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


def _masked(text: str) -> list[str]:
    return _WORD.findall(_FIGURES.sub("0", text) if _FIGURES.search(text) else text)


def _letters(text: str) -> list[tuple[int, int]]:
    """A text cut into letters, each with the marks that are joined to it and what nobody sees after it."""
    cuts = [
        at for at, letter in enumerate(text) if not unicodedata.combining(letter) and not (at and _UNSEEN.match(letter))
    ]
    if text and (not cuts or cuts[0]):
        cuts.insert(0, 0)
    return list(pairwise([*cuts, len(text)]))
