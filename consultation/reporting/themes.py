"""The chapter on a question answered in words: what people confirmed, and well apart from it what a machine suggests."""

from consultation.reporting import numbers
from consultation.reporting.blocks import (
    Apart,
    Block,
    Heading,
    Items,
    Paragraph,
    Plain,
    Quotations,
    Quoted,
    Table,
)
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.measured import coverage_told, out_of_date, shares_measured
from consultation.reporting.report import Report
from consultation.reporting.summary import Asked, FreeTextSummary, ThemesByRole, ToldTheme
from consultation.reporting.tables import ALL, REST, Found, at_least, least, listed, share_in_words, shown, told

LARGEST = 3
UNKNOWN = ""  # nobody asked which language a comment or a theme's name is in


def in_short(report: Report, words: Catalogue) -> list[Block]:
    """The themes that most people speak of, for each question; a machine's groups only where nothing is confirmed."""
    say = words.say
    blocks: list[Block] = []
    for question in report.in_words:
        heading: list[Block] = [Heading(3, question.asked.text), Paragraph(asked_of(question.asked, words), quiet=True)]
        if question.confirmed and (largest := _largest(question.confirmed, words)):
            blocks += [
                *heading,
                Paragraph(say("Most often confirmed by people who read the comments:")),
                Items(largest),
            ]
        elif question.suggested and (largest := _largest(question.suggested, words)):
            told_apart = (Paragraph(say("The largest groups of comments:")), Items(largest))
            blocks += [*heading, Apart(_mark(words), told_apart)]
    if not blocks:
        blocks.append(Paragraph(say("No theme can be told of yet: too few comments are read or grouped.")))
    return [Heading(2, say("In short")), *blocks]


def answered_in_words(question: FreeTextSummary, report: Report, words: Catalogue) -> list[Block]:
    """Everything the report tells of one question."""
    blocks: list[Block] = [Heading(2, question.asked.text), Paragraph(asked_of(question.asked, words), quiet=True)]
    blocks += _confirmed(question, report, words)
    blocks += _suggested(question, report, words)
    return [*blocks, *coverage_told(question, words)]


def asked_of(asked: Asked, words: Catalogue) -> Said:
    """Which roles a question was put to."""
    return words.say("Asked of: %(roles)s.", roles=listed(name for _, name in asked.roles))


def _confirmed(question: FreeTextSummary, report: Report, words: Catalogue) -> list[Plain]:
    say = words.say
    blocks: list[Plain] = [Heading(3, say("Themes that people have confirmed"))]
    themes, table = question.confirmed, confirmed_table(question, words)
    if themes is None or table is None:
        return [*blocks, Paragraph(say("So far no theme is confirmed in enough comments to give a number."))]
    read = say(
        "A person has read each of these comments and decided that it speaks of the theme. One comment can speak of "
        "several themes."
    )
    partly = say(
        "Not every comment has been read for every theme. Each number is therefore the least it can be, which “≥” shows."
    )
    notes = [Paragraph(read), Paragraph(partly)] if themes.partial else [Paragraph(read)]
    return [*blocks, *notes, table, *shares_measured(question, words), *_each_theme(themes, report)]


def confirmed_table(question: FreeTextSummary, words: Catalogue) -> Table | None:
    """What people confirmed, by role; nothing where no number may be shown yet."""
    themes = question.confirmed
    if themes is None:
        return None
    caption = words.say("Confirmed by people: respondents who speak of each theme, by role")
    return _table(question, themes, words, caption=caption, machine=False)


def suggested_table(question: FreeTextSummary, words: Catalogue) -> Table | None:
    """What a machine suggests, by role; nothing where it has not run or no theme is decided."""
    themes = question.suggested
    if themes is None:
        return None
    caption = words.say("Suggested by a machine: respondents under each theme, by role")
    return _table(question, themes, words, caption=caption, machine=True)


