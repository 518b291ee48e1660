"""The tables in words for everybody, under what a person understands: twenty-odd tables stay readable on a phone."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A table in words for everybody: what it holds, and what that means for who answered; both are msgids."""

    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that belong together for whoever reads about them."""

    title: str
    about: str
    tables: tuple[str, ...]


def _(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it looks the translation up."""
    return text


ROOMS: Mapping[str, Room] = {
    "ballot_box": Room(_("Ballot box"), _("Sealed envelopes with answers, or with a wish to withdraw them.")),
    "set_aside": Room(_("Set aside"), _("Envelopes that could not be opened. It should be empty.")),
    "batch": Room(_("Batches"), _("Each time many answers were mixed.")),
    "response": Room(_("All the answers of one person"), _("One line for each who answered, in no order.")),
    "answer": Room(_("Choices and numbers"), _("One line for each question where you chose something.")),
    "comment": Room(_("Comments"), _("One line for each text you wrote.")),
    "withdrawn": Room(_("Withdrawn answers"), _("Only names that look random. No time, and no order.")),
    "spent_proof": Room(_("Protection against floods"), _("Marks that lead to no answers.")),
    "theme_run": Room(_("The machine's readings"), _("A program proposes themes. People decide.")),
    "candidate_label": Room(_("Nearest proposal"), _("Which proposed theme each comment lies nearest to.")),
    "stale_run": Room(_("Readings that are out of date"), _("They must be made again.")),
    "suggestion": Room(_("Suggestions"), _("Where the machine thinks a comment speaks of a theme.")),
    "confirmation": Room(_("Decisions on comments"), _("What a person on the team decided.")),
    "reading": Room(_("Comments that were read"), _("That a person has read a comment.")),
    "codebook_version": Room(_("Themes"), _("What the team has agreed that people speak of.")),
    "outcome": Room(_("You said – we do"), _("What the answers lead to.")),
    "staff_account": Room(_("Accounts"), _("Those who may sign in. Not when, and not from where.")),
    "staff_role": Room(_("Duties"), _("What those who work here may do.")),
    "staff_account_role": Room(_("Who has which duty"), _("One line for each account and duty.")),
    "consultation": Room(_("Consultations"), _("Dates and the public key.")),
    "definition": Room(_("Questions"), _("What is asked.")),
    "job": Room(_("Work for the machine"), _("Long work that is asked for by the team.")),
    "anonymity_audit": Room(_("Tests of anonymity"), _("The results that this page shows.")),
    "alembic_version": Room(_("Version of the tables"), _("One line.")),
}
"""Each table in words for everybody."""

GROUPS: tuple[Group, ...] = (
    Group(
        _("What you sent"),
        _("Your role, your answers and what you wrote. The only time is a week."),
        ("ballot_box", "set_aside", "batch", "response", "answer", "comment", "withdrawn", "spent_proof"),
    ),
    Group(
        _("What the team makes of it"),
        _("Themes, notes and decisions by those who read."),
        (
            "theme_run",
            "candidate_label",
            "stale_run",
            "suggestion",
            "confirmation",
            "reading",
            "codebook_version",
            "outcome",
        ),
    ),
    Group(
        _("Who works here"),
        _("Only about those who sign in, never about you."),
        ("staff_account", "staff_role", "staff_account_role"),
    ),
    Group(
        _("How the machine works"),
        _("Questions, dates, keys that are public, and work in progress."),
        ("consultation", "definition", "job", "anonymity_audit", "alembic_version"),
    ),
)
"""Every table, under what a person understands."""
