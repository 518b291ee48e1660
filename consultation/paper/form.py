"""One role's questionnaire as a form on paper: information to keep first, then the questions to hand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from consultation.paper.directions import Directions
from consultation.paper.informing import chapters, ways
from consultation.paper.prose import prose
from consultation.paper.sheets import Asked, Form, HandIn, Part, Words
from consultation.paper.spaces import space
from consultation.questionnaire.days import day_in_words
from consultation.questionnaire.declining import DECLINED_TEXT, Declinable
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.kinds import Question
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.parts import Section
from consultation.questionnaire.signposts import Signpost
from consultation.questionnaire.wording import language_of
from consultation.reporting.catalogue import Catalogue, Said

LONGEST_RUNNING = 70  # characters of the title at the foot of each page
PART = "paper"  # its catalogue
UNDATED = date(2000, 1, 1)  # of what is not open yet: an archivable PDF must carry some day


@dataclass(frozen=True, slots=True)
class Around:
    """What stands on a form beside the questionnaire.

    ``hand_in`` is the staff's own text on where it comes back to, ``address`` where one can answer on the web, and
    ``signposts`` where to turn to.
    """

    hand_in: str = ""
    address: str = ""
    signposts: tuple[Signpost, ...] = ()


def lay_out(consultation: Consultation, role: str, reading: str, around: Around) -> Form:
    """The form of one role in one language or its easy-read variant; the same for every copy.

    Raises:
        UnknownRole: the questionnaire is not for this role.
        NoSpaceOnPaper: it asks in a way that paper does not know.
    """
    asked = consultation.questionnaire.for_role(role)
    return _Layout(consultation, asked, reading, Catalogue(language_of(reading), PART)).form(around)


@dataclass(frozen=True, slots=True)
class _Layout:
    consultation: Consultation
    asked: RoleQuestionnaire
    reading: str
    words: Catalogue

    def form(self, around: Around) -> Form:
        say, reading = self.words.say, self.reading
        questionnaire, role = self.asked.questionnaire, self.asked.role
        return Form(
            language=self.words.language,
            title=questionnaire.title.in_(reading),
            kicker=say("Form on paper"),
            facts=tuple(self._facts()),
            chapters=chapters(self.consultation, self.asked, reading, self.words, around.address),
            hand_in=self._hand_in(around.hand_in),
            keep=say("You can keep this information. Hand in the pages with questions."),
            ways=ways(around.signposts, reading, self.words),
            intro=prose(role.intro.in_(reading)) if role.intro else (),
            parts=tuple(self._parts()),
            thanks=say("Thank you for taking the time."),
            running=say(
                "%(title)s · %(role)s · edition %(version)s",
                title=shorten(questionnaire.title.in_(reading).text, LONGEST_RUNNING, placeholder=" …"),
                role=role.name.in_(reading).text,
                version=self.consultation.version,
            ),
            page_of=say("Page {page} of {pages}"),
            dated=self.consultation.opened_on or UNDATED,
        )

    def _facts(self) -> Iterator[tuple[Said, Words]]:
        say, language = self.words.say, self.words.language
        yield say("Who is asking"), self.asked.questionnaire.asker.in_(self.reading)
        yield say("Who the form is for"), self.asked.role.name.in_(self.reading)
        if self.consultation.closes_on:
            yield say("Last day to answer"), Said(day_in_words(self.consultation.closes_on, language), language)

    def _hand_in(self, given: str) -> HandIn:
        say = self.words.say
        where = tuple(line.strip() for line in given.splitlines() if line.strip())
        return HandIn(say("How to hand it in"), say("Hand in the form here, or send it here:"), where)

    def _parts(self) -> Iterator[Part]:
        numbers = {question.id: number for number, question in enumerate(self.asked.questions, 1)}
        directions = Directions(self.asked, numbers, self.reading, self.words)
        for section in self.asked.sections:
            yield Part(
                title=section.title.in_(self.reading),
                only_if=directions.section(section.show_when),
                intro=prose(section.intro.in_(self.reading)) if section.intro else (),
                questions=tuple(self._questions(section, directions)),
            )

    def _questions(self, section: Section, directions: Directions) -> Iterator[Asked]:
        for question in section.questions:
            yield self._question(question, directions)

    def _question(self, question: Question, directions: Directions) -> Asked:
        number = directions.numbers[question.id]
        return Asked(
            number=number,
            text=question.text.in_(self.reading),
            must=self.words.say("Must be answered") if question.required else None,
            only_if=directions.question(question.show_when),
            help=prose(question.help.in_(self.reading)) if question.help else (),
            space=space(question, number, self.reading, self.words),
            decline=DECLINED_TEXT.in_(self.reading)
            if isinstance(question, Declinable) and question.may_decline
            else None,
        )
