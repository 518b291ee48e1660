"""For which themes a reading counts: those that the codebook asked for when the comment was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consultation.themes.book.acts import Merge, Split
from consultation.themes.book.codebook import Codebook

Versions = frozenset[int]
_NEVER: Versions = frozenset()


@dataclass(frozen=True, slots=True)
class Asking:
    """For each theme of the codebook the versions by which a reading says whether a comment speaks of it.

    A theme that was made when a comment had been read was not asked for there: that nobody found it is no "no". Nor was
    one that rested. Merged themes were asked for where each of them was. A part of a divided theme was asked for with
    the whole: who did not speak of the whole does not speak of a part. But who spoke of it has to be read `anew`.
    """

    versions: Mapping[str, Versions]
    anew: Mapping[str, Versions]

    @classmethod
    def of(cls, history: Iterable[Codebook]) -> "Asking":
        """Follow all versions, in any order, to the newest."""
        versions: dict[str, Versions] = {}
        anew: dict[str, Versions] = {}
        for codebook in sorted(history, key=lambda one: one.version):
            versions = _followed(versions, codebook, parts_of_old=True)
            anew = _followed(anew, codebook, parts_of_old=False)
        return cls(versions, anew)

    def themes(self, version: int, *, anew: bool = False) -> frozenset[str]:
        """The themes for which a reading by this version counts; ``anew``: one of a comment that has to be read anew."""
        asked = self.anew if anew else self.versions
        return frozenset(theme for theme, versions in asked.items() if version in versions)

    def for_all(self, themes: Iterable[str]) -> Versions:
        """The versions by which a reading counts for each of these themes."""
        each = [self.versions.get(theme, _NEVER) for theme in themes]
        return each[0].intersection(*each[1:]) if each else _NEVER


def _followed(before: Mapping[str, Versions], codebook: Codebook, *, parts_of_old: bool) -> dict[str, Versions]:
    """What holds with the next version, from what held with the one before."""
    after: dict[str, Versions] = {}
    for theme in codebook.themes:
        match codebook.decision:
            case Merge(into=into, others=others) if theme.id == into:
                known = _NEVER.union(before.get(into, _NEVER)).intersection(
                    *(before.get(one, _NEVER) for one in others)
                )
            case Split(theme=old) if theme.id not in before:
                known = before.get(old, _NEVER) if parts_of_old else _NEVER
            case _:
                known = before.get(theme.id, _NEVER)
        after[theme.id] = known if theme.retired else known | {codebook.version}
    return after
