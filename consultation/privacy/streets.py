"""Finds addresses: a street with a house number, a postcode with its place, a post-office box."""

from collections.abc import Iterator

from consultation.privacy.tokens import Mark, Tokens
from consultation.privacy.wordlists import words

_ENDINGS = tuple(sorted(words("street_endings"), key=len))
_SURE_ENDINGS = tuple(words("sure_street_endings"))
_APART, _BOXES, _DWELLINGS = words("street_words"), words("boxes"), words("dwellings")
_NO_STREET, _MEASURES, _ORDINARY = words("not_streets"), words("measures"), words("ordinary")
_PLACES = words("small_places") | words("tiny_places") | words("not_names")
_NO_POSTCODE = words("before_numbers")
_MAY_PRECEDE, _LIVES = words("may_precede"), words("lives")
_SHORTENED = tuple(words("short_street_endings"))
_STAYS, _QUALIFIERS = words("stays"), words("qualifiers")
_REGISTERS, _FARMS, _FARM_WORDS = words("land_registers"), words("farms"), words("farm_words")
_DISTRICTS, _LIKE_A_FARM = words("districts"), tuple(words("surname_endings"))
_BEFORE_NUMBER = frozenset({" ", "", ". ", ".", " nr ", " nr. "})
_SHORTEST_SHORTENED = 4
_HOUSE_DIGITS, _POSTCODE_DIGITS = 3, 4
_SHORTEST_STEM = 2
_LONGEST_NAME = 4
_SHORTEST_FARM = 6
_CLAUSE = 6  # words between `bor` and where


def in_tokens(on: Tokens) -> Iterator[Mark]:
    """The addresses from left to right; a street and the postcode behind it are one."""
    waiting: tuple[int, int] | None = None
    for first, last in _parts(on):
        if waiting and on.gap(waiting[1]) in {", ", " ", "\n", ",\n"} and waiting[1] == first:
            waiting = (waiting[0], last)
            continue
        if waiting:
            yield on.mark("address", *waiting)
        waiting = (first, last)
    if waiting:
        yield on.mark("address", *waiting)


def _parts(on: Tokens) -> Iterator[tuple[int, int]]:
    street_ends = -1
    for at, low in enumerate(on.lows):
        if low.isdecimal():
            part = _street(on, at) or _postcode(on, at, after_street=street_ends == at) or _box(on, at) or _plot(on, at)
        else:
            part = _street_without_number(on, at) or (_farm(on, at) if low in _FARM_WORDS else None)
        if part:
            street_ends = part[1]
            yield part


def _street(on: Tokens, at: int) -> tuple[int, int] | None:
    if len(on.lows[at]) > _HOUSE_DIGITS or at == 0 or on.gaps[at] not in _BEFORE_NUMBER:
        return None
    first = _street_name(on, at - 1)
    if first is None and on.capital[at - 1] and on.gap(at + 1) == ", " and _postcode(on, at + 1, after_street=True):
        first = _leftmost(on, at - 1)  # `Grønland 12, 0188 Oslo`
    if first is None:
        return None
    last = at + 1
    if on.low(last) in _MEASURES or on.gap(last).startswith(("%", " %", ":", ".000")):
        return None
    letter = on.low(last)
    if len(letter) == 1 and letter in "abcdefgh" and on.gap(last) in {"", " "}:
        last += 1
    return first, last


def _street_name(on: Tokens, at: int) -> int | None:
    """Where the street's name begins that ends here."""
    low, capital, gap = on.lows[at], on.capital[at], on.gaps[at + 1]
    if gap in {". ", "."}:
        if low in _SHORTENED and at > 0 and on.gaps[at] == " " and on.lows[at - 1] not in _ORDINARY:
            return _leftmost(on, at - 1) if on.capital[at - 1] or low == "terr" else None  # `solbakken terr. 8`
        return _leftmost(on, at) if low.endswith(_SHORTENED) and len(low) > _SHORTEST_SHORTENED else None
    if low in _APART:
        named = at > 0 and on.capital[at - 1] and on.gaps[at] == " " and on.lows[at - 1] not in _ORDINARY
        return _leftmost(on, at) if named else (at if capital and not on.begins(at) and low == "tunet" else None)
    ending = next((ending for ending in _ENDINGS if low.endswith(ending)), "")
    if not ending or len(low) < len(ending) + _SHORTEST_STEM or low in _NO_STREET:
        return None
    return _leftmost(on, at) if capital or low.endswith(_SURE_ENDINGS) else None


