"""Finds what looks like the name of a person: by lists of names, and by the words that stand beside one."""

from collections.abc import Iterator, Mapping

from consultation.privacy.tokens import ABBREVIATIONS, Mark, Tokens
from consultation.privacy.wordlists import words

# How sure a word is to be a name: one needs a word beside it that says so, one a capital letter, one nothing.
DOUBTFUL, WITH_CAPITAL, SURE = 1, 2, 3
_FIRST = {
    **dict.fromkeys(words("first_names"), SURE),
    **dict.fromkeys(words("first_names_capital"), WITH_CAPITAL),
    **dict.fromkeys(words("first_names_words"), DOUBTFUL),
}
_LAST = {**dict.fromkeys(words("surnames"), WITH_CAPITAL), **dict.fromkeys(words("surnames_words"), DOUBTFUL)}
_LAST.update((name, SURE) for name in words("surnames") if name.endswith(("sen", "sson")))
_LIKE_A_SURNAME = tuple(words("surname_endings"))
_SHORTEST_SURNAME = 6
_MOST = 5  # words of one name

_NO_NAME, _ORDINARY, _INSTITUTIONS = words("not_names"), words("ordinary"), words("institutions")
_TITLES = words("titles") | words("single_posts")
_RELATIONS, _POSSESSIVES = words("relations"), words("possessives")
_SMALL_PLACES = words("small_places") | words("tiny_places")
_NAMED, _GREETINGS, _SPEAKERS = words("called"), words("greetings"), words("speakers")
_CALLED = _NAMED | words("also_called")
_CLEAR = _NAMED | _GREETINGS - {"takk"}  # `takk gode hjelparar`
_VERBS, _PRONOUNS, _COMPANIONS = words("verbs"), words("pronouns"), words("companions")
_LIKE_A_FIRST_NAME = tuple(words("first_name_endings"))
_TITLE_ENDINGS = tuple(words("title_endings"))
_PLACED = words("prepositions")
_PARTICLES, _SAINTS, _DOCTORS = words("particles"), words("saints"), words("doctors")
_BECOMES, _CALLING, _WHOM = words("becomes"), words("calling"), words("whom")
_RATHER_WORDS, _AGES, _PER_WHAT = words("rather_words"), words("ages"), words("per_what")
_INSTITUTION_ENDINGS = tuple(words("institution_endings"))
_LAST_DAY, _OLDEST = 31, 99
_AFTER_SURNAME = frozenset({"og", "som", "fra", "frå"})
_SHORTEST_UNKNOWN = 4
_SPACE = " "
_DEFINITE = ("en", "a", "et", "ne")  # `mannen og jeg` names nobody
_AFTER_TITLE = frozenset({" ", ", ", " ("})
_AFTER_RELATION = frozenset({" ", ", ", ": ", " (", "  "})
_AFTER_GREETING = frozenset({" ", ", ", ": ", "\n", ",\n", "\n\n", ",\n\n", " - ", "! ", ". ", "  "})


def _first(low: str) -> int:
    return _rank(_FIRST, low) or (_hyphenated(low) if "-" in low else 0)


def _like_a_first_name(low: str) -> int:
    return WITH_CAPITAL if low.removesuffix("s").endswith(_LIKE_A_FIRST_NAME) and not _known(low) else 0


def _last(low: str) -> int:
    rank = _rank(_LAST, low)
    if not rank and "-" in low:
        rank = WITH_CAPITAL if all(_rank(_LAST, part) for part in low.split("-")) else 0
    if not rank and len(low) >= _SHORTEST_SURNAME and low.endswith(_LIKE_A_SURNAME) and not _known(low):
        rank = DOUBTFUL
    return rank


def _rank(names: Mapping[str, int], low: str) -> int:
    """How sure a name is, or its genitive, which is never sure without a capital letter."""
    rank = names.get(low, 0)
    if not rank and low.endswith("s") and low not in _ORDINARY:
        rank = min(WITH_CAPITAL, names.get(low[:-1].rstrip("'’"), 0))
    return rank


def _hyphenated(low: str) -> int:
    ranks = [_rank(_FIRST, part) or _rank(_LAST, part) for part in low.split("-")]
    return max(ranks) if all(ranks) and _rank(_FIRST, low[: low.index("-")]) else 0


def _known(low: str) -> bool:
    return low in _ORDINARY or low in _NO_NAME


def _titled(low: str) -> bool:
    return low in _TITLES or low.endswith(_TITLE_ENDINGS)


def in_tokens(on: Tokens, language: str | None = None) -> Iterator[Mark]:
    """The names from left to right, never overlapping. English names are written with a capital, and so looked for."""
    at = done = 0
    while at < len(on):
        if not _begins_name(on, at, english=language == "en"):
            at += 1
            continue
        first, last = _leftmost(on, at, done), _rightmost(on, at)
        if last == at + 1 and on.low(at - 1) in _CALLED and _unknown_surname(on, last):
            last += 1  # `legen heiter hamid rezaei og ...`
        if not _of_an_institution(on, first, last):
            yield on.mark("name", first, last)
        at = done = last


