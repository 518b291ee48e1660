"""Tells a report in the reader's language, block by block, the same for every format."""

from consultation.questionnaire.days import day_in_words
from consultation.reporting.blocks import Block, Document, Facts, Heading, Items, Paragraph, Table
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.closing import closing
from consultation.reporting.report import Report
from consultation.reporting.summary import Asked, ClosedSummary, Summary
from consultation.reporting.tables import REST, anything_shown, everyone_in_words, listed, sizes_told, told
from consultation.reporting.themes import answered_in_words, in_short

CHANNELS = {
    "web": "web form",
    "paper": "paper form",
    "telephone": "telephone",
    "meeting": "meeting",
    "letter": "letter",
    "imported": "brought in from a file",
}
LANGUAGES = {"nb": "Norwegian bokmål", "nn": "Norwegian nynorsk", "se": "Northern Sámi", "en": "English"}


def tell(report: Report, language: str) -> Document:
    """The report as blocks, in this language where its words are translated; texts of the questionnaire as they are."""
    words = Catalogue(language)
    return Document(
        title=report.title,
        kicker=words.say("Report from a consultation"),
        subtitle=words.say("This is what people answered."),
        language=language,
        made_on=report.made_on,
        facts=_key_facts(report, words),
        contents=words.say("Contents"),
        blocks=(
            *in_short(report, words),
            *_what_was_asked(report, words),
            *_who_answered(report, words),
            *(
                block
                for question in report.in_words
                if told_of(question)
                for block in answered_in_words(question, report, words)
            ),
            *_chosen(report, words),
            *_too_few(report, words),
            *closing(report, words),
        ),
    )


def _key_facts(report: Report, words: Catalogue) -> Facts:
    say = words.say
    lines = [
        (say("Who asked"), report.asker),
        (say("Responses"), everyone_in_words(report.responses, words)),
        (say("Who was asked"), Said(listed(name for _, name in report.roles), report.title.language)),
    ]
    if report.opened_on and report.closes_on:
        opened, closes = (day_in_words(when, words.language) for when in (report.opened_on, report.closes_on))
        lines.append((say("Open for answers"), say("%(first)s to %(last)s", first=opened, last=closes)))
    state = say("Closed") if report.state == "closed" else say("Still open: the numbers will change")
    made = Said(day_in_words(report.made_on, words.language), words.language)
    return Facts((*lines, (say("State"), state), (say("Report made"), made)))


def _what_was_asked(report: Report, words: Catalogue) -> list[Block]:
    say = words.say
    blocks: list[Block] = [
        Heading(2, say("What was asked, and why")),
        Paragraph(report.purpose),
        Paragraph(report.use),
        Items(tuple(_with_roles(question.asked) for question in report.questions)),
    ]
    offered = ", ".join(say(LANGUAGES[language]).text for language in report.languages if language in LANGUAGES)
    return [
        *blocks,
        Paragraph(say("The questionnaire could be read in: %(languages)s.", languages=offered), quiet=True),
    ]


def _with_roles(asked: Asked) -> Said:
    return Said(f"{asked.text.text} ({listed(name for _, name in asked.roles)})", asked.text.language)


def _who_answered(report: Report, words: Catalogue) -> list[Block]:
    say = words.say
    blocks: list[Block] = [
        Heading(2, say("Who answered")),
        Paragraph(
            say(
                "Everyone with experience was invited, and those who wished to answered. The numbers tell how many of "
                "them said something. They do not tell how many of all patients or all personnel think the same."
            )
        ),
        sizes_told(
            report.responses,
            words,
            caption=say("Responses by role"),
            corner=say("Role"),
            rows=dict(report.roles),
            column=say("Responses"),
        ),
    ]
    channels = [
        Said(f"{say(CHANNELS.get(channel, channel)).text}: {number.said(words).text}", words.language)
        for channel, number in report.channels
    ]
    return [*blocks, Paragraph(say("How the responses came in:")), Items(tuple(channels))] if channels else blocks


def _chosen(report: Report, words: Catalogue) -> list[Block]:
    told_ones = [question for question in report.closed if told_of(question)]
    if not told_ones:
        return []
    say = words.say
    blocks: list[Block] = [
        Heading(2, say("Questions with given options")),
        Paragraph(say("Shares are of those in each role who answered the question.")),
    ]
    for question in told_ones:
        blocks += [Heading(3, question.asked.text), _options(question, words)]
        if question.several:
            blocks.append(Paragraph(say("One person could choose several options."), quiet=True))
    return blocks


def told_of(question: Summary) -> bool:
    """Whether enough have answered for anything to be told of a question."""
    if isinstance(question, ClosedSummary):
        return anything_shown(question.counts)
    return question.coverage.comments.at_least is not None


def _too_few(report: Report, words: Catalogue) -> list[Block]:
    left = [_with_roles(question.asked) for question in report.questions if not told_of(question)]
    return [Heading(2, words.say("Questions that too few answered")), Items(tuple(left))] if left else []


def _options(question: ClosedSummary, words: Catalogue) -> Table:
    rest = {REST: words.say("No answer")}
    return told(
        question.counts,
        words,
        caption=words.say("Answers by role"),
        corner=words.say("Answer"),
        names={**rest, **dict(question.options), **dict(question.asked.roles)},
        columns=[role for role, _ in question.asked.roles],
    )
