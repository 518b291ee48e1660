"""Shares in words: a table with each theme's share and interval, and a sentence for each difference that stands."""

from collections.abc import Iterator, Mapping, Sequence

from consultation.reporting import numbers
from consultation.reporting.blocks import Cell, Column, Line, Table
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.shares import ALL, EVERYBODY, ROLE, Differs, Grouped, Share, Shares

SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8
"""Cohen's (1988) conventions for h."""
ONE = 0.01  # one percent
FINEST = 2  # decimals of a percentage point
UNKNOWN = ""  # nobody asked which language a theme's name is in


def shares_table(
    shares: Shares,
    grouped: Grouped,
    themes: Sequence[tuple[str, str]],
    groups: Mapping[str, Said],
    words: Catalogue,
    *,
    roles: Mapping[str, Said],
) -> Table:
    """Each theme's share over everybody, with campaigns counted once where there are any, and in each group.

    `themes` are (id, name) in the order wanted, `groups` the names of the groups in theirs, `roles` those of the roles.
    """
    everybody = shares.by(EVERYBODY)
    mine = [group for group in groups if group in grouped.groups and group != ALL]
    columns = [Column(words.say("All"))]
    once = any(share.kind != "withheld" for share in shares.without_copies.values())
    if once:
        columns.append(Column(words.say("All, each campaign counted once")))
    columns += [Column(groups[group]) for group in mine]
    rows = []
    for theme, name in themes:
        cells = [_of(everybody.shares if everybody else {}, theme, ALL)]
        if once:
            cells.append(shares.without_copies.get(theme, Share("unsaid")))
        cells += [_of(grouped.shares, theme, group) for group in mine]
        rows.append(Line(Said(name, UNKNOWN), tuple(share_told(cell, words) for cell in cells)))
    caption = words.say("How many of those who answered speak of each theme, with 95 % intervals")
    note = _note(
        _too_small(grouped, groups, words),
        _left_out(shares, dict(themes), roles, words),
        _rests_on(shares, dict(themes), words),
    )
    return Table(caption, words.say("Theme"), tuple(columns), tuple(rows), note=note)


def _of(shares: Mapping[str, Mapping[str, Share]], theme: str, group: str) -> Share:
    return shares.get(theme, {}).get(group, Share("unsaid"))


def share_told(share: Share, words: Catalogue) -> Cell:
    """A share in words, with its interval beside it; the bar is as long as the best single number."""
    match share:
        case Share(kind="counted", share=float(known)):
            return Cell(_percent(known, words), words.say("all are read"), round(100 * known))
        case Share(kind="estimated", share=float(known), low=float(low), high=float(high)):
            ends = (
                [_high_end(high, words)]
                if high < ONE or low > 1 - ONE
                else [_low_end(low, words), _high_end(high, words)]
            )
            told = Said(f"({'–'.join(ends)})", words.language)
            drawn = round(100 * low), round(100 * high)
            return Cell(_percent(known, words), told, round(100 * known), ends=drawn)
        case Share(kind="at_most", high=float(high)):
            told = words.say("at most %(share)s", share=numbers.percent(max(high, ONE), words.language))
            return Cell(told, percent=0, ends=(0, round(100 * high)))
        case Share(kind="at_least", low=float(low)):
            told = words.say("at least %(share)s", share=numbers.percent(min(low, 1 - ONE), words.language))
            return Cell(told, percent=100, ends=(round(100 * low), 100))
        case Share(kind="withheld"):
            return Cell(words.say("not shown"), shown=False)
    return Cell(words.say("too few read"), shown=False)


def _low_end(share: float, words: Catalogue) -> str:
    """The lower end of an interval, whose sign for percent stands behind the upper one."""
    return words.say("under 1").text if 0 < share < ONE else f"{round(100 * share)}"


def _high_end(share: float, words: Catalogue) -> str:
    if 0 < share < ONE:
        return words.say("under %(share)s", share=numbers.percent(ONE, words.language)).text
    if 1 - ONE < share < 1:
        return words.say("over %(share)s", share=numbers.percent(1 - ONE, words.language)).text
    return numbers.percent(share, words.language)


def share_in_short(share: Share, words: Catalogue) -> str:
    """A share as the one number, with what it is the end of; nothing where none is known or shown."""
    match share:
        case Share(kind="at_most", high=float(high)):
            return f"≤\N{NO-BREAK SPACE}{numbers.percent(max(high, ONE), words.language)}"
        case Share(kind="at_least", low=float(low)):
            return f"≥\N{NO-BREAK SPACE}{numbers.percent(min(low, 1 - ONE), words.language)}"
    return "" if share.best is None else numbers.percent(share.best, words.language)


def _percent(share: float, words: Catalogue) -> Said:
    return Said(numbers.percent(share, words.language), words.language)


def differences_told(
    grouped: Grouped,
    themes: Mapping[str, str],
    groups: Mapping[str, Said],
    words: Catalogue,
    *,
    most: int | None = None,
) -> tuple[Said, ...]:
    """A sentence for each difference that stands after all looks, the largest effect first."""
    standing = [one for one in grouped.differences if one.stands and one.theme in themes]
    return tuple(_difference(one, themes, groups, words) for one in standing[:most])


