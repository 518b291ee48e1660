"""A report that can be published: whatever reaches it has passed the rules on small numbers and quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consultation.privacy.disclosure import SafeTable
from consultation.reporting.catalogue import Said
from consultation.reporting.summary import ClosedSummary, FreeTextSummary, Summary, only
from consultation.reporting.tables import Rounded


@dataclass(frozen=True, slots=True)
class Report:
    """What a consultation asked, who answered, what they said, and what is not known; equal states give equal reports.

    ``roles`` are (id, name); ``responses`` has no rows: the sizes of its columns, the roles, are what it tells. Texts of the questionnaire come with
    the language they are in.
    """

    slug: str
    title: Said
    asker: Said
    purpose: Said
    use: Said
    languages: tuple[str, ...]
    state: str
    opened_on: date | None
    closes_on: date | None
    made_on: date
    version: int
    fingerprint: str
    roles: tuple[tuple[str, Said], ...]
    responses: SafeTable
    channels: tuple[tuple[str, Rounded], ...]
    questions: tuple[Summary, ...]

    def __post_init__(self) -> None:
        only(SafeTable, self.responses)
        only(Rounded, *(number for _, number in self.channels))
        only(Summary, *self.questions)

    @property
    def in_words(self) -> Sequence[FreeTextSummary]:
        """The questions answered in words."""
        return tuple(question for question in self.questions if isinstance(question, FreeTextSummary))

    @property
    def closed(self) -> Sequence[ClosedSummary]:
        """The questions with given options."""
        return tuple(question for question in self.questions if isinstance(question, ClosedSummary))
