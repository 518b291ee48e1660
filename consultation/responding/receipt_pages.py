"""The pages of somebody who comes back with a receipt, and the part of the thank-you page that tells how to use one."""

import math
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from consultation.privacy.receipts import Mistyped, groups
from consultation.privacy.retention import LONGEST_BACKUP
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import Worded, language_of
from consultation.responding import signposts
from consultation.responding.framing import frame
from consultation.responding.pages import Frame
from consultation.responding.signposts import Signposts
from consultation.storage.finding_by_receipt import Found
from consultation.storage.outcomes import Outcome

RECEIPT, OUTCOME = "receipt", "outcome"
FORM = "receipt-form"
_MINUTES = 90  # more are told in hours
Refusal = Literal["", "unknown", "wait"]

# What Norwegians say for a letter on the telephone, and what English speakers do; codes have no I, L, O and U.
_NORWEGIAN = {
    "A": "Anna", "B": "Bernhard", "C": "Cæsar", "D": "David", "E": "Edith", "F": "Fredrik", "G": "Gustav", "H": "Harald",
    "J": "Johan", "K": "Karin", "M": "Martin", "N": "Nils", "P": "Petter", "Q": "Quintus", "R": "Rikard", "S": "Sigrid",
    "T": "Teodor", "V": "Enkelt-V", "W": "Dobbelt-W", "X": "Xerxes", "Y": "Yngling", "Z": "Zakarias",
}  # fmt: skip
_ENGLISH = {
    "A": "Alfa", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel",
    "J": "Juliett", "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo", "S": "Sierra",
    "T": "Tango", "V": "Victor", "W": "Whiskey", "X": "X-ray", "Y": "Yankee", "Z": "Zulu",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a withdrawal takes while the worker runs: so many minutes or, where that is long, hours."""

    count: int
    hours: bool = False


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """A code as it is said: letter by letter for a screen reader, and with a word for each letter on the telephone."""

    template: ClassVar[str] = "responding/receipt_aloud.html"
    letters: str = field(repr=False)
    words: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)
    language: str
    address: str


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """The receipt as plain text."""

    template: ClassVar[str] = "responding/receipt.txt"
    title: str
    code: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Where a code is typed; what is wrong with it stands beside it, and what was typed stays."""

    template: ClassVar[str] = "responding/receipt.html"
    frame: Frame
    address: str
    outcome_address: str
    signposts: Signposts
    code: str = field(default="", repr=False)
    mistyped: Mistyped | None = None
    refusal: Refusal = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Where the response lies, never what it says; and the button that withdraws it."""

    template: ClassVar[str] = "responding/receipt_found.html"
    backup_days: ClassVar[int] = LONGEST_BACKUP
    frame: Frame
    code: str = field(repr=False)
    found: Found
    address: str
    outcome_address: str
    patience: Patience
    erase_on: date | None
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """The response is on its way out; when it is gone, where traces of it may still be, and until when."""

    template: ClassVar[str] = "responding/receipt_withdrawn.html"
    backup_days: ClassVar[int] = LONGEST_BACKUP
    frame: Frame
    found: Found
    patience: Patience
    erase_on: date | None
    takes_answers: bool
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """What people said and what the asker does about it."""

    template: ClassVar[str] = "responding/outcome.html"
    frame: Frame
    outcomes: tuple[tuple[Worded, Worded], ...]
    receipt_address: str
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class ReceiptPages:
    """Builds the pages about receipts of one consultation in one reading; `told` says whether there are outcomes."""

    consultation: Consultation
    read: str
    told: bool = False
    patience: Patience = Patience(2)

    @property
    def address(self) -> str:
        """Where a code is typed."""
        return f"/{self.read}/{self.consultation.slug}/{RECEIPT}"

    @property
    def outcome_address(self) -> str:
        """Where outcomes are read; empty while there are none."""
        return f"/{self.read}/{self.consultation.slug}/{OUTCOME}" if self.told else ""

    def file(self, code: str, site: str) -> ReceiptFile:
        """The receipt to keep; `site` is the address that the person sees of us, with a slash behind it."""
        title = self.consultation.questionnaire.title.in_(self.read).text
        return ReceiptFile(title, code, f"{site.rstrip('/')}{self.address}")

    def ask(self, code: str = "", mistyped: Mistyped | None = None, refusal: Refusal = "") -> ReceiptPage:
        """The page where a code is typed."""
        return ReceiptPage(
            self._frame(RECEIPT, form=FORM if code else ""),
            self.address,
            self.outcome_address,
            signposts.of(self.consultation, self.read),
            code,
            mistyped,
            refusal,
        )

    def found(self, code: str, found: Found) -> FoundPage:
        """The page that says where the response lies."""
        return FoundPage(
            self._frame(RECEIPT, form=FORM),
            code,
            found,
            self.address,
            self.outcome_address,
            self.patience,
            self.consultation.erase_on,
            signposts.of(self.consultation, self.read),
        )

    def withdrawn(self, found: Found, *, today: date) -> WithdrawnPage:
        """The page that says that it is on its way out."""
        return WithdrawnPage(
            self._frame(RECEIPT),
            found,
            self.patience,
            self.consultation.erase_on,
            self.consultation.takes_answers(today),
            signposts.of(self.consultation, self.read),
        )

    def outcome(self, outcomes: list[Outcome]) -> OutcomePage:
        """The page that tells outcomes."""
        return OutcomePage(
            self._frame(OUTCOME),
            tuple((one.said.in_(self.read), one.doing.in_(self.read)) for one in outcomes),
            self.address,
            signposts.of(self.consultation, self.read),
        )

    def _frame(self, rest: str, *, form: str = "") -> Frame:
        return frame(self.consultation, self.read, rest, form=form)


def patience(between_looks: float) -> Patience:
    """How long a withdrawal takes at most, when the ballot box is looked into every so many seconds.

    A minute on top is for what the worker has in its hands just then.
    """
    minutes = math.ceil(between_looks / 60) + 1
    return Patience(minutes) if minutes <= _MINUTES else Patience(math.ceil(minutes / 60), hours=True)


def file_name(slug: str, read: str) -> str:
    """What the file with the receipt is called."""
    return f"{'receipt' if language_of(read) == 'en' else 'kvittering'}-{slug}.txt"


def read_aloud(code: str, read: str, address: str) -> ReadAloud:
    """How to say a code, and the whole address of the page where it is typed."""
    language = "en" if language_of(read) == "en" else "nb" if language_of(read) == "se" else language_of(read)
    words = _ENGLISH if language == "en" else _NORWEGIAN
    return ReadAloud(
        ". ".join(", ".join(group) for group in groups(code)),
        tuple((group, tuple(words.get(char, char) for char in group)) for group in groups(code)),
        language,
        address,
    )
