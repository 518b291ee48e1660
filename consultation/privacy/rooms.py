"""The tables in words for everybody, under what a person understands: some forty tables stay readable on a phone."""

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
    "read_anew": Room(_("Comments to read anew"), _("A theme that was found in them has been divided or is gone.")),
    "machine_reading": Room(
        _("The machine's readings of comments"), _("What it made of each, and which to read first.")
    ),
    "screening": Room(_("Screenings"), _("When the machine last looked for harm and for letters sent many times.")),
    "campaign_copy": Room(_("Letters sent many times"), _("Which comments are copies of the same letter.")),
    "raised": Room(_("Comments to read first"), _("They may tell of danger or harm. A person decides.")),
    "harm_reading": Room(_("Decisions on harm"), _("What a person on the team decided.")),
    "note": Room(_("Notes"), _("What the team noted about comments.")),
    "passage": Room(_("Passages"), _("Which part of a comment speaks of a theme.")),
    "facet": Room(
        _("Steps and tone"), _("Where in treatment a comment belongs, and whether it is praise or criticism.")
    ),
    "double_coding": Room(_("Samples"), _("Two people read the same comments, to see whether they agree.")),
    "coder": Room(_("Who reads a sample"), _("Two people on the team.")),
    "drawn": Room(_("Comments in a sample"), _("They are drawn by lot.")),
    "blind_coding": Room(_("What each found in a sample"), _("Neither sees the other.")),
    "machine_coding": Room(_("What the machine found in a sample"), _("To see how often it is wrong.")),
    "adjudication": Room(_("What the two agreed on"), _("Where they had read differently.")),
    "measurement": Room(_("Measurements"), _("How many speak of a theme, and how sure that is.")),
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
            "read_anew",
            "machine_reading",
            "screening",
            "campaign_copy",
            "raised",
            "harm_reading",
            "note",
            "passage",
            "facet",
            "double_coding",
            "coder",
            "drawn",
            "blind_coding",
            "machine_coding",
            "adjudication",
            "measurement",
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
