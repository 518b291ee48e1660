"""What a report says of its own numbers: how far the reading has come, how sure the shares are, and what is out of date."""

from collections.abc import Callable, Mapping, Sequence

from consultation.reporting import numbers
from consultation.reporting.blocks import Block, Cell, Column, Facts, Heading, Items, Line, Paragraph, Plain, Table
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.shares import EVERYBODY, Grouped
from consultation.reporting.shares_told import differences_told, shares_table, silent_told
from consultation.reporting.summary import Asked, Coverage, FreeTextSummary, MeasuredShares
from consultation.reporting.tables import STEP, Rounded

MOST_DIFFERENCES = 8


def coverage_told(question: FreeTextSummary, words: Catalogue) -> list[Block]:
    """How far the reading has come, over all comments and by role."""
    coverage = question.coverage
    told = [_in_words(one, coverage.below, words) for one in _numbers(coverage, coverage)]
    blocks: list[Block] = [
        Heading(3, words.say("How far the reading has come")),
        Facts(tuple(zip(_what(coverage, words), told, strict=True))),
    ]
    if table := coverage_by_role(coverage, dict(question.asked.roles), words, say=_in_words):
        blocks.append(table)
    return [*blocks, Paragraph(coverage_note(words), quiet=True)]


def coverage_line(coverage: Coverage, words: Catalogue) -> Said:
    """The same in one line, for the head of a page."""
    if coverage.comments.at_least is None:
        return words.say("Fewer than 5 comments from each role: too few to tell how far the reading has come")
    told = (short_number(one, coverage.below, words).text for one in (*coverage.numbers, coverage.gathered))
    comments, read, suggested, uncoded, gathered = told
    if coverage.gathered.at_least is not None:
        return words.say(
            "%(comments)s comments: %(read)s read by a person, %(gathered)s put under a theme but not read yet, "
            "%(suggested)s only suggested by a machine, %(uncoded)s under no theme yet",
            comments=comments,
            read=read,
            gathered=gathered,
            suggested=suggested,
            uncoded=uncoded,
        )
    return words.say(
        "%(comments)s comments: %(read)s read by a person, %(suggested)s only suggested by a machine, "
        "%(uncoded)s under no theme yet",
        comments=comments,
        read=read,
        suggested=suggested,
        uncoded=uncoded,
    )


def coverage_by_role(
    coverage: Coverage, names: Mapping[str, Said], words: Catalogue, *, say: Callable[[Rounded, int, Catalogue], Said]
) -> Table | None:
    """The same for each role and for all of them, with numbers as `say` writes them; None where no role may be told of."""
    rows = [
        Line(names[role], tuple(Cell(say(one, STEP, words)) for one in _numbers(of_role, coverage)))
        for role, of_role in coverage.by_role
        if role in names
    ]
    if not rows:
        return None
    every = tuple(Cell(say(one, coverage.below, words)) for one in _numbers(coverage, coverage))
    return Table(
        words.say("How far the reading has come, by role"),
        words.say("Role"),
        tuple(Column(one) for one in _what(coverage, words)),
        (*rows, Line(words.say("All"), every)),
    )


def coverage_note(words: Catalogue) -> Said:
    """How the numbers are made so that they give nobody away."""
    return words.say(
        "The numbers are rounded down to fives for each role, and then added up. A role with fewer than 5 comments is "
        "not counted."
    )


def short_number(number: Rounded, below: int, words: Catalogue) -> Said:
    """A number of coverage in as few signs as will do: "105+" or "<5"."""
    written = numbers.whole(number.at_least or below, words.language)
    return Said(f"<{written}" if number.at_least is None else f"{written}+", words.language)


def _in_words(number: Rounded, below: int, words: Catalogue) -> Said:
    if number.at_least is None and below > STEP:
        return words.say("fewer than %(number)s", number=numbers.whole(below, words.language))
    return number.said(words)


def _numbers(of: Coverage, whole: Coverage) -> tuple[Rounded, ...]:
    """Those of a role in the order of `_what`, with what is gathered where there is any among the whole."""
    comments, read, suggested, uncoded = of.numbers
    gathered = () if whole.gathered.at_least is None else (of.gathered,)
    return (comments, read, *gathered, suggested, uncoded)


