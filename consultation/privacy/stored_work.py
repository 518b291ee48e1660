"""The columns that hold what machine and team make of comments, each with why it is kept and for how long."""

from collections.abc import Mapping

from consultation.privacy.stored_columns import (
    BY_VERSION,
    COMMENT,
    DAY,
    ERASED,
    QUESTION,
    READ,
    RUN,
    SAMPLE,
    THEME,
    WHICH,
    WHO,
    Columns,
    each,
)


def _(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it looks the translation up."""
    return text


MACHINE: Mapping[str, Columns] = {
    "theme_run": each(
        ERASED,
        body=_("The themes that the machine proposes: words, counts, and where in the comments they stand."),
        question=QUESTION,
        kind=_("Whether the machine looked for new themes, or for those that people had chosen."),
        made_on=_("Which day the machine read, not when you answered."),
        seed=_("The number that the machine began with, so that anybody can repeat the reading."),
        parameters=_("How the machine was set."),
        versions=_("Which versions of the programs it used."),
        input_hash=_("A checksum of all comments together, so that a repeated reading can be compared."),
        key=_("The name of the reading."),
        consultation=WHICH,
    ),
    "candidate_label": each(
        READ,
        comment=COMMENT,
        candidate=_("The proposed theme that lies nearest."),
        distance=_("How near it lies, as a number."),
        far=_("Whether no proposed theme fits, so that a person must read it."),
        run=RUN,
    ),
    "stale_run": each(ERASED, run=_("A reading that is out of date, as somebody has withdrawn their answers since.")),
    "suggestion": each(
        READ,
        comment=COMMENT,
        theme=THEME,
        score=_("How sure the machine is."),
        start=_("Where in the comment it begins."),
        stop=_("Where in the comment it ends."),
        words=_("Where the words stand that made the machine think so."),
        run=RUN,
    ),
    "machine_reading": each(
        READ,
        comment=COMMENT,
        outcome=_("Whether the machine found a theme, found none, or could not tell."),
        turn=_("When a person should read it, by what the machine learns from it. Not when you answered."),
        reason=_("Why it is asked for, such as that the machine is unsure."),
        theme=_("The theme that it is asked for."),
        run=RUN,
    ),
    "screening": each(
        ERASED,
        comments=_("How many comments it looked at."),
        parameters=_(
            "How the machine was set, how many copies there are of each letter, and which copy is shown for all."
        ),
        versions=_("Which versions of the programs it used."),
        input_hash=_("A checksum of all comments together, so that a repeated reading can be compared."),
        made_on=_("The Monday of the week in which the machine read, not when you answered."),
        question=QUESTION,
        consultation=WHICH,
    ),
    "campaign_copy": each(
        READ, comment=COMMENT, campaign=_("Which letter it is a copy of, by a number for the letter.")
    ),
    "raised": each(
        READ,
        comment=COMMENT,
        harm=_("What it may tell of: danger to life, violence, suicide, or an error in treatment."),
        rule=_("Which rule found it."),
        start=_("Where in the comment it begins."),
        stop=_("Where in the comment it ends."),
    ),
    "machine_coding": each(
        READ,
        comment=COMMENT,
        scores=_("How sure the machine is of each theme."),
        themes=_("The themes that it found."),
        double_coding=SAMPLE,
    ),
    "measurement": each(
        ERASED,
        body=_("What was measured, such as how many speak of a theme and how sure that is. Only numbers."),
        kind=_("What was measured."),
        codebook_version=_("Which version of the themes it is about."),
        seed=_("The number that the machine began with, so that anybody can repeat the reading."),
        parameters=_("How the machine was set."),
        versions=_("Which versions of the programs it used."),
        input_hash=_("A checksum of all comments together, so that a repeated reading can be compared."),
        made_on=_("Which day the machine read, not when you answered."),
        question=QUESTION,
        consultation=WHICH,
    ),
}
"""What the machine makes of comments."""

TEAM: Mapping[str, Columns] = {
    "confirmation": each(
        READ, comment=COMMENT, theme=THEME, agreed=_("Whether a person found the theme there."), decided_by=WHO
    ),
    "reading": each(
        READ,
        comment=COMMENT,
        outcome=_("Whether it has a theme, has none, or is undecided."),
        version=BY_VERSION,
        decided_by=WHO,
    ),
    "read_anew": each(READ, comment=COMMENT, version=BY_VERSION),
    "codebook_version": each(
        ERASED,
        body=_("The themes the team has agreed on, in the team's words. They may choose short examples from comments."),
        decision=_("What the team changed, and why."),
        question=QUESTION,
        version=_("A number for each version."),
        decided_by=WHO,
        decided_on=DAY,
        consultation=WHICH,
    ),
    "outcome": each(
        ERASED,
        said=_("What many of you said, in the team's words."),
        doing=_("What is done about it."),
        published=_("Whether everybody may read it."),
        rank=_("Where in the list it stands."),
        decided_by=WHO,
        decided_on=DAY,
        key=_("A random name."),
        consultation=WHICH,
    ),
    "note": each(
        READ,
        text=_("What a person on the team noted about the comment, for the team alone."),
        comment=COMMENT,
        key=_("A random name."),
        written_by=WHO,
    ),
    "passage": each(
        READ,
        comment=COMMENT,
        theme=THEME,
        start=_("Where in the comment it begins."),
        stop=_("Where in the comment it ends."),
        decided_by=WHO,
    ),
    "facet": each(
        READ,
        comment=COMMENT,
        facet=_("What the comment was looked at for, such as the step of treatment."),
        value=_("What a person found."),
        decided_by=WHO,
    ),
    "harm_reading": each(
        READ,
        comment=COMMENT,
        outcome=_("Whether a person found that it tells of harm."),
        why=_("Why, in the team's words."),
        decided_by=WHO,
    ),
    "double_coding": each(
        ERASED,
        codebook_version=_("Which version of the themes it is about."),
        among=_("How many comments it was drawn from."),
        state=_("How far the work has come."),
        asked_by=WHO,
        asked_on=DAY,
        machine_run=_("How the machine was set when it read the same comments."),
        key=_("The name of the sample."),
        question=QUESTION,
        consultation=WHICH,
    ),
    "coder": each(ERASED, account=WHO, place=_("Whether they are the first or the second."), double_coding=SAMPLE),
    "drawn": each(READ, comment=COMMENT, double_coding=SAMPLE),
    "blind_coding": each(
        READ,
        comment=COMMENT,
        outcome=_("Whether it has a theme, has none, or is undecided."),
        themes=_("The themes that this person found, alone."),
        place=_("Whether it was the first or the second of the two."),
        double_coding=SAMPLE,
    ),
    "adjudication": each(
        READ,
        comment=COMMENT,
        outcome=_("Whether it has a theme, has none, or is undecided."),
        themes=_("The themes that were agreed on."),
        why=_("Why, in the team's words."),
        decided_by=WHO,
        double_coding=SAMPLE,
    ),
}
"""What people on the team decide and note."""
