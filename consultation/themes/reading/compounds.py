"""Norwegian compounds and their parts: "ventetid" also speaks of waiting and of time."""

from functools import lru_cache

from consultation.themes.reading.text import NORWEGIAN, REMEMBERED, is_known, lemma

SHORTEST_PART = 4
SHORTEST_COMPOUND = 7
LINKS = ("", "s", "e")
# Short words that do make compounds; other words of three letters are mostly endings and prefixes.
SHORT_PARTS = frozenset(
    [
        "tid",
        "mat",
        "rus",
        "rom",
        "dag",
        "syk",
        "hus",
        "bil",
        "liv",
        "hud",
        "øye",
        "øre",
        "rett",
        "råd",
        "svar",
        "barn",
        "hjem",
        "tann",
        "fot",
        "kne",
        "ben",
        "rygg",
        "seng",
        "time",
    ]
)
# Prefixes and endings that the dictionary also knows as words.
NO_PARTS = frozenset(
    [
        "over",
        "under",
        "etter",
        "ifra",
        "inne",
        "ette",
        "lige",
        "lighet",
        "heter",
        "else",
        "elsen",
        "elle",
        "ende",
        "ene",
        "inge",
        "ninger",
        "ning",
        "skap",
        "dom",
        "somme",
        "mellom",
        "gjen",
        "fram",
        "frem",
        "bort",
    ]
)


@lru_cache(maxsize=REMEMBERED)
def parts(word: str, language: str) -> tuple[str, ...]:
    """The lemmas of a compound's two parts, empty where the word is none; ``word`` is a lemma.

    Of several readings the one whose shorter part is longest is taken.
    """
    if language not in NORWEGIAN or len(word) < SHORTEST_COMPOUND:
        return ()
    readings = []
    for cut in range(3, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        if not _is_part(tail):
            continue
        for link in LINKS:
            stem = head.removesuffix(link) if link else head
            if (not link or head.endswith(link)) and _is_part(stem):
                readings.append((min(len(stem), len(tail)), -len(link), stem, tail))
    if not readings:
        return ()
    _, _, stem, tail = max(readings)
    return tuple(lemma(part, "nb") for part in (stem, tail))


def _is_part(word: str) -> bool:
    if word in SHORT_PARTS:
        return True
    return len(word) >= SHORTEST_PART and word not in NO_PARTS and is_known(word, "nb")
