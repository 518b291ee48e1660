"""Names for groups of comments: whole words that people wrote, telling for the group and readable together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.learning import sparse
from consultation.themes.reading.nouns import is_noun
from consultation.themes.reading.stop_words import WEAK_NAMES
from consultation.themes.reading.text import NORWEGIAN, ReadTexts, is_known, is_negation

Labels = npt.NDArray[np.intp]

TERMS = 8
IN_NAME = 3
JOINED_BY = " · "
WEAK = 0.3  # how much a word like "good" counts as a name compared with others
CLEAR = 0.12  # a third word stands in the name when it tells at least this share of what the first one tells
SHORTEST = 3
EXACT = 9
SEEN = 0.02  # share of a group's texts that must hold a term
SEEN_IN_NAME = 0.06
NO_NOUN = 0.55  # how much a Norwegian word that is no noun counts as a name
NOTHING = frozenset(("nothing", "none", "ingenting", "inga", "ingen"))  # what people also answer


@dataclass(frozen=True, slots=True)
class Naming:
    """A group's name and its terms, the most telling first; both are empty where its texts have no words."""

    name: str
    terms: tuple[str, ...]


def names(reading: ReadTexts, labels: Labels, groups: int) -> list[Naming]:
    """Name every group by class TF-IDF over the texts that hold a word (not its repetitions), joined by lemma.

    A lemma is shown as the form that is written most often in the group, and no two groups get the same name.
    """
    weights = np.array([_weight(*form) for form in _forms(reading)])
    if not weights.any():
        weights = np.ones(len(reading.written))
    lemmas, of_form = np.unique(np.array(reading.keys, dtype=object), return_inverse=True)
    with_lemma = _texts_with(reading, of_form, len(lemmas))
    best = np.zeros(len(lemmas))
    np.maximum.at(best, of_form, weights)
    scores, counts = _scores(with_lemma, labels, groups)
    shown = _Shown(reading, of_form)
    group_of_token = np.repeat(labels, np.diff(reading.starts))
    spoken = _spoken(reading, labels, groups)
    families = np.array([key.partition(":")[0] if ":" in key else "nb" for key in lemmas])
    taken: set[str] = set()
    made = []
    for group in range(groups):
        written = np.bincount(reading.tokens[group_of_token == group], minlength=len(reading.written))
        telling = scores[group] * best
        order = np.argsort(-telling, kind="stable")[: 4 * TERMS]
        size = int((labels == group).sum())
        enough = max(min(2, counts[group, best > 0].max(initial=0)), SEEN * size)
        chosen = [at for at in order.tolist() if telling[at] > 0 and counts[group, at] >= enough]
        terms = {shown.of(at, written): at for at in reversed(chosen)}  # two lemmas may be shown alike
        kept = [(term, at) for term, at in reversed(terms.items())][:TERMS]
        places = [at for _, at in kept]
        fit = _fit(telling[places], counts[group, places], size) & (families[places] == spoken[group])
        name = _name([term for term, _ in kept], fit.tolist(), taken)
        taken.add(name)
        made.append(Naming(name, tuple(term for term, _ in kept)))
    return made


def _forms(reading: ReadTexts) -> Iterable[tuple[str, str, bool]]:
    return zip(reading.lemmas, reading.form_languages, reading.stops.tolist(), strict=True)


def _weight(lemma: str, language: str, stop: bool) -> float:  # noqa: FBT001 - one form's facts
    """How fit a form is to name a theme, 0 to 1."""
    if stop or len(lemma) < SHORTEST or not any(map(str.isalpha, lemma)):
        return 0.0
    if is_negation(lemma, language):
        return WEAK if lemma in NOTHING else 0.0
    if lemma in WEAK_NAMES.get("nb" if language in NORWEGIAN else language, ()):
        return WEAK
    return NO_NOUN if language in NORWEGIAN and not is_noun(lemma) else 1.0


