"""Which space each kind of question gets on paper, and the words that say how to use it."""

from consultation.paper.sheets import (
    Amount,
    Lines,
    MonthAndYear,
    Places,
    Ranks,
    Region,
    Rows,
    Space,
    Steps,
    Ticks,
)
from consultation.questionnaire.kinds import DECLINED, OTHER
from consultation.questionnaire.questions import (
    FreeText,
    Matrix,
    Month,
    MultipleChoice,
    Number,
    Place,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)
from consultation.reporting.catalogue import Catalogue, Said

ROWS = 8
# A row of handwriting holds about 45 characters; nobody is given less than three rows.
_CHARACTERS_IN_A_ROW = 45
_FEWEST_ROWS = 3


class NoSpaceOnPaper(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """Nobody has decided yet what this kind of question looks like on paper."""


def space(question: Question, number: int, reading: str, words: Catalogue) -> Space:
    """The space to answer a question in.

    Raises:
        NoSpaceOnPaper: a kind that paper does not know.
    """
    found = _to_write_in(question, number, reading, words) or _to_mark(question, reading, words)
    if found is None:
        raise NoSpaceOnPaper(question.kind)
    return found


def _to_write_in(question: Question, number: int, reading: str, words: Catalogue) -> Space | None:
    say = words.say
    match question:
        case FreeText(max_length=longest):
            more = say("More room? Go on on a sheet of your own. Write “question %(number)s” on it.", number=number)
            return Lines(_rows(longest), more)
        case Number(unit=unit, whole=whole):
            return Amount(say("Write a whole number.") if whole else say("Write a number."), unit.in_(reading))
        case Month():
            return MonthAndYear(say("Write month and year. Roughly is enough."), say("Month"), say("Year"))
        case Ranking(options=options):
            return Ranks(_in_order(question, words), tuple(option.text.in_(reading) for option in options))
    return None


def _to_mark(question: Question, reading: str, words: Catalogue) -> Space | None:
    say = words.say
    match question:
        case SingleChoice() | MultipleChoice():
            return _ticks(question, reading, words)
        case Scale(low_label=low, high_label=high):
            steps = tuple(map(str, question.steps))
            return Steps(say("Tick one box."), steps, low.in_(reading), high.in_(reading))
        case Place():
            return _places(question, reading, words)
        case Matrix(rows=rows, options=options):
            columns = tuple(option.text.in_(reading) for option in options)
            return Rows(say("Tick one box in each row."), columns, tuple(row.text.in_(reading) for row in rows))
    return None


def _rows(longest: int) -> int:
    return max(_FEWEST_ROWS, min(ROWS, -(-longest // _CHARACTERS_IN_A_ROW)))


def _ticks(question: SingleChoice | MultipleChoice, reading: str, words: Catalogue) -> Space:
    """A box for everything that can be chosen; to decline stands apart from the options on paper."""
    options = [option for option in question.choices if option.id != DECLINED]
    other = next((at for at, option in enumerate(options) if question.other and option.id == OTHER), None)
    return Ticks(_how_many(question, words), tuple(option.text.in_(reading) for option in options), other)


def _how_many(question: SingleChoice | MultipleChoice, words: Catalogue) -> Said:
    if isinstance(question, SingleChoice):
        return words.say("Tick one box.")
    if question.at_most is None:
        return words.say("Tick as many boxes as you like.")
    return words.say("Tick at most %(limit)s boxes.", limit=question.at_most)


def _in_order(question: Ranking, words: Catalogue) -> Said:
    say, places = words.say, len(question.places)
    if len(question.options) > places:
        return say("Choose at most %(limit)s. Write 1 for what comes first, 2 for the next, and so on.", limit=places)
    if question.partial:
        return say("Write 1 for what comes first, 2 for the next, and so on. You may leave some empty.")
    return say("Write 1 for what comes first, 2 for the next, and so on, until all have a number.")


def _places(question: Place, reading: str, words: Catalogue) -> Space:
    if question.level != "trust":
        return Ticks(words.say("Tick one box."), tuple(region.text.in_(reading) for region in question.regions))
    return Places(
        words.say("Tick one box: the region, or a hospital in it."),
        tuple(
            Region(region.text.in_(reading), tuple(trust.text.in_(reading) for trust in region.trusts))
            for region in question.regions
        ),
    )
