"""Where complaints go and where help is found, in one reader's language, on every page that matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import g

from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.parts import Role
from consultation.questionnaire.signposts import OwnSignpost, Signpost, standing
from consultation.questionnaire.wording import Worded
from consultation.responding import guarding


@dataclass(frozen=True, slots=True)
class Pointed:
    """A signpost in one reader's language."""

    name: Worded
    when: Worded
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Signposts:
    """All of them: first who helps at once, then where complaints go.

    `brief` for who answers at work: of the complaint routes the few that a patient of theirs may ask for.
    """

    help: tuple[Pointed, ...]
    complaint: tuple[Pointed, ...]
    brief: bool = False


def of(consultation: Consultation, reading: str, role: Role | None = None) -> Signposts:
    """The signposts of a consultation, for a reader who answers as this role."""
    return _for(consultation.questionnaire.signposts, reading, brief=role is not None and guarding.bound(role))


def for_reader(reading: str) -> Signposts:
    """The signposts of a page: those of the consultation that this request is about, as far as one was found."""
    return _for(g.get("own_signposts", ()), reading)


def remember(consultation: Consultation) -> None:
    """From here on, also an error on the way shows what this consultation says of where to turn."""
    g.own_signposts = consultation.questionnaire.signposts


def _for(own: Sequence[OwnSignpost], reading: str, *, brief: bool = False) -> Signposts:
    return _pointed(standing(own), reading, brief=brief) if own else _everybodys(reading, brief=brief)


@cache
def _everybodys(reading: str, *, brief: bool) -> Signposts:
    return _pointed(standing(), reading, brief=brief)


def _pointed(posts: Sequence[Signpost], reading: str, *, brief: bool) -> Signposts:
    def those(kind: str) -> tuple[Pointed, ...]:
        chosen = (post for post in posts if post.kind == kind and (kind == "help" or post.short or not brief))
        return tuple(Pointed(post.name.in_(reading), post.when.in_(reading), post.phone, post.url) for post in chosen)

    return Signposts(those("help"), those("complaint"), brief)
