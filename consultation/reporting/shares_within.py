"""Shares kept within what the report tells: none of them lets one work out a number that is withheld there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from consultation.privacy.disclosure import SafeTable
from consultation.reporting.shares import ALL, EVERYBODY, ROLE, Grouped, Share, Shares
from consultation.reporting.tables import ALL as ALL_ROLES
from consultation.reporting.tables import shown

WITHHELD = Share("withheld")


def as_reported(shares: Shares, counts: SafeTable | None, *, stale: Collection[str] = ()) -> Shares:
    """The same without shares over everybody and by role whose own number the report withholds: one would tell the other.

    Where a share over everybody is withheld, so are those that it is divided into. ``counts`` is the report's table of confirmed themes, None where it has none.
    ``stale`` says why the shares are out of date: where ``answers`` came or went, none that was counted is left. Beside the
    number as it is now it would tell what those few say who came or went.
    """
    if "answers" in stale:
        shares = _uncounted(shares)
    told = {theme for theme in shares.themes if counts is not None and _sum_told(counts, theme, shares.among)}
    grouped = tuple(
        kept_within(one, counts) if one.grouping == ROLE else _without(one, dict.fromkeys(told, one.groups))
        for one in shares.grouped
    )
    known = next((one.shares for one in grouped if one.grouping == EVERYBODY), {})
    withheld = {theme for theme, by_group in known.items() if by_group.get(ALL, WITHHELD).kind == "withheld"}
    alone = {theme: WITHHELD if theme in withheld else one for theme, one in shares.without_copies.items()}
    return replace(shares, grouped=grouped, without_copies=alone)


def _uncounted(shares: Shares) -> Shares:
    """The shares that are estimates, and nothing of the others."""
    grouped = tuple(
        _without(
            one,
            {
                theme: frozenset(group for group, share in by.items() if share.kind != "counted")
                for theme, by in one.shares.items()
            },
        )
        for one in shares.grouped
    )
    alone = {theme: WITHHELD if one.kind == "counted" else one for theme, one in shares.without_copies.items()}
    return replace(shares, grouped=grouped, without_copies=alone)


def kept_within(grouped: Grouped, counts: SafeTable | None) -> Grouped:
    """The shares of roles without those whose own number is withheld elsewhere in the report."""
    return _without(
        grouped,
        {
            theme: frozenset(group for group in by if counts is not None and _told(counts, theme, group))
            for theme, by in grouped.shares.items()
        },
    )


def _without(grouped: Grouped, told: Mapping[str, Collection[str]]) -> Grouped:
    """Nothing but what is told, nor what it could be worked out of."""
    shares = {
        theme: {group: share if group in told.get(theme, ()) else WITHHELD for group, share in by_group.items()}
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
    looks = grouped.looks if seen else 0  # or it would be said that none of them is larger than chance
    return replace(grouped, shares=shares, differences=tuple(seen), looks=looks, silent=tuple(silent))


def _told(counts: SafeTable, theme: str, group: str) -> bool:
    return theme in counts.rows and shown(counts, theme, group) is not None


def _sum_told(counts: SafeTable, theme: str, among: Mapping[str, Sequence[str]]) -> bool:
    """Whether a sum over these roles tells no more than the table: each of them is told there, or so is the sum."""
    if theme not in counts.rows or not counts.columns:
        return False
    mine, there = set(among.get(theme, ())), {column for column in counts.columns if column != ALL_ROLES}
    the_sum = shown(counts, theme, counts.columns[-1]) is not None
    return (the_sum and mine in (set(), there)) or bool(mine and all(_told(counts, theme, role) for role in mine))
