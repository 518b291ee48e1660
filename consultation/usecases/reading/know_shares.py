"""What is known of a theme among some comments: from the random sample, and of a role that people read wholly in full."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from consultation.privacy.disclosure import Part
from consultation.reporting.composing import confirmed_by_role
from consultation.reporting.tables import shown
from consultation.usecases.reading.draw_sample import RandomSample

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from consultation.themes.trust.prevalence import Prevalence

    Flags = npt.NDArray[np.bool_]

ROW = "theme"
MOST = 2 / 3  # of the comments have to be counted for a share to be one over everybody
Places = Sequence[int]


@dataclass(frozen=True, slots=True)
class Told:
    """Of one theme: the roles whose number may be told, and those that a sum over everybody may count."""

    roles: frozenset[str]
    among: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """The random sample, and what else is known of each comment.

    ``wholly`` (comments, themes): it is of a role of which people have read every comment; ``copied`` (comments): it is the
    copy of a campaign that another one is counted for, which has nothing to do with the random order. The copy that
    comes first in that order would be likelier to be read than a comment of somebody's own.
    """

    sample: RandomSample
    wholly: Flags
    roles: npt.NDArray[np.str_]
    copied: Flags

    def prevalence(self, places: Places, theme: int) -> Prevalence:
        """How common a theme is among the comments at these places."""
        import numpy as np

        from consultation.themes.trust.prevalence import Counted, joined, prevalence

        here = np.array(places, dtype=np.intp)
        whole = self.wholly[here, theme]
        some, all_read = here[~whole], self.sample.found[here[whole], theme]
        scores = None if self.sample.scores is None else self.sample.scores[some, theme]
        rest = prevalence(self.sample.drawn[some, theme], self.sample.found[some, theme], scores=scores)
        return joined(rest, Counted(float(all_read.mean()) if len(all_read) else 0.0, len(all_read)))

    def counts(self, groups: Mapping[str, Places], theme: int) -> tuple[dict[str, int], dict[str, int]]:
        """In each group how many speak of the theme, and of how many it is known: what its share rests on."""
        known = self.sample.drawn[:, theme] | self.wholly[:, theme]
        found = known & self.sample.found[:, theme]
        counts = {group: int(found[list(those)].sum()) for group, those in groups.items()}
        return counts, {group: int(known[list(those)].sum()) for group, those in groups.items()}

    def parts(self, groups: Mapping[str, Places], theme: int, *, beside_copies: bool = False) -> dict[str, Part]:
        """The same as parts of their sum, with what follows for each from how many of each role speak of the theme.

        With ``beside_copies`` also from how many of the campaigns' copies do.
        """
        import numpy as np

        counts, sizes = self.counts(groups, theme)
        known = self.sample.drawn[:, theme] | self.wholly[:, theme]
        found = known & self.sample.found[:, theme]
        all_of_them = np.array(sorted(at for those in groups.values() for at in those), dtype=np.intp)
        least, most = dict.fromkeys(groups, 0), dict.fromkeys(groups, 0)
        copied = self.copied & beside_copies
        for role, copy in product(np.unique(self.roles[all_of_them]), (False, True)):
            mine = known & (self.roles == role) & (copied == copy)
            size, speaking = int(mine[all_of_them].sum()), int((mine & found)[all_of_them].sum())
            for group, those in groups.items():
                here = int(mine[list(those)].sum())
                least[group] += max(0, speaking - (size - here))
                most[group] += min(here, speaking)
        return {group: Part(counts[group], sizes[group], least[group], most[group]) for group in groups}

    def told(self, roles: Mapping[str, Places], theme: int) -> Told:
        """What may be told of these roles: the counts that shares rest on must be fit to be.

        A sum that leaves out the roles of more than a third of the comments would be no share over everybody.
        """
        counts, sizes = self.counts(roles, theme)
        table = confirmed_by_role([ROW], {ROW: counts}, sizes)
        told = frozenset(role for role in roles if shown(table, ROW, role))
        among = frozenset(role for role in roles if role in table.columns)
        most = sum(len(roles[role]) for role in among) >= MOST * sum(map(len, roles.values()))
        total = bool(among) and shown(table, ROW, table.columns[-1]) is not None
        return Told(told, among if total and most else frozenset())


def know_shares(sample: RandomSample, judged: Mapping[bytes, Collection[str]], copies: Mapping[bytes, int]) -> Known:
    """What the sample and wholly read roles tell.

    ``judged`` has for each comment the themes that it was read for, ``copies`` the campaign of each comment of one.
    """
    import numpy as np

    keys = sample.corpus.keys
    here = np.array([[theme in judged.get(key, ()) for theme in sample.themes] for key in keys], dtype=np.bool_)
    roles = np.array([comment.role for comment in sample.corpus])
    wholly = np.zeros_like(here)
    for role in set(roles.tolist()):
        wholly[roles == role] = here[roles == role].all(axis=0)
    heard: set[int] = set()
    copied = np.zeros(len(keys), dtype=np.bool_)
    for at, key in enumerate(keys):
        campaign = copies.get(key)
        copied[at] = campaign in heard
        heard |= {campaign} if campaign is not None else set()
    return Known(sample, wholly, roles, copied)
