"""What a person is told before the questions: why, what happens, how to stay unknown, how to fill in, where help is."""

from collections.abc import Iterator, Sequence

from consultation.paper.prose import prose
from consultation.paper.sheets import Chapter, Items, Paragraph, Turn, Ways
from consultation.questionnaire.days import day_in_words
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.signposts import Kind, Signpost
from consultation.reporting.catalogue import Catalogue, Said


def chapters(
    consultation: Consultation, asked: RoleQuestionnaire, reading: str, words: Catalogue, address: str
) -> tuple[Chapter, ...]:
    """The chapters of the information; ``address`` is where one can answer on the web, if that is known."""
    say, language = words.say, words.language
    questionnaire = asked.questionnaire
    stored = []
    if day := consultation.erase_on:
        until = day_in_words(day, language)
        erased = say(
            "All answers that we store are erased by %(day)s at the latest. By then our backups are to be thrown away too.",
            day=until,
        )
        stored = [Paragraph(erased)]
    return (
        Chapter(say("Why we ask"), prose(questionnaire.purpose.in_(reading))),
        Chapter(say("What happens to the answers"), (*prose(questionnaire.use.in_(reading)), *stored)),
        Chapter(say("You answer anonymously"), (Items(tuple(_anonymity(words, address))),)),
        Chapter(say("How to fill in the form"), (Items(tuple(_filling_in(asked, words))),)),
    )


def ways(signposts: Sequence[Signpost], reading: str, words: Catalogue) -> tuple[Ways, ...]:
    """Who helps at once, then where complaints go; each only where somewhere is known."""
    say = words.say

    def turns(kind: Kind) -> tuple[Turn, ...]:
        return tuple(
            Turn(post.name.in_(reading), post.when.in_(reading), _shown(post.url))
            for post in signposts
            if post.kind == kind
        )

    help_lead = say("Nobody reads the answers straight away. Call one of these:")
    complaint_lead = say("You will not get a reply to this form, and it is not a complaint. Here is where to go:")
    known = (
        Ways(say("Do you need help now?"), help_lead, turns("help")),
        Ways(say("Do you want to complain, or are you expecting a reply?"), complaint_lead, turns("complaint")),
    )
    return tuple(way for way in known if way.turns)


def _shown(url: str) -> str:
    """An address as one reads and types it."""
    return url.removeprefix("https://").removeprefix("www.").rstrip("/")


def _anonymity(words: Catalogue, address: str) -> Iterator[Said]:
    say = words.say
    yield say(
        "Do not write names, national identity numbers or anything else that shows who you or others are. "
        "Do not write a sender on the envelope."
    )
    yield say("There is no number or code on the form. All copies are the same.")
    yield say("People who know you may recognise your story or your handwriting. That is something we cannot prevent.")
    if address:
        yield say("You can also answer on the web: %(address)s", address=address)
    yield say("You cannot withdraw an answer on paper, because we cannot tell which one is yours.")


def _filling_in(asked: RoleQuestionnaire, words: Catalogue) -> Iterator[Said]:
    say = words.say
    if any(question.required for question in asked.questions):
        yield say("Where it says “Must be answered”, we need an answer. Otherwise you choose.")
    else:
        yield say("You choose which questions to answer.")
    if any(question.show_when for question in asked.questions) or any(part.show_when for part in asked.sections):
        yield say("Some questions are only for some people. Then it says so below the question.")
    yield say("Use a dark pen. Put a cross in the box. Was it the wrong box? Fill it in, and tick the right one.")
    yield say("If you need more room, go on on a sheet of your own. Write the number of the question on it.")
