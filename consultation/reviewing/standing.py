"""What has become of a machine's candidates: made into a theme or put into one, dropped with a reason, or still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.reporting.composing import themes_of_candidates
from consultation.storage.reading.codebooks import Version
from consultation.themes.book.codebook import DropCandidate, TakeUpCandidate
from consultation.themes.finding.candidates import CandidateTheme


@dataclass(frozen=True, slots=True)
class Standing:
    """Candidate -> the id of the theme it has become, and dropped candidate -> the version that says who and why."""

    became: Mapping[CandidateTheme, str]
    dropped: Mapping[CandidateTheme, Version]

    @classmethod
    def of(cls, newest_first: Sequence[Version]) -> "Standing":
        """Follow every decision; a candidate whose theme was dropped later is open again."""
        became = themes_of_candidates([version.codebook for version in reversed(newest_first)])
        dropped: dict[CandidateTheme, Version] = {}
        for version in reversed(newest_first):
            match version.codebook.decision:
                case DropCandidate(candidate=candidate):
                    dropped[candidate] = version
                case TakeUpCandidate(candidate=candidate):
                    dropped.pop(candidate, None)
        return cls(became, dropped)
