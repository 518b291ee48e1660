"""What is known of a theme among some comments: from the random sample, and of a role that people read wholly in full."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consultation.reporting.composing import confirmed_by_role
from consultation.reporting.tables import shown
from consultation.usecases.reading.random_sample import RandomSample

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from consultation.themes.trust.prevalence import Prevalence

    Flags = npt.NDArray[np.bool_]

ROW = "theme"
Places = Sequence[int]


@dataclass(frozen=True, slots=True)
class Told:
    """Of one theme: the roles whose number may be told, and those that a sum over everybody may count."""

    roles: frozenset[str]
    among: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """The random sample, and which comments (comments, themes) are of a role of which people have read every comment."""

    sample: RandomSample
    wholly: Flags

    def prevalence(self, places: Places, theme: int) -> Prevalence:
        """How common a theme is among the comments at these places."""
        from consultation.themes.trust.prevalence import Counted, joined, prevalence

        whole = [at for at in places if self.wholly[at, theme]]
        some = [at for at in places if not self.wholly[at, theme]]
        drawn, found = self.sample.drawn[some, theme], self.sample.found[some, theme]
        scores = None if self.sample.scores is None else self.sample.scores[some, theme]
        rest = prevalence(drawn, found, scores=scores)
        share = float(self.sample.found[whole, theme].mean()) if whole else 0.0
        return joined(rest, Counted(share, len(whole)))

    def counts(self, groups: Mapping[str, Places], theme: int) -> tuple[dict[str, int], dict[str, int]]:
        """In each group how many speak of the theme, and of how many it is known: what its share rests on."""
        some = {
            group: [at for at in those if self.sample.drawn[at, theme] or self.wholly[at, theme]]
            for group, those in groups.items()
        }
        counts = {group: int(self.sample.found[those, theme].sum()) for group, those in some.items()}
        return counts, {group: len(those) for group, those in some.items()}

    def told(self, roles: Mapping[str, Places], theme: int) -> Told:
        """What may be told of these roles: the counts that shares rest on must be fit to be.

        A sum that leaves out the roles of more than half of the comments would be no share over everybody.
        """
        counts, sizes = self.counts(roles, theme)
        table = confirmed_by_role([ROW], {ROW: counts}, sizes)
        told = frozenset(role for role in roles if shown(table, ROW, role))
        among = frozenset(role for role in roles if role in table.columns)
        most = 2 * sum(len(roles[role]) for role in among) >= sum(map(len, roles.values()))
        total = bool(among) and shown(table, ROW, table.columns[-1]) is not None
        return Told(told, among if total and most else frozenset())


def know_shares(sample: RandomSample, judged: Mapping[bytes, Collection[str]]) -> Known:
    """What the sample and wholly read roles tell; ``judged`` has for each comment the themes that it was read for."""
    import numpy as np

    keys = sample.corpus.keys
    here = np.array([[theme in judged.get(key, ()) for theme in sample.themes] for key in keys], dtype=np.bool_)
    roles = np.array([comment.role for comment in sample.corpus])
    wholly = np.zeros_like(here)
    for role in set(roles.tolist()):
        wholly[roles == role] = here[roles == role].all(axis=0)
    return Known(sample, wholly)
