"""Shares in words: a table with each theme's share and interval, and a sentence for each difference that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from consultation.privacy.disclosure import SafeTable
from consultation.reporting import numbers
from consultation.reporting.blocks import Cell, Column, Line, Table
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.shares import ALL, EVERYBODY, Differs, Grouped, Share, Shares
from consultation.reporting.tables import shown

SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8
"""Cohen's (1988) conventions for h."""
UNKNOWN = ""  # nobody asked which language a theme's name is in


def kept_within(grouped: Grouped, counts: SafeTable | None) -> Grouped:
    """The same shares without those whose own number is withheld elsewhere in the report: one would tell the other."""
    shares = {
        theme: {
            group: share if counts is not None and _told(counts, theme, group) else Share("withheld")
            for group, share in by_group.items()
        }
        for theme, by_group in grouped.shares.items()
    }
    hidden = {(theme, group) for theme, by in shares.items() for group, share in by.items() if share.kind == "withheld"}
    mixed = {theme for theme, group in hidden if grouped.shares[theme][group].kind != "withheld"}  # the rest has it in
    seen = [
        one
        for one in grouped.differences
        if not {(one.theme, one.one), (one.theme, one.other)} & hidden and (one.other or one.theme not in mixed)
    ]
    silent = [one for one in grouped.silent if (one[1], one[0]) not in hidden]
    return replace(grouped, shares=shares, differences=tuple(seen), silent=tuple(silent))


def _told(counts: SafeTable, theme: str, group: str) -> bool:
    if theme not in counts.rows or not counts.columns:
        return False
    column = counts.columns[-1] if group == ALL else group  # the total, or the only role there is
    return shown(counts, theme, column) is not None


def shares_table(
    shares: Shares,
    grouped: Grouped,
    themes: Sequence[tuple[str, str]],
    groups: Mapping[str, Said],
    words: Catalogue,
) -> Table:
    """Each theme's share over everybody, with campaigns counted once where there are any, and in each group.

    `themes` are (id, name) in the order wanted, `groups` the names of the groups in theirs.
    """
    everybody = shares.by(EVERYBODY)
    mine = [group for group in groups if group in grouped.groups and group != ALL]
    columns = [Column(words.say("All"))]
    if shares.without_copies:
        columns.append(Column(words.say("All, each campaign counted once")))
    columns += [Column(groups[group]) for group in mine]
    rows = []
    for theme, name in themes:
        cells = [_of(everybody.shares if everybody else {}, theme, ALL)]
        if shares.without_copies:
            cells.append(shares.without_copies.get(theme, Share("unsaid")))
        cells += [_of(grouped.shares, theme, group) for group in mine]
        rows.append(Line(Said(name, UNKNOWN), tuple(share_told(cell, words) for cell in cells)))
    caption = words.say("How many of those who answered speak of each theme, with 95 % intervals")
    return Table(caption, words.say("Theme"), tuple(columns), tuple(rows), note=_too_small(grouped, groups, words))


def _of(shares: Mapping[str, Mapping[str, Share]], theme: str, group: str) -> Share:
    return shares.get(theme, {}).get(group, Share("unsaid"))


def share_told(share: Share, words: Catalogue) -> Cell:
    """A share in words, with its interval beside it; the bar is as long as the best single number."""
    match share:
        case Share(kind="counted", share=float(known)):
            return Cell(_percent(known, words), words.say("all are read"), round(100 * known))
        case Share(kind="estimated", share=float(known), low=float(low), high=float(high)):
            told = Said(f"({round(100 * low)}–{numbers.percent(high, words.language)})", words.language)
            ends = round(100 * low), round(100 * high)
            return Cell(_percent(known, words), told, round(100 * known), ends=ends)
        case Share(kind="at_most", high=float(high)):
            told = words.say("at most %(share)s", share=numbers.percent(high, words.language))
            return Cell(told, percent=0, ends=(0, round(100 * high)))
        case Share(kind="at_least", low=float(low)):
            told = words.say("at least %(share)s", share=numbers.percent(low, words.language))
            return Cell(told, percent=100, ends=(round(100 * low), 100))
        case Share(kind="withheld"):
            return Cell(words.say("not shown"), shown=False)
    return Cell(words.say("too few read"), shown=False)


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
    others = words.say("all other groups")
    if one.points > 0:
        more, less, low, high = one.one, one.other, one.low, one.high
    else:
        more, less, low, high = one.other, one.one, -one.high, -one.low
    told = {
        "theme": themes[one.theme],
        "more": words.say("“%(group)s”", group=groups[more].text).text if more in groups else others.text,
        "less": words.say("“%(group)s”", group=groups[less].text).text if less in groups else others.text,
        "points": round(abs(one.points)),
        "low": round(low),
        "high": round(high),
        "effect": effect_in_words(one.effect, words).text,
    }
    return words.say(
        "%(theme)s: %(points)s percentage points more in %(more)s than in %(less)s "
        "(95 %% interval %(low)s to %(high)s); a %(effect)s difference.",
        **told,
    )


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
        if theme is not None and theme in themes and group in groups:
            by_group.setdefault(group, []).append(themes[theme])
    return tuple(
        words.say(
            "%(group)s: none of the comments that chance chose speaks of %(themes)s.",
            group=groups[group].text,
            themes=", ".join(quiet),
        )
        for group, quiet in by_group.items()
    )


def _too_small(grouped: Grouped, groups: Mapping[str, Said], words: Catalogue) -> Said | None:
    """The groups that nothing is told of; one that few wrote in looks like one that nobody did."""
    told = ", ".join(name.text for group, name in groups.items() if group not in {*grouped.groups, ALL})
    return words.say("Too few wrote in these groups to be shown: %(groups)s.", groups=told) if told else None