def _difference(one: Differs, themes: Mapping[str, str], groups: Mapping[str, Said], words: Catalogue) -> Said:
    if one.points > 0:
        more, less, points, low, high = one.one, one.other, one.points, one.low, one.high
    else:
        more, less, points, low, high = one.other, one.one, -one.points, -one.high, -one.low
    told = dict(zip(("points", "low", "high"), points_told((points, low, high), words), strict=True))
    return words.say(
        "%(theme)s: %(points)s percentage points more in %(more)s than in %(less)s "
        "(95 %% interval %(low)s to %(high)s); a %(effect)s difference.",
        **told,
        theme=themes[one.theme],
        more=group_told(more, groups, words, quoted=True),
        less=group_told(less, groups, words, quoted=True),
        effect=effect_in_words(one.effect, words).text,
    )


def points_told(points: Sequence[float], words: Catalogue, *, signed: bool = False) -> tuple[str, ...]:
    """Percentage points, with as many decimals for all of them as it takes for none that is not 0 to be written as 0."""
    digits = 0
    while digits < FINEST and any(one and not round(one, digits) for one in points):
        digits += 1
    return tuple(numbers.decimal(one, digits, words.language, signed=signed) for one in points)


def group_told(group: str, groups: Mapping[str, Said], words: Catalogue, *, quoted: bool = False) -> str:
    """A group's name; without one it is called what it is called in the questionnaire, and ``""`` are all others."""
    if not group:
        return words.say("the other groups that are shown, taken together").text
    name = groups[group].text if group in groups else group
    return words.say("“%(group)s”", group=name).text if quoted else name


def effect_in_words(effect: float, words: Catalogue) -> Said:
    """Cohen's h as he called it: small from 0.2, medium from 0.5, large from 0.8."""
    size = abs(effect)
    if size >= LARGE:
        return words.say("large")
    if size >= MEDIUM:
        return words.say("medium-sized")
    return words.say("small") if size >= SMALL else words.say("very small")


def silent_told(
    grouped: Grouped, themes: Mapping[str, str], groups: Mapping[str, Said], words: Catalogue
) -> tuple[Said, ...]:
    """A sentence for each group that none of whose read comments speaks of a theme that others speak of."""
    by_group: dict[str, list[str]] = {}
    for group, theme in grouped.silent:
        if theme is not None and theme in themes:
            by_group.setdefault(group, []).append(themes[theme])
    return tuple(
        words.say(
            "%(group)s: none of the comments that these shares rest on speaks of %(themes)s.",
            group=group_told(group, groups, words),
            themes=", ".join(quiet),
        )
        for group, quiet in by_group.items()
    )


def _note(*told: Iterator[Said]) -> Said | None:
    """What a reader has to know of single rows and columns."""
    sentences = [one for some in told for one in some]
    return Said(" ".join(one.text for one in sentences), sentences[0].language) if sentences else None


def _too_small(grouped: Grouped, groups: Mapping[str, Said], words: Catalogue) -> Iterator[Said]:
    """The groups that nothing is told of; one that few wrote in looks like one that nobody did."""
    if told := ", ".join(name.text for group, name in groups.items() if group not in {*grouped.groups, ALL}):
        yield words.say("Too few wrote in these groups to be shown: %(groups)s.", groups=told)


def _left_out(shares: Shares, themes: Mapping[str, str], roles: Mapping[str, Said], words: Catalogue) -> Iterator[Said]:
    """Which roles the share over all leaves out, and for which themes."""
    by_role = shares.by(ROLE)
    without: dict[str, list[str]] = {}
    for theme in themes:
        among = shares.among.get(theme)
        for role in by_role.groups if by_role and among else ():
            if role not in (among or ()):
                without.setdefault(role, []).append(theme)
    counted = [theme for theme in themes if shares.among.get(theme)]
    for role, those in without.items():
        name = group_told(role, roles, words, quoted=True)
        if len(those) == len(counted):
            yield words.say(
                "“All” does not count %(group)s, as none of their numbers may be shown yet. When more of their comments "
                "have been read, some may.",
                group=name,
            )
        else:
            names = ", ".join(themes[theme] for theme in those)
            yield words.say(
                "For %(themes)s, “All” does not count %(group)s, whose own number may not be shown.",
                group=name,
                themes=names,
            )


def _rests_on(shares: Shares, themes: Mapping[str, str], words: Catalogue) -> Iterator[Said]:
    """How many comments a share rests on where these are not as many as for the others: the theme was made later."""
    for theme, number in shares.drawn_by_theme.items():
        if theme not in themes:
            continue
        if number is None:
            yield words.say("%(theme)s rests on fewer than 5 comments.", theme=themes[theme])
        else:
            told = numbers.whole(number, words.language)
            yield words.say("%(theme)s rests on %(number)s+ comments.", theme=themes[theme], number=told)
