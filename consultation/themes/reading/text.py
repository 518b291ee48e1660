"""Language-aware reading of comments: the language of each, and for each word the lemma that joins its forms."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import simplemma

from consultation.themes.reading.nynorsk import (
    BOKMAAL_FOR,
    BOKMAAL_FOR_ONLY_IN_NYNORSK,
    ENDINGS,
    OWN_LEMMAS,
    PARTS,
    WEAK_ENDINGS,
)
from consultation.themes.reading.stop_words import NEGATIONS, STOP_WORDS

LANGUAGES = ("nb", "nn", "en", "se")
NORWEGIAN = frozenset(("nb", "nn"))
RECOGNISED = 0.67  # of a text's words that some language must know for the text to tell its language
LONGEST = 50  # letters of a word; what is longer is no word that anyone shares
TWELFTHS = 12  # evidence is shared between languages in whole numbers, so that sums are exact
SHORTEST_STEM = 2  # letters before an ending: "leik" is play, and no ending of nothing
MOST_DIFFERENCES, MOST_TRIED = 2, 40  # between the forms of one word, and spellings tried at a time
REMEMBERED = 200_000  # words kept in memory, so that a large corpus looks each form up once

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SAMI_LETTERS = re.compile(r"[čđŋšŧž]|[aeo]á|á[hčdiv]")
_NOT = re.compile(r"n['’]t$")
_ENGLISH_ENDING = re.compile(r"['’](?:ve|d|ll|s|m|re)$")

Ids = npt.NDArray[np.int32]
Lean = tuple[int, ...]
UNDECIDED: Lean = (0, 0, 0, 0)


def words(text: str) -> list[str]:
    """The words of a text in small letters and composed form (NFC), in order; figures count as words, long ones are cut."""
    found: list[str] = _WORD.findall(_folded(text))
    return [word[:LONGEST] for word in found] if max(map(len, found), default=0) > LONGEST else found


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each of the ``words`` begins and ends in the composed form of the text in small letters; none is cut."""
    return [found.span() for found in _WORD.finditer(_folded(text))]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def language(text: str, lean: Lean = UNDECIDED) -> str:
    """The most likely language of a text among ``LANGUAGES``; bokmål where neither the words nor ``lean`` tell.

    A text of which ``RECOGNISED`` is not reached, such as one in German, tells no language: all such are read alike.
    """
    told = [_evidence(word) for word in words(text)]
    if sum(map(any, told)) < RECOGNISED * len(told):
        told = []
    found = list(map(sum, zip(lean, *told, strict=True)))
    return LANGUAGES[found.index(max(found))]


def lean_of(languages: Iterable[str]) -> Lean:
    """What a text must overcome to count as of a rare language, where so many others are of these languages.

    It is in twelfths, as evidence is: a language that a tenth as many write needs one telling word more. So a lone
    "No." among English comments is English, and whole sentences stay what they are.
    """
    counts = Counter(languages)
    found = [1 + counts[code] for code in LANGUAGES]
    return tuple(round(TWELFTHS * math.log10(count / max(found))) for count in found)


@lru_cache(maxsize=REMEMBERED)
def lemma(word: str, language: str) -> str:
    """The form under which a word counts; nynorsk words count as their bokmål counterparts.

    ``word`` is one that ``words`` gave. Dictionaries are simplemma's; what they miss is left as it was written.
    """
    if language in NORWEGIAN:
        return _norwegian_lemma(word, language)
    if language == "en":
        if _NOT.search(word):
            return "not"
        word = _ENGLISH_ENDING.sub("", word)
    return simplemma.lemmatize(word, lang=language).casefold()


@lru_cache(maxsize=REMEMBERED)
def is_stop_word(word: str, language: str) -> bool:
    """Whether a word, as written or as lemma, carries no theme; negations do carry meaning and are none."""
    if is_negation(word, language):
        return False
    own = STOP_WORDS["nb"] | STOP_WORDS["nn"] if language in NORWEGIAN else STOP_WORDS[language]
    return word in own or (len(word) == 1 and not word.isdigit())


def is_negation(word: str, language: str) -> bool:
    """Whether a word, as written or as lemma, says no."""
    return any(word in NEGATIONS[code] for code in (NORWEGIAN if language in NORWEGIAN else (language,)))


@lru_cache(maxsize=REMEMBERED)
def is_known(word: str, language: str) -> bool:
    """Whether the language's dictionary has a word."""
    return bool(simplemma.is_known(word, lang=language))


