"""What the team decided: themes, each version of the codebook with who and why, and codings that tell machine from person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consultation.themes.book.acts import (
    Accept,
    Adopt,
    AdoptedTheme,
    CannotDecide,
    Decision,
    Describe,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    Move,
    NewTheme,
    Rename,
    Retire,
    Revive,
    SignOff,
    Split,
    TakeUpCandidate,
)
from consultation.themes.book.acts_as_json import decision_as_json, decision_from_json
from consultation.themes.book.applying import applied, the
from consultation.themes.book.differences import Change, differences, touched
from consultation.themes.book.theme import Theme, signed, theme_as_json, theme_from_json
from consultation.themes.reading.passages import Passage

__all__ = [
    "Accept",
    "Adopt",
    "AdoptedTheme",
    "CannotDecide",
    "Change",
    "Codebook",
    "Coding",
    "Confirmed",
    "Decision",
    "Describe",
    "Drop",
    "DropCandidate",
    "Merge",
    "MergeCandidate",
    "Move",
    "NewTheme",
    "Rename",
    "Retire",
    "Revive",
    "SignOff",
    "Split",
    "Suggested",
    "TakeUpCandidate",
    "Theme",
    "decision_as_json",
    "decision_from_json",
    "diff",
    "touched",
]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A machine's proposal: the theme, its calibrated score 0 to 1, the run that made it, and its evidence.

    ``passage`` speaks most for the theme, and ``words`` are those that weighed, wherever they stand in the comment.
    """

    theme: str
    score: float
    run: str
    passage: Passage
    words: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person's decision: the theme, and who decided."""

    theme: str
    by: str


Coding = Suggested | Confirmed


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of the team's themes; it never changes, a decision gives the next version.

    ``decision`` is what made this version out of the one before; ``used`` holds every id that ever was, so that an id
    never comes to mean something else, and ``signs`` every sign. The order of ``themes`` is that of siblings.
    """

    version: int = 0
    themes: tuple[Theme, ...] = ()
    decision: Decision | None = None
    used: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        ids = [theme.id for theme in self.themes]
        if len(set(ids)) < len(ids):
            raise ValueError("Two themes carry the same id.")
        object.__setattr__(self, "themes", signed(self.themes, self.signs))
        object.__setattr__(self, "used", self.used | frozenset(ids))
        object.__setattr__(self, "signs", self.signs | {theme.sign for theme in self.themes})

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id.

        Raises:
            CannotDecide: where this version has none.
        """
        return the(self.themes, theme_id)

    def decide(self, decision: Decision) -> "Codebook":
        """The next version of the codebook; this one stays as it is.

        Raises:
            CannotDecide: where the decision names a theme that is not here, a name that is taken or empty, or nobody.
        """
        if not decision.by.strip():
            raise CannotDecide("nobody_decides", "")
        if isinstance(decision, SignOff) and isinstance(self.decision, SignOff):
            raise CannotDecide("is_signed_off_already", "")
        themes = tuple(map(self._newly_signed, applied(self.themes, decision, self.used)))
        return Codebook(self.version + 1, themes, decision, self.used, self.signs)

    def _newly_signed(self, theme: Theme) -> Theme:
        """A theme that comes in with a sign that another has or had gives it up."""
        return replace(theme, sign="") if theme.id not in self.used and theme.sign in self.signs else theme

    def descriptions(self) -> dict[str, str]:
        """For each theme what a ``ThemeAssigner`` may learn from before anything is coded; retired ones teach nothing."""
        return {theme.id: theme.description() for theme in self.themes if not theme.retired}

    def suggestible(self) -> frozenset[str]:
        """The ids of the themes that a machine may suggest: all that are not retired."""
        return frozenset(theme.id for theme in self.themes if not theme.retired)

    def as_json(self) -> dict[str, object]:
        """Plain values that json can write; equal codebooks give equal values."""
        return {
            "version": self.version,
            "themes": [theme_as_json(theme) for theme in self.themes],
            "decision": decision_as_json(self.decision) if self.decision else None,
            "used": sorted(self.used),
            "signs": sorted(self.signs),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, object]) -> "Codebook":
        """The same codebook again.

        Raises:
            ValueError: where the body is not one that ``as_json`` made.
        """
        match body:
            case {"version": int(version), "themes": list(themes), "decision": decision, "used": list(used), **rest}:
                made_by = decision_from_json(decision) if isinstance(decision, dict) else None
                signs = rest.get("signs", [])
                told = frozenset(map(str, signs)) if isinstance(signs, list) else frozenset()
                return cls(version, tuple(map(theme_from_json, themes)), made_by, frozenset(map(str, used)), told)
        raise ValueError("This is not a codebook.")


def diff(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """What changed from one version to another, in the order of the themes; ``touched`` tells what to suggest anew."""
    return differences(old.themes, new.themes)