def _begins_name(on: Tokens, at: int, *, english: bool) -> bool:
    low, capital = on.lows[at], on.capital[at]
    first = _first(low)
    if not capital and not first and low not in _LAST and not ("-" in low and _after_doctor(on, at)):
        return False  # the fast way: most words are none of it
    if low in _POSSESSIVES and _one_near(on, at - 1):
        return False  # `fastlegen vår`, where `Vår` is a name as well
    first = first or _like_a_first_name(low)
    last = _last(low)
    if low in _NO_NAME:
        return capital and last > 0 and _after_doctor(on, at)
    if on.acronym[at] and max(first, last) < WITH_CAPITAL:
        return False
    if capital:
        return _capital_begins_name(on, at, first, last, english=english)
    return not english and _small_begins_name(on, at, first, last)


def _capital_begins_name(on: Tokens, at: int, first: int, last: int, *, english: bool) -> bool:
    if on.lows[at] == "per" and on.begins(at) and _amount(on, at + 1):
        return False
    if max(first, last) > DOUBTFUL:
        known = SURE in {first, last} or not _dated(on, at, aged=first > 0)
        sure = known and not _is_place(on, at, first, last)
        return sure and (not english or first == SURE or not on.begins(at) or _followed(on, at))
    if first and on.begins(at):
        return _followed(on, at) or on.low(at + 1) in _VERBS or _introduced(on, at)
    if first:
        return not on.low(at - 1).isdecimal() and not _dated(on, at, aged=True)  # `17. Mai`
    if on.low(at) in _ORDINARY or on.low(at) in _VERBS or len(on.low(at)) == 1:
        return False
    beside = last > 0 and (_after_initial(on, at) or _after_stranger(on, at))
    return beside or _introduced(on, at) or _told_of(on, at)


def _small_begins_name(on: Tokens, at: int, first: int, last: int) -> bool:
    low, after = on.lows[at], on.low(at + 1)
    if first == SURE or (last == SURE and low in _LAST) or ((last or "-" in low) and _after_doctor(on, at)):
        return True
    if not first:  # `overlege sandvik`
        return _LAST.get(low) == WITH_CAPITAL and on.gaps[at] == _SPACE and _titled(on.low(at - 1))
    beside = after in _LAST or (on.shouted and after in _FIRST)
    followed = on.gap(at + 1) == _SPACE and beside and first + max(_last(after), _first(after)) > WITH_CAPITAL
    if not followed and low not in _FIRST and "-" not in low:
        return False  # a genitive
    clear = (first > DOUBTFUL and low not in _RATHER_WORDS) or after in _VERBS or on.low(at - 1) in _CLEAR
    return followed or (clear and _introduced(on, at, known=True))


def _amount(on: Tokens, at: int) -> bool:
    """Whether it goes on as `Per uke` or `Per i dag` does."""
    return on.low(at) in _PER_WHAT or (on.low(at) == "i" and on.low(at + 1) in _PER_WHAT)


def _dated(on: Tokens, at: int, *, aged: bool) -> bool:
    """Whether it is `May 2022` or `17 Mai 12`, and not `Aud 71 år` where an age may follow."""
    number = on.low(at + 1)
    if on.gap(at + 1) != _SPACE or not number.isdecimal():
        return False
    return not (aged and (on.low(at + 2) in _AGES or _LAST_DAY < int(number[:4]) <= _OLDEST))


def _is_place(on: Tokens, at: int, first: int, last: int) -> bool:
    """Whether a name is where somebody lives: `i Haugland`, `frå Hjelmeland`, `på Frøya`."""
    before, small = on.low(at - 1), on.lows[at] in _SMALL_PLACES
    if on.gaps[at] != _SPACE or before not in _PLACED:
        return False
    if first:
        return small and before in {"i", "på"}
    return last < SURE and (before == "i" or small)


def _unknown_surname(on: Tokens, at: int) -> bool:
    """Whether a word that we do not know, written small, ends the name that `heiter` led to."""
    low = on.low(at)
    if on.gap(at) != _SPACE or len(low) < _SHORTEST_UNKNOWN or low.isdecimal() or low in _VERBS or _known(low):
        return False
    return on.gap(at + 1) != _SPACE or on.low(at + 1) in _AFTER_SURNAME


def _followed(on: Tokens, at: int) -> bool:
    """Whether a surname or another first name comes next, with a capital letter."""
    after = at + 1
    if on.gap(after) != _SPACE or not on.capital[after] or on.low(after) in _NO_NAME:
        return False
    return _last(on.low(after)) > 0 or _first(on.low(after)) > 0


