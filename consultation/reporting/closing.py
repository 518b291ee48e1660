"""The last chapters: what the report does not tell, the rule on small groups, and how the report was made."""

from consultation.questionnaire.days import day_in_words
from consultation.reporting.blocks import Block, Facts, Heading, Items, Paragraph
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.measured import out_of_date
from consultation.reporting.report import Report
from consultation.reporting.summary import FreeTextSummary

FINGERPRINT_SHOWN = 16


def closing(report: Report, words: Catalogue) -> list[Block]:
    """What a careful reader needs to know before they quote the report."""
    return [*_not_told(words), *_small_groups(words), *_how_made(report, words)]


def _not_told(words: Catalogue) -> list[Block]:
    say = words.say
    return [
        Heading(2, say("What this report does not tell")),
        Items(
            (
                say("How common an opinion is among those who did not answer."),
                say("Who each person is, when they answered and in which language. This is not stored."),
                say(
                    "What stands in comments that nobody has read yet. A machine's suggestions do not replace reading."
                ),
                say("Anything about roles that fewer than five people answered in."),
            )
        ),
    ]


def _small_groups(words: Catalogue) -> list[Block]:
    say = words.say
    return [
        Heading(2, say("Why some numbers are not shown")),
        Paragraph(
            say(
                "A number is not shown when it stands for fewer than five people, or when all but fewer than five in "
                "the role are in it. In groups of fewer than twenty, neither “all” nor “none” is shown. Further numbers "
                "are left out where a hidden one could be worked out by adding or subtracting. Such cells say “not "
                "shown”. They can hold a small number, none, or a larger one."
            )
        ),
        Paragraph(
            say(
                "What is not shown of a role is in no sum with the other roles either, where it could be worked out from "
                "it. Then “All” says “at least”, and a share over all leaves the role out; below the table it says which."
            )
        ),
        Paragraph(
            say(
                "Where fewer than five in a role left a question out, shares are calculated from everyone in the role "
                "who answered the questionnaire."
            )
        ),
        Paragraph(
            say(
                "Quotes are word for word. They are only taken where at least ten people in the role speak of the same "
                "theme. E-mail addresses, telephone numbers and the like were removed before the answers were stored; "
                "“[…]” shows where."
            )
        ),
    ]


def _how_made(report: Report, words: Catalogue) -> list[Block]:
    say = words.say
    version = say(
        "Version %(version)s, fingerprint %(fingerprint)s",
        version=report.version,
        fingerprint=report.fingerprint[:FINGERPRINT_SHOWN],
    )
    blocks: list[Block] = [
        Heading(2, say("How this report was made")),
        Paragraph(
            say(
                "People decide which themes there are, and read the comments. A machine groups comments and makes "
                "suggestions. What it suggests is never counted as decided. The same answers and decisions always give "
                "the same report, byte for byte."
            )
        ),
        Facts(((say("Consultation"), Said(report.slug, "")), (say("Questionnaire"), version))),
    ]
    for question in report.in_words:
        if lines := _provenance(question, words):
            blocks += [Heading(3, question.asked.text), Facts(lines)]
    return blocks


def _provenance(question: FreeTextSummary, words: Catalogue) -> tuple[tuple[Said, Said], ...]:
    say = words.say
    lines: list[tuple[Said, Said]] = []
    if question.codebook_version:
        lines.append((say("Codebook"), say("Version %(version)s", version=question.codebook_version)))
    if run := question.run:
        made = day_in_words(run.made_on, words.language)
        lines.append((say("The machine's run"), Said(run.key, "")))
        lines.append((say("Made"), say("%(day)s, with seed %(seed)s", day=made, seed=run.seed)))
        if stale := out_of_date(run.stale, words):
            lines.append((say("Out of date"), stale))
    if measured := question.measured:
        made = day_in_words(measured.made_on, words.language)
        told = say("%(day)s, with seed %(seed)s", day=made, seed=measured.seed)
        lines.append((say("Shares and intervals measured"), told))
    return tuple(lines)
