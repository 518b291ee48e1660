"""A number that cannot be given says so, and why: nothing here ever ends in a nan."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why there is no number, in words for the team; a page may say it in its own."""

    NO_COMMENTS = "There are no comments."
    NOBODY_READ = "No comment of a random sample has been read."
    FEW_RESPONDENTS = "Too few respondents were drawn, or a few of them wrote too much of it."
    ONE_CODER = "No comment has been judged by two coders."
    NO_VARIATION = "All judgements are the same, so agreement cannot be told from habit."
    NOBODY_FOUND = "None of the coders found the theme."
    ONE_RESPONDENT = "All of it comes from one respondent, so its spread cannot be seen."
    UNSTEADY = "The theme is too rare here: without a few respondents there would be no number."


@dataclass(frozen=True, slots=True)
class CannotBeSaid:
    """No number, and why."""

    why: Why
