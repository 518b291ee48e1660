"""What a team can decide about its codebook and about a machine's candidates, each with who decided and why."""

from dataclasses import dataclass

from consultation.themes.finding.candidates import CandidateTheme


class CannotDecide(ValueError):  # noqa: N818 - a refusal, named for what it says
    """A decision that does not fit the codebook; ``code`` says how and ``what`` names the theme or the words."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"{code}: {what!r}")
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class NewTheme:
    """What a team writes when a split makes a new theme."""

    name: str
    definition: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """Make a theme of a candidate, under its own name or a better one; its terms are included unless others are given."""

    candidate: CandidateTheme
    by: str
    why: str = ""
    name: str | None = None
    definition: str = ""
    includes: tuple[str, ...] | None = None
    examples: tuple[str, ...] = ()

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a theme another name, and another definition where one is given; its id and codings stay."""

    theme: str
    name: str
    by: str
    why: str = ""
    definition: str | None = None

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Merge:
    """Put other themes into one, which keeps its id and may take a new name."""

    into: str
    others: tuple[str, ...]
    by: str
    why: str = ""
    name: str | None = None
    definition: str | None = None

    def moves(self) -> dict[str, str | None]:
        """Codings of the others become codings of the one that remains."""
        return dict.fromkeys(self.others, self.into)


@dataclass(frozen=True, slots=True)
class Split:
    """Replace a theme by two or more; its comments must be read again, for a machine cannot know which part is meant."""

    theme: str
    parts: tuple[NewTheme, ...]
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """Codings of the old theme belong to no theme until someone has read them again."""
        return {self.theme: None}


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a theme out of the codebook; its id is never used again."""

    theme: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """Codings of the theme belong to no theme."""
        return {self.theme: None}


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """Put a candidate into a theme that is there already: the candidate's terms are then included in it."""

    candidate: CandidateTheme
    into: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class DropCandidate:
    """Decide that a candidate is no theme; the codebook's themes stay as they are, and the candidate can be taken up."""

    candidate: CandidateTheme
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class TakeUpCandidate:
    """Take a dropped candidate up again, so that it is open to every decision."""

    candidate: CandidateTheme
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Describe:
    """Write anew what defines a theme; what is None stays as it is. The theme's codings stay, its suggestions are renewed."""

    theme: str
    by: str
    why: str = ""
    definition: str | None = None
    includes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None
    examples: tuple[str, ...] | None = None

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Move:
    """Put a theme, with all that lies below it, below another (None: at the top), before a sibling or as the last."""

    theme: str
    parent: str | None
    by: str
    why: str = ""
    before: str | None = None

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Retire:
    """Let a theme no longer be suggested; it keeps its place, its words and its codings."""

    theme: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Revive:
    """Let a retired theme be suggested again."""

    theme: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class AdoptedTheme:
    """A theme from elsewhere, with the id it had there and the id there of the one it lies below."""

    id: str
    theme: NewTheme
    parent: str | None = None
    sign: str = ""
    retired: bool = False
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Take themes from a file or a ready codebook, all or none; ``source`` says which. Ids that are taken get a number."""

    themes: tuple[AdoptedTheme, ...]
    source: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class SignOff:
    """Say that the codebook is as the team wants it; every decision stays possible, and what changes since is seen."""

    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


AboutTheme = Rename | Describe | Merge | Split | Drop | Move | Retire | Revive
AboutCandidate = Accept | MergeCandidate | DropCandidate | TakeUpCandidate
Decision = AboutTheme | AboutCandidate | Adopt | SignOff
KINDS: dict[type[Decision], str] = {
    Accept: "accept",
    Rename: "rename",
    Merge: "merge",
    Split: "split",
    Drop: "drop",
    Describe: "describe",
    Move: "move",
    Retire: "retire",
    Revive: "revive",
    Adopt: "adopt",
    SignOff: "sign_off",
    MergeCandidate: "merge_candidate",
    DropCandidate: "drop_candidate",
    TakeUpCandidate: "take_up_candidate",
}