def _texts_with(reading: ReadTexts, of_form: Labels, lemmas: int) -> sparse.csr_matrix:
    """Which text (row) holds which lemma (column), as ones."""
    ones = np.ones(len(reading.tokens))
    found = sparse.csr_matrix((ones, of_form[reading.tokens], reading.starts), shape=(len(reading), lemmas), copy=True)
    found.sum_duplicates()
    found.data[:] = 1
    return found


def _scores(
    with_lemma: sparse.csr_matrix, labels: Labels, groups: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each group and lemma how much the lemma tells (share of texts times log ratio to the rest), and its texts."""
    ones = np.ones(len(labels))
    members = sparse.csr_matrix((ones, (labels, np.arange(len(labels)))), shape=(groups, len(labels)))
    counts = np.asarray((members @ with_lemma).todense())
    sizes = np.bincount(labels, minlength=groups).astype(np.float64)[:, np.newaxis]
    inside = counts / np.maximum(sizes, 1)
    outside = (counts.sum(axis=0) - counts + 0.5) / (len(labels) - sizes + 1)
    telling = inside * np.log(np.maximum(inside, 1e-12) / outside)
    return np.round(telling, EXACT), counts  # processors round logarithms differently


def _spoken(reading: ReadTexts, labels: Labels, groups: int) -> list[str]:
    """For each group the language most of its comments are in, Norwegian in both forms as one."""
    counted = [Counter[str]() for _ in range(groups)]
    for group, language in zip(labels.tolist(), reading.languages, strict=True):
        counted[group]["nb" if language in NORWEGIAN else language] += 1
    return [min(counts, key=lambda language: (-counts[language], language)) for counts in counted]


class _Shown:
    """The form under which a lemma is shown: one that people wrote, and in the language form that most of them use."""

    def __init__(self, reading: ReadTexts, of_form: Labels) -> None:
        lesser = "nn" if reading.languages.count("nn") < reading.languages.count("nb") else "nb"
        self._bokmaal = lesser == "nn"
        self._norwegian = [language in NORWEGIAN for language in reading.form_languages]
        self._foreign = [language == lesser for language in reading.form_languages]
        self._lemmas, self._written = reading.lemmas, reading.written
        by_lemma = np.argsort(of_form, kind="stable")
        self._forms = np.split(by_lemma, np.cumsum(np.bincount(of_form))[:-1])

    def of(self, lemma: int, written: npt.NDArray[np.intp]) -> str:
        """A noun of the bokmål dictionary in its basic form; else the form that the group writes most."""
        forms = self._forms[lemma].tolist()
        basic: str = self._lemmas[forms[0]]
        if self._bokmaal and self._norwegian[forms[0]] and is_known(basic, "nb") and is_noun(basic):
            return basic
        present = [at for at in forms if written[at]] or forms
        rank = {at: (self._foreign[at], -int(written[at]), self._written[at]) for at in present}
        chosen: str = self._written[min(present, key=lambda at: rank[at])]
        return chosen


def _fit(telling: npt.NDArray[np.float64], held: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.bool_]:
    """Which terms may stand in a name: held by enough of the group's texts, and a third one nearly as telling as the first."""
    clear = np.where(np.arange(len(telling)) > 1, CLEAR, CLEAR / 4)
    return np.asarray((held >= SEEN_IN_NAME * size) & (telling >= clear * telling[:1]), dtype=np.bool_)


def _name(terms: list[str], fit: list[bool], taken: set[str]) -> str:
    """The first terms that are fit to name, at most three and no two alike; one more where the name is taken."""
    chosen: list[str] = []
    fit = fit if any(fit) else [True, *fit[1:]]
    for term, fits in zip(terms, fit, strict=False):
        wanted = len(chosen) < IN_NAME and fits
        if (wanted or _joined(chosen) in taken) and not any(_alike(term, other) for other in chosen):
            chosen.append(term)
    return _joined(chosen)


def _joined(terms: list[str]) -> str:
    name = JOINED_BY.join(terms)
    return name[:1].upper() + name[1:]


def _alike(one: str, other: str) -> bool:
    """Whether one word would say again what the other says ("ventetid", "vente")."""
    shorter = min(len(one), len(other))
    return one[:5] == other[:5] if shorter >= 5 else one in other or other in one  # noqa: PLR2004