def _table(question: FreeTextSummary, themes: ThemesByRole, words: Catalogue, *, caption: Said, machine: bool) -> Table:
    roles = dict(question.asked.roles)
    return told(
        themes.counts,
        words,
        caption=caption,
        corner=words.say("Theme"),
        names={theme.id: Said(theme.name, UNKNOWN) for theme in themes.themes} | roles,
        rows=[*(theme.id for theme in themes.themes), *(row for row in themes.counts.rows if row == REST)],
        columns=list(roles),
        machine=machine,
        partial=themes.partial,
    )


def _suggested(question: FreeTextSummary, report: Report, words: Catalogue) -> list[Apart]:
    say = words.say
    themes, table = question.suggested, suggested_table(question, words)
    if themes is None or table is None:
        return []
    if question.run and question.run.kind == "assign":
        heading = say("What a machine suggests for the comments that nobody has read")
        how = say(
            "The team has agreed on these themes. A machine has learned from the team's codebook and proposes which "
            "comments speak of which theme. One comment can stand under several."
        )
    else:
        heading = say("How a machine groups the comments")
        how = say(
            "A machine has put each comment in the one group whose words are nearest. Here are the groups that the "
            "team has made themes of. Nobody has checked each comment in them."
        )
    warning = say(
        "A machine makes mistakes, and these numbers are not corrected for them. They show where to read next. "
        "They are not findings, and should not be quoted as such."
    )
    seen = say("The quotes here are examples that the team saw when it made a theme of a group.")
    quotes = _each_theme(themes, report)
    shown_first = [Paragraph(seen, quiet=True)] if any(theme.quotes for theme in themes.themes) else []
    stale = out_of_date(question.run.stale, words) if question.run else None
    marked = [Paragraph(stale)] if stale else []
    told_apart = (Heading(3, heading), Paragraph(how), Paragraph(warning), *marked, table, *shown_first, *quotes)
    return [Apart(_mark(words), told_apart)]


def _each_theme(themes: ThemesByRole, report: Report) -> list[Plain]:
    blocks: list[Plain] = []
    for theme in themes.themes:
        if theme.definition or theme.quotes:
            blocks.append(Heading(4, Said(theme.name, UNKNOWN)))
        if theme.definition:
            blocks.append(Paragraph(Said(theme.definition, UNKNOWN)))
        if theme.quotes:
            blocks.append(Quotations(tuple(_quoted(theme, report))))
    return blocks


def _quoted(theme: ToldTheme, report: Report) -> list[Quoted]:
    names = dict(report.roles)
    return [Quoted(Said(quote.text, UNKNOWN), names[quote.role]) for quote in theme.quotes]


def _largest(themes: ThemesByRole, words: Catalogue) -> tuple[Said, ...]:
    """The largest themes among all roles together; those whose number is not shown are not ranked either."""
    last = themes.counts.columns[-1] if themes.counts.columns else ALL
    sized = [(theme, shown(themes.counts, theme.id, last) or least(themes.counts, theme.id)) for theme in themes.themes]
    ranked = sorted(
        ((theme, found) for theme, found in sized if found and found.count),
        key=lambda one: (-one[1].count, one[0].name),
    )
    return tuple(_ranked(theme, found, themes, words) for theme, found in ranked[:LARGEST])


def _ranked(theme: ToldTheme, found: Found, themes: ThemesByRole, words: Catalogue) -> Said:
    only_least = found == least(themes.counts, theme.id)
    number = at_least(found, words).text if only_least else numbers.whole(found.count, words.language)
    share = share_in_words(found, words, partial=themes.partial or only_least)
    if share is None:
        return words.say("%(theme)s: %(number)s respondents", theme=theme.name, number=number)
    told = {"theme": theme.name, "number": number, "share": share.text}
    return words.say("%(theme)s: %(number)s respondents (%(share)s)", **told)


def _mark(words: Catalogue) -> Said:
    return words.say("Suggested by a machine – not checked by people")