def _leftmost(on: Tokens, at: int) -> int:
    first = at
    while first > 0 and at - first < _LONGEST_NAME and on.gaps[first] == " " and on.capital[first - 1]:
        before = on.lows[first - 1]
        if (before in _ORDINARY and before not in _QUALIFIERS) or before.isdecimal():
            break
        first -= 1
    return first


def _postcode(on: Tokens, at: int, *, after_street: bool) -> tuple[int, int] | None:
    if at >= len(on) or not on.lows[at].isdecimal() or len(on.lows[at]) != _POSTCODE_DIGITS or on.gap(at + 1) != " ":
        return None
    place, before, year = on.low(at + 1), on.low(at - 1), on.lows[at][:2] in {"19", "20"}
    known = place in _PLACES
    if not known and on.lows[at].endswith("000"):
        return None  # `5000 Innherredinger`
    if not known and (not on.capital[at + 1] or on.acronym[at + 1] or place in _ORDINARY or place in _MEASURES):
        return None
    if not after_street and before in _NO_POSTCODE and (year or before not in _MAY_PRECEDE):
        return None
    if year and not after_street and at > 0 and not on.begins(at):
        return None
    return at, at + 2


def _box(on: Tokens, at: int) -> tuple[int, int] | None:
    before = on.low(at - 1)
    boxed = before in _BOXES
    dwelling = before in _DWELLINGS and on.gaps[at] == "" and len(on.lows[at]) == _POSTCODE_DIGITS
    return (at - 1, at + 1) if (boxed and on.gaps[at] == " ") or dwelling else None


def _street_without_number(on: Tokens, at: int) -> tuple[int, int] | None:
    """`bor i Storgata` shows where somebody lives, also without a number."""
    low = on.lows[at]
    if not on.capital[at] or not low.endswith(_SURE_ENDINGS) or low in _NO_STREET or low in _APART:
        return None
    if on.low(at - 1) != "i" or on.low(at + 1).isdecimal() or not _lives(on, at - 1):
        return None
    return at, at + 1


def _lives(on: Tokens, at: int) -> bool:
    """Whether `bor`, `bur` or `holder til` stands a few words before, in the same clause."""
    for near in range(at - 1, max(-1, at - 1 - _CLAUSE), -1):
        if on.lows[near] in _LIVES or (on.lows[near] == "til" and on.low(near - 1) in _STAYS):
            return True
        if on.gaps[near] != " ":
            return False
    return False


def _farm(on: Tokens, at: int) -> tuple[int, int] | None:
    """`bur på Øvre Kvåle`, `garden vår, Ytre Bjørkedal`."""
    name = on.low(at + 1)
    if on.gap(at + 1) != " " or name in _DISTRICTS or on.low(at + 2).isdecimal():
        return None
    lived = on.low(at - 1) == "på" and _lives(on, at - 1)
    if not (on.capital[at] and on.capital[at + 1]):
        lived = lived and len(name) >= _SHORTEST_FARM and name.endswith(_LIKE_A_FARM)
    elif not lived:
        lived = any(on.lows[near] in _FARMS for near in range(max(0, at - 3), at))
    return (at, at + 3 if on.low(at + 2) in _FARMS else at + 2) if lived else None


def _plot(on: Tokens, at: int) -> tuple[int, int] | None:
    """`gnr. 45 bnr. 12`, `gnr 45/12`: a farm's number in the land register."""
    if on.low(at - 1) not in _REGISTERS or on.gaps[at] not in {" ", ". ", "."}:
        return None
    return at - 1, at + 2 if on.gap(at + 1) == "/" and on.low(at + 1).isdecimal() else at + 1