def _what(coverage: Coverage, words: Catalogue) -> tuple[Said, ...]:
    say = words.say
    gathered = () if coverage.gathered.at_least is None else (say("Put under a theme but not read yet"),)
    return (
        say("Comments"),
        say("Read by a person"),
        *gathered,
        say("Only suggested by a machine"),
        say("Under no theme yet"),
    )


def out_of_date(reasons: Sequence[str], words: Catalogue) -> Said | None:
    """That numbers are out of date, and why; None where they are not."""
    if not reasons:
        return None
    because = [_why_stale(words)[reason] for reason in reasons]
    return words.say("These numbers are out of date. %(why)s", why=" ".join(one.text for one in because))


def _why_stale(words: Catalogue) -> dict[str, Said]:
    say = words.say
    return {
        "arrived": say("More comments have come in since."),
        "withdrawn": say("A response that the machine used has been withdrawn since."),
        "answers": say("Comments have come in or been withdrawn since."),
        "codebook": say("The themes have been changed since."),
        "read": say("More comments have been read since, or read anew."),
    }


def shares_measured(question: FreeTextSummary, words: Catalogue) -> list[Plain]:
    """Shares with their intervals and where roles differ; nothing where nothing was measured."""
    measured, themes = question.measured, question.confirmed
    if measured is None or themes is None:
        return []
    named = [(theme.id, theme.name) for theme in themes.themes]
    roles = measured.shares.by("role")
    everybody = measured.shares.by(EVERYBODY)
    grouped = roles or everybody
    if grouped is None:
        return []
    roles_named = dict(question.asked.roles)
    blocks: list[Plain] = [
        Heading(3, words.say("How common each theme is")),
        Paragraph(how_measured(measured, words)),
        *([Paragraph(stale)] if (stale := out_of_date(measured.stale, words)) else []),
        shares_table(measured.shares, grouped, named, roles_named, words, roles=roles_named),
    ]
    return [*blocks, *_differences(grouped, dict(named), question.asked, words)]


def how_measured(measured: MeasuredShares, words: Catalogue) -> Said:
    """What the shares rest on, in words for a reader who asks how one can know."""
    drawn = measured.shares.drawn
    told = words.say(
        "Chance chose %(number)s or more of the comments, and people read each of them. The shares are reckoned from "
        "these. The interval is where the true share lies in 95 of 100 cases.",
        number=numbers.whole(drawn or 0, words.language),
    )
    if drawn is None:
        told = words.say(
            "People have read fewer than 5 of the comments that chance chose: too few to reckon shares from."
        )
    parts = [told.text]
    if measured.shares.undecided:
        parts.append(_left_out(measured.shares.undecided, words).text)
    if not measured.shares.narrowed:
        return Said(" ".join(parts), told.language)
    helped = words.say(
        "For some themes the machine's reading of all comments made the interval narrower; its errors are measured on "
        "the comments that people read, and taken out."
    )
    return Said(" ".join([*parts, helped.text]), told.language)


def _left_out(undecided: int, words: Catalogue) -> Said:
    number = numbers.whole(undecided, words.language)
    return words.say(
        "At least %(number)s more that chance chose could not be decided, and are left out. If most of these speak of one "
        "theme, its true share may lie outside the interval.",
        number=number,
    )


def _differences(grouped: Grouped, themes: dict[str, str], asked: Asked, words: Catalogue) -> list[Plain]:
    groups = dict(asked.roles)
    standing = differences_told(grouped, themes, groups, words, most=MOST_DIFFERENCES)
    silent = silent_told(grouped, themes, groups, words)
    blocks: list[Plain] = []
    if standing:
        looked = words.say(
            "All roles and themes were compared, %(looks)s times in all. These differences are larger than so many "
            "comparisons would bring by chance.",
            looks=grouped.looks,
        )
        blocks += [Heading(3, words.say("Where the roles differ")), Paragraph(looked), Items(standing)]
    elif grouped.looks:
        none = words.say("No difference between the roles is larger than chance may bring.")
        blocks += [Heading(3, words.say("Where the roles differ")), Paragraph(none)]
    return [*blocks, Items(silent)] if silent else blocks