def _introduced(on: Tokens, at: int, *, known: bool = False) -> bool:
    """Whether the words before say that a name comes; `known` names may be written small where they say it clearly."""
    gap, before = on.gaps[at], on.low(at - 1)
    if before in _POSSESSIVES and gap in _AFTER_RELATION:
        return on.gaps[at - 1] == _SPACE and _one_near(on, at - 2)
    if before in _RELATIONS and gap in _AFTER_RELATION:
        return not known or gap != _SPACE
    if _titled(before) and (gap in _AFTER_TITLE or (gap == ". " and before in ABBREVIATIONS)):
        return True
    if gap == _SPACE and (before in _CALLED or before in _WHOM):
        return _called(on, at)
    return before in _GREETINGS and gap in _AFTER_GREETING


def _one_near(on: Tokens, at: int) -> bool:
    low = on.low(at)
    return low in _RELATIONS or _titled(low)


def _called(on: Tokens, at: int) -> bool:
    """Whether it is `legen vår heiter ...`, `ho vert kalla ...` or `vi kaller henne ...`."""
    if on.low(at - 1) in _WHOM:
        return on.low(at - 2) in _CALLING
    who = at - 3 if on.low(at - 2) in _BECOMES else at - 2
    return on.low(who) in _SPEAKERS or _one_near(on, who - 1 if on.low(who) in _POSSESSIVES else who)


def _told_of(on: Tokens, at: int) -> bool:
    """Whether it is `han Roger`, `kona til Eilif`, `Anbjørg og jeg` or `Torgny (far min)`, of a word that we do not know."""
    if not _stranger(on, at):
        return False
    before, gap, after = on.low(at - 1), on.gaps[at], on.low(at + 1)
    if gap == _SPACE and (before in _PRONOUNS or (before == "til" and on.low(at - 2) in _RELATIONS)):
        return True
    if on.gap(at + 1) == " (" and after in _RELATIONS:
        return True
    joined = on.gap(at + 1) == on.gap(at + 2) == _SPACE and after == "og" and on.low(at + 2) in _COMPANIONS
    return joined and not on.lows[at].endswith(_DEFINITE)


def _after_doctor(on: Tokens, at: int) -> bool:
    return on.low(at - 1) in _DOCTORS and on.gaps[at] in {_SPACE, ". ", "."}


def _initial(on: Tokens, at: int) -> bool:
    return 0 <= at < len(on) and on.capital[at] and len(on.lows[at]) == 1


def _after_initial(on: Tokens, at: int) -> bool:
    return _initial(on, at - 1) and on.gaps[at] in {". ", ".", _SPACE}


def _after_stranger(on: Tokens, at: int) -> bool:
    """Whether a word with a capital letter that we do not know stands before, within the sentence."""
    return on.gaps[at] == _SPACE and at > 0 and not on.begins(at - 1) and _stranger(on, at - 1)


def _stranger(on: Tokens, at: int) -> bool:
    low = on.lows[at]
    plain = on.capital[at] and not on.acronym[at] and len(low) > 1
    return plain and not (_known(low) or _titled(low) or low in _RELATIONS or low in _GREETINGS or low in _INSTITUTIONS)


def _leftmost(on: Tokens, at: int, done: int) -> int:
    furthest = max(done, at - _MOST)
    while at > furthest:
        initial = _initial(on, at - 1) and on.gaps[at] in {". ", ".", _SPACE}
        if not initial and not (on.gaps[at] == _SPACE and _stranger(on, at - 1)):
            break
        at -= 1
    return at


def _rightmost(on: Tokens, at: int) -> int:
    small, last = not on.capital[at], at + 1
    while last < len(on) and last - at < _MOST:
        if not _goes_on(on, last, small=small):
            if not (on.low(last) in _PARTICLES and on.gaps[last] == _SPACE and _goes_on(on, last + 1, small=False)):
                break
            last += 1
        last += 1
    return last


def _goes_on(on: Tokens, at: int, *, small: bool) -> bool:
    if at >= len(on):
        return False
    low, gap = on.lows[at], on.gaps[at]
    if gap != _SPACE and not (_initial(on, at - 1) and gap in {". ", "."}):
        return False
    first, last = _first(low), _last(low)
    if not on.capital[at]:
        return small and (first == SURE or low in _LAST)
    if _initial(on, at):
        return on.gap(at + 1).startswith(".") or _stranger_or_surname(on, at + 1)
    return _stranger_or_surname(on, at) or first > 0 or (last > 0 and low not in _ORDINARY)


def _stranger_or_surname(on: Tokens, at: int) -> bool:
    return at < len(on) and on.capital[at] and (_last(on.lows[at]) > 0 or _stranger(on, at))


def _of_an_institution(on: Tokens, first: int, last: int) -> bool:
    """Whether it is `Martina Hansens Hospital`, `Hansens sykdom` or `St. Olavs`."""
    follows = on.gap(last) == _SPACE and on.low(last) in _INSTITUTIONS
    follows = follows and (on.lows[last - 1].endswith("s") or on.capital[last])
    return (
        follows
        or on.low(first - 1) in _SAINTS
        or on.lows[last - 1].endswith(_INSTITUTION_ENDINGS)
        or any(on.lows[at] in _INSTITUTIONS and not _first(on.lows[at]) for at in range(first, last))
    )
