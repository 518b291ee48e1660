"""How a stored column is told of: why it is kept and for how long, and the words that many columns share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Stored:
    """Why a column is kept and for how long, as English msgids."""

    why: str
    kept: str


Columns: TypeAlias = Mapping[str, Stored]


def _(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it looks the translation up."""
    return text


def each(kept: str, /, **columns: str | Stored) -> Columns:
    """The columns of a table, all kept for as long, but for those that say otherwise themselves."""
    return {column: one if isinstance(one, Stored) else Stored(one, kept) for column, one in columns.items()}


WAITING = _(
    "Until the machine empties the ballot box. It does so when enough responses wait, and when the consultation closes."
)
SET_ASIDE = _("Until somebody puts it back in the ballot box, or the consultation is erased.")
GIVEN = _("Until you withdraw your answers, or the consultation is erased.")
READ = _("Until the answers are withdrawn, or the consultation is erased.")
ERASED = _("Until the consultation is erased.")
HALF_A_DAY = _("About half a day.")
EMPLOYED = _("As long as this person may sign in.")
IN_USE = _("As long as this website is in use.")
RUNNING = _("Only while the work is going on.")

WHICH = _("Which consultation this belongs to.")
QUESTION = _("Which question it is about.")
WHO = _("Who on the team it was, by e-mail address. So that a person can answer for it.")
DAY = _("Which day the team decided, not when you answered.")
COMMENT = _("Which comment it is about, by its random name.")
RUN = _("Which of the machine's readings it comes from.")
THEME = _("Which theme it is about.")
BY_VERSION = _("By which version of the themes the comment was read.")
SAMPLE = _("Which sample it belongs to. Two people read the same comments to see whether they agree.")