@lru_cache(maxsize=REMEMBERED)
def _evidence(word: str) -> tuple[int, ...]:
    """How much a word speaks for each language: function words most, words of only one dictionary more than shared ones."""
    marks = [word in STOP_WORDS[code] or word in NEGATIONS[code] for code in LANGUAGES]
    known = [is_known(word, code) for code in LANGUAGES]
    sami = TWELFTHS if _SAMI_LETTERS.search(word) else 0
    return tuple(
        (2 * TWELFTHS // sum(marks) if mark else 0)
        + (TWELFTHS // sum(known) if has else 0)
        + (sami if code == "se" else 0)
        for code, mark, has in zip(LANGUAGES, marks, known, strict=True)
    )


def _norwegian_lemma(word: str, language: str) -> str:
    if language == "nn" and word in BOKMAAL_FOR_ONLY_IN_NYNORSK:
        return BOKMAAL_FOR_ONLY_IN_NYNORSK[word]
    for table in (BOKMAAL_FOR, OWN_LEMMAS):
        if word in table:
            return table[word]
    order = ("nn", "nb") if language == "nn" else ("nb", "nn")
    source = next((code for code in order if is_known(word, code)), order[0])
    found = simplemma.lemmatize(word, lang=source).casefold()
    if source == "nn" and found.endswith("a") and is_known(found[:-1] + "e", "nb"):
        found = found[:-1] + "e"  # the a-infinitive
    return BOKMAAL_FOR.get(found) or _by_rule(found)


def _by_rule(word: str) -> str:
    """Turn a nynorsk form into bokmål by the regular differences, where that gives a word of bokmål's dictionary."""
    if found := _ended(word, ENDINGS):
        return found
    if is_known(word, "nb"):
        return word
    tried = [word]
    for _ in range(MOST_DIFFERENCES):  # "sjukeheim" differs in both its parts
        for one in tried:
            if found := _ended(one, WEAK_ENDINGS):
                return found
        tried = [one.replace(part, other, 1) for one in tried for part, other in PARTS if part in one][:MOST_TRIED]
        for one in tried:
            if is_known(one, "nb"):
                return one
            if found := _ended(one, ENDINGS):
                return found
    return word


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    """The word with the first other ending that bokmål's dictionary knows; empty where there is none."""
    for ending, other in endings:
        stem = word.removesuffix(ending)
        if SHORTEST_STEM <= len(stem) < len(word) and is_known(stem + other, "nb"):
            return stem + other
    return ""


@dataclass(frozen=True)
class ReadTexts:
    """Many texts read once: which words stand where, the language of each text, and the lemma of every word.

    ``keys`` are what counts as the same word: the lemma, apart for languages that do not share their words, so that
    English "time" is not Norwegian "time". ``lean`` is that of the texts, for reading others like them.
    ``tokens`` are positions in ``forms`` (pairs of written word and language), text after text; text i has
    ``tokens[starts[i]:starts[i + 1]]``.
    """

    written: tuple[str, ...]
    form_languages: tuple[str, ...]
    lemmas: tuple[str, ...]
    keys: tuple[str, ...]
    stops: npt.NDArray[np.bool_]
    tokens: Ids
    starts: npt.NDArray[np.int64]
    languages: tuple[str, ...]
    lean: Lean

    def __len__(self) -> int:
        return len(self.starts) - 1


def read(texts: Sequence[str], languages: Sequence[str] | None = None, *, lean: Lean | None = None) -> ReadTexts:
    """Read texts; ``languages`` gives their languages where they are known, else they are found.

    What few words leave open is settled by ``lean``, without which it is by what the other texts are written in.
    """
    vocabulary = _Numbers()
    found: list[int] = []
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    for position, text in enumerate(texts):
        found.extend(map(vocabulary.__getitem__, words(text)))
        starts[position + 1] = len(found)
    tokens = np.array(found, dtype=np.int32)
    if languages is None:
        evidence = _evidence_of_texts(vocabulary, tokens, starts)
        lean = lean if lean is not None else lean_of(_most_likely(evidence[evidence.any(axis=1)], UNDECIDED))
        languages = _most_likely(evidence, lean)
    return _with_lemmas(tuple(vocabulary), tokens, starts, tuple(languages), lean or lean_of(languages))


class _Numbers(dict[str, int]):
    """A number for every word, in the order of arrival."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _evidence_of_texts(vocabulary: Iterable[str], tokens: Ids, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    evidence = np.array([_evidence(word) for word in vocabulary], dtype=np.int64).reshape(-1, len(LANGUAGES))
    told = np.column_stack([evidence, evidence.any(axis=1)])[tokens]
    running = np.vstack([np.zeros((1, len(LANGUAGES) + 1), dtype=np.int64), np.cumsum(told, axis=0)])
    found = np.asarray(running[starts[1:]] - running[starts[:-1]], dtype=np.int64)
    found[found[:, -1] < RECOGNISED * np.diff(starts)] = 0
    return found[:, :-1]


def _most_likely(evidence: npt.NDArray[np.int64], lean: Lean) -> tuple[str, ...]:
    return tuple(LANGUAGES[at] for at in np.argmax(evidence + np.array(lean), axis=1).tolist())


def _with_lemmas(
    vocabulary: tuple[str, ...],
    tokens: Ids,
    starts: npt.NDArray[np.int64],
    languages: tuple[str, ...],
    lean: Lean,
) -> ReadTexts:
    of_text = np.array([LANGUAGES.index(code) for code in languages], dtype=np.int64)
    of_token = np.repeat(of_text, np.diff(starts))
    pairs, forms = np.unique(tokens.astype(np.int64) * len(LANGUAGES) + of_token, return_inverse=True)
    written = [(vocabulary[pair // len(LANGUAGES)], LANGUAGES[pair % len(LANGUAGES)]) for pair in pairs.tolist()]
    lemmas = [lemma(word, code) for word, code in written]
    stops = [
        is_stop_word(word, code) or is_stop_word(joined, code)
        for (word, code), joined in zip(written, lemmas, strict=True)
    ]
    in_order = forms.astype(np.int32)
    for fixed in (in_order, starts):
        fixed.setflags(write=False)  # the order of words is what pairs are made of; sparse matrices sort in place
    return ReadTexts(
        tuple(word for word, _ in written),
        tuple(code for _, code in written),
        tuple(lemmas),
        tuple(
            joined if code in NORWEGIAN else f"{code}:{joined}"
            for (_, code), joined in zip(written, lemmas, strict=True)
        ),
        np.array(stops, dtype=np.bool_),
        in_order,
        starts,
        languages,
        lean,
    )
