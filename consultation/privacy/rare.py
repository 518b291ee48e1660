"""Finds what points one person out without naming them: a rare illness in a small place, the only one of a post there."""

from collections.abc import Iterator

from consultation.privacy.tokens import Mark, Tokens
from consultation.privacy.wordlists import words

_TINY = words("tiny_places")
_SMALL = words("small_places") | _TINY
_RARE, _SERIOUS = words("rare_illnesses"), words("serious_illnesses")
_BEGINNINGS: dict[str, tuple[str, ...]] = {}
_BEGINNING = 4
for _illness in _RARE:
    if len(_illness) > _BEGINNING:
        _BEGINNINGS[_illness[:_BEGINNING]] = (*_BEGINNINGS.get(_illness[:_BEGINNING], ()), _illness)
_NOTICED = _SERIOUS | words("minorities")  # where hardly anybody lives
_ILLNESS_ENDINGS = tuple(words("illness_endings"))
_SECOND_WORDS = words("second_words")
_SELDOM, _ILL, _HERE, _ARTICLES = words("seldom"), words("ill"), words("here"), words("articles")
_PREPOSITIONS = words("prepositions")
_ONLY, _POSTS, _SINGLE = words("only"), words("posts"), words("single_posts")
_POST_ENDINGS = tuple(_POSTS)
_WITH = words("with")
_THINGS, _NEUTER = tuple(words("things")), "det"
_SYNDROMES, _COMMON = words("syndromes"), words("common_syndromes")
_JOINED = tuple(f"-{word}" for word in sorted(_SYNDROMES))
_PEOPLE = ("barn", "medlem", "menneske")
_DEFINITE = ("en", "a")
_NEAR = 3
_CLAUSE = 8  # words between `the only` and the place


def in_tokens(on: Tokens) -> Iterator[Mark]:
    """Places and illnesses that stand in the same text, and posts that one person alone has."""
    yield from _posts(on)
    places = [at for at, low in enumerate(on.lows) if low in _SMALL and _is_place(on, at)]
    if not places:
        return
    tiny = any(on.lows[at] in _TINY for at in places)
    illnesses = [at for at in range(len(on)) if _is_illness(on, at, also=_NOTICED if tiny else frozenset())]
    if not illnesses:
        return
    for at in places:
        yield on.mark("rare", at, at + 1)
    for at in illnesses:
        yield on.mark("rare", at, at + (2 if on.low(at + 1) in _SECOND_WORDS | _ILL else 1))


def _is_place(on: Tokens, at: int) -> bool:
    prepared = on.low(at - 1) in _PREPOSITIONS
    return prepared if not on.capital[at] else (prepared or not on.begins(at))


def _is_illness(on: Tokens, at: int, *, also: frozenset[str]) -> bool:
    low = on.lows[at]
    if low in _RARE or low in also or (low.endswith("s") and low[:-1] in _RARE):
        return low not in _SELDOM or on.low(at + 1) in _ILL
    if low in _SELDOM:
        return on.low(at + 1) in _ILL
    if len(low) <= _BEGINNING and not on.capital[at]:
        return False
    if _named_after(on, at):
        return True
    return low.startswith(_BEGINNINGS.get(low[:_BEGINNING], ("\n",))) or low.endswith(_ILLNESS_ENDINGS)


def _named_after(on: Tokens, at: int) -> bool:
    """`Rett syndrom`, `Gorlins sjukdom`: called after somebody we may not know, and not one of the common ones."""
    low = on.lows[at]
    if low.endswith(_JOINED):
        return on.capital[at] and low[: low.rindex("-")] not in _COMMON
    if on.low(at + 1) not in _SYNDROMES or on.gap(at + 1) != " " or low in _COMMON:
        return False
    plain = on.capital[at] and not on.acronym[at] and not on.begins(at)
    return plain and (on.low(at + 1).startswith("syndrom") or low.endswith("s"))


def _posts(on: Tokens) -> Iterator[Mark]:
    for at, low in enumerate(on.lows):
        first, last = at, None
        if low in _ONLY:
            first = at - 1 if on.low(at - 1) in _ARTICLES else at
            last = _after_only(on, at) or _only_one(on, at)
        elif low in _SINGLE or (on.low(at + 2) in _TINY and low.endswith(_DEFINITE) and _is_post(low)):
            last = _place_after(on, at + 1)  # `the dentist on Værøy`
        if last:
            yield on.mark("rare", first, last)


def _after_only(on: Tokens, at: int) -> int | None:
    """Where `the only dentist in Vik` ends, or `the only one with ALS in Røros`."""
    if on.low(at + 1) in _WITH:
        near = range(at + 2, min(at + 2 + _NEAR, len(on)))
        post = next((n for n in near if on.low(n + 1) in _PREPOSITIONS), None)
    else:
        near = range(at + 1, min(at + 1 + _NEAR, len(on)))
        post = next((n for n in near if _is_post(on.lows[n])), None)
    return None if post is None else _place_after(on, post + 1)


def _only_one(on: Tokens, at: int) -> int | None:
    """Where `the only child with Huntington in Loppa` ends: anybody, but no thing, and a small place in the same clause."""
    if on.low(at - 1) == _NEUTER and not on.low(at + 1).startswith(_PEOPLE):
        return None
    for near in range(at + 1, min(at + 1 + _CLAUSE, len(on) - 1)):
        if on.gaps[near] != " ":
            return None
        if on.lows[near] in _PREPOSITIONS and on.low(near + 1) in _SMALL:
            return _place_after(on, near)
        if near <= at + 2 and on.lows[near].endswith(_THINGS):
            return None
    return None


def _is_post(low: str) -> bool:
    return low in _POSTS or low.endswith(_POST_ENDINGS)


def _place_after(on: Tokens, at: int) -> int | None:
    """Where the place ends that a preposition here leads to."""
    if on.low(at) not in _PREPOSITIONS or on.gap(at) != " " or on.gap(at + 1) != " ":
        return None
    if on.low(at + 1) in _HERE:
        return at + 2
    last = at + 1
    while last < len(on) and last < at + _NEAR and on.capital[last] and on.gaps[last] == " ":
        last += 1
    small = on.low(at + 1) in _SMALL
    return last if last > at + 1 else (at + 2 if small else None)
