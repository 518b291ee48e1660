"""Whether a Norwegian word is a noun, as far as the dictionary's forms tell; things name a theme better than deeds do."""

from functools import lru_cache

import simplemma

from consultation.themes.reading.compounds import parts
from consultation.themes.reading.text import REMEMBERED, is_known

DEFINITE = ("en", "et", "a")
WITHOUT_DEFINITE_FORM = frozenset(
    ["hjem", "fristbrudd", "personell", "kø", "køer", "it", "dps", "nav", "bup", "tsb", "lar"]
)
NO_NOUNS = frozenset(
    ["felles", "fast", "hel", "halv", "dobbel", "ulik", "nær", "klar", "lik", "dyr", "kort", "lang"]
)  # "fellesen", "klara"


@lru_cache(maxsize=REMEMBERED)
def is_noun(lemma: str) -> bool:
    """Whether the dictionary of bokmål has a definite form of a word ("planen", "brevet") that it reads as no verb's.

    Of a compound it is the last part that counts.
    """
    if lemma in WITHOUT_DEFINITE_FORM:
        return True
    if lemma in NO_NOUNS:
        return False
    if lemma.endswith("e"):
        found = _is_form(lemma + "n", lemma) or (_is_form(lemma + "t", lemma) and not is_known(lemma + "nde", "nb"))
    else:
        found = any(_is_form(lemma + ending, lemma) for ending in DEFINITE)
    if found or is_known(lemma, "nb"):
        return found
    inner = parts(lemma, "nb")
    return bool(inner) and inner[-1] != lemma and is_noun(inner[-1])


def _is_form(written: str, lemma: str) -> bool:
    return is_known(written, "nb") and simplemma.lemmatize(written, lang="nb").casefold() == lemma
