"""A questionnaire file becomes a questionnaire, or every mistake in it is told at once: line, question, and what to do."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path as FilePath
from typing import Any

from consultation.questionnaire.building import Built, build
from consultation.questionnaire.codelists import LIBRARY
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.invariants import Flaw
from consultation.questionnaire.lines import LineIndex
from consultation.questionnaire.parts import Role
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.refusals import Path
from consultation.questionnaire.safety import identifying, refusals
from consultation.questionnaire.wording import LANGUAGES, REQUIRED_LANGUAGES

_LANGUAGE_NAMES = {"nb": "bokmål", "nn": "nynorsk"}
LONGEST_TEXT = 20_000
"""Characters: so many are sent with the rest of a form also where each is an emoji, which takes twelve bytes there."""
ROLES_TAKEN = frozenset({"outcome", "receipt"})
"""Where a role's form would stand beside another page of the consultation, with only a slash between them."""
QUESTIONS_TAKEN = frozenset({"answers", "draft", "draft-file", "draft-left", "draft-said", "main"})
"""What parts of the form's page are called already, so that a link to the question would lead elsewhere."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct. ``where`` is the question's id, or ``role x``, ``section x``, or a key of the file."""

    file: str
    line: int
    where: str
    message: str
    remedy: str

    def __str__(self) -> str:
        stop = "" if self.remedy.endswith("?") else "."
        return (
            f"{self.file}:{self.line}: {self.where}: {self.message}. {self.remedy[:1].upper()}{self.remedy[1:]}{stop}"
        )


class Mistakes(ValueError):  # noqa: N818 - the refusal is named for what it holds
    """Every mistake of one file, in the order of its lines."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def load(path: FilePath) -> Questionnaire:
    """Read a questionnaire file.

    Raises:
        Mistakes: the file cannot be read, is no questionnaire, lacks bokmål or nynorsk, or asks what must not be asked.
    """
    questionnaire, mistakes = _read(path)
    if questionnaire is None or mistakes:
        raise Mistakes(mistakes)
    return questionnaire


def mistakes_in(path: FilePath) -> tuple[Mistake, ...]:
    """Every mistake of a questionnaire file; none when it can be opened."""
    return _read(path)[1]


def library() -> Mapping[str, FilePath]:
    """The questionnaires that come with the software: id -> file."""
    return {"waiting-times": LIBRARY / "waiting_times.toml", "pain-service": LIBRARY / "pain_service.toml"}


def _read(path: FilePath) -> tuple[Questionnaire | None, tuple[Mistake, ...]]:
    try:
        text = path.read_text("utf-8-sig")
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (Mistake(path.name, _line_of(error), "file", f"this is not TOML: {error}", "correct this line"),)
    except UnicodeDecodeError:
        return None, (Mistake(path.name, 1, "file", "the file is not UTF-8", "save it as UTF-8"),)
    except RecursionError:
        return None, (Mistake(path.name, 1, "file", "its brackets lie too deep in each other", "begin with a copy"),)
    except OSError as error:
        return None, (Mistake(path.name, 1, "file", f"the file cannot be read: {error.strerror}", "check its name"),)
    built, found = judge(plain)
    return built.questionnaire, _located(found, built, path.name, LineIndex(text))


def judge(plain: Mapping[str, Any]) -> tuple[Built, list[Flaw]]:
    """What plain data of a file becomes, and all that is wrong with it; never raises for what is in it."""
    built = build(plain)
    questions = [question for section in built.sections for question in section.questions]
    told = set(map(built.path, built.flaws))
    untranslated = [flaw for flaw in _untranslated(plain) if built.path(flaw) not in told]
    asked = chain(refusals(built.roles, questions), *map(identifying, built.glimpsed))
    return built, [*built.flaws, *untranslated, *asked, *_unfit(built.roles, questions)]


def _unfit(roles: Sequence[Role], questions: Sequence[Question]) -> Iterator[Flaw]:
    """What no form of ours can hold; told here and no deeper, so that what was frozen before can still be read."""
    for role in roles:
        if role.id in ROLES_TAKEN:
            yield Flaw(role, f"role {role.id}", "another page stands where this role's would", "give it another id")
    for question in questions:
        if question.id in QUESTIONS_TAKEN:
            yield Flaw(question, question.id, "a part of the page has this id already", "give it another id")
        if isinstance(question, FreeText) and question.max_length > LONGEST_TEXT:
            said = f"so long a text cannot be sent: {question.max_length} characters"
            yield Flaw(question, question.id, said, f"let `max_length` be {LONGEST_TEXT} at most")


def _located(found: list[Flaw], built: Built, file: str, lines: LineIndex) -> tuple[Mistake, ...]:
    mistakes = {
        Mistake(file, lines.line(built.path(flaw)), flaw.where, flaw.message, flaw.remedy): None for flaw in found
    }
    return tuple(sorted(mistakes, key=lambda mistake: mistake.line))


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    words = str(error).replace(",", " ").split()
    return next((int(word) for before, word in pairwise(words) if before == "line"), 1)


def _untranslated(plain: Mapping[str, Any]) -> Iterator[Flaw]:
    """Språklova section 14: every text is there in bokmål and in nynorsk before anyone is asked."""
    offered = plain.get("languages")
    for language in REQUIRED_LANGUAGES:
        if isinstance(offered, list) and language not in offered:
            remedy = f'add "{language}": the law asks for both forms'
            yield Flaw(
                Path(("languages", language)), "languages", f"{_LANGUAGE_NAMES[language]} is not offered", remedy
            )
    for path, texts, where in _wordings(plain, Path(), "file"):
        yield from _missing(texts, path, where)
        if isinstance(texts.get("easy"), dict) and set(texts["easy"]) & set(REQUIRED_LANGUAGES):
            yield from _missing(texts["easy"], Path((*path, "easy")), where)


def _missing(texts: Mapping[str, Any], path: Path, where: str) -> Iterator[Flaw]:
    for language in REQUIRED_LANGUAGES:
        if not str(texts.get(language, "")).strip():
            key = ".".join([*(path.words[-2:] if path.words[-1] == "easy" else path.words[-1:]), language])
            yield Flaw(
                Path((*path, language)),
                where,
                f"`{key}` is missing",
                f"write it in {_LANGUAGE_NAMES[language]}: the law asks for both forms",
            )


def _wordings(part: Any, path: Path, where: str) -> Iterator[tuple[Path, Mapping[str, Any], str]]:
    if isinstance(part, list):
        for index, item in enumerate(part):
            yield from _wordings(item, Path((*path, index)), where)
    elif isinstance(part, dict):
        if part and set(part) <= {*LANGUAGES, "easy"}:
            yield path, part, where
            return
        named = _where(part, path, where)
        for key, item in part.items():
            yield from _wordings(item, Path((*path, key)), named if path else str(key))


def _where(part: Mapping[str, Any], path: Path, where: str) -> str:
    if len(path) < 2 or not isinstance(part.get("id"), str):  # noqa: PLR2004 - the file itself, or a table of its own
        return where
    prefix = {"roles": "role ", "sections": "section ", "questions": "", "signposts": "signpost "}.get(path.words[-1])
    return where if prefix is None else f"{prefix}{part['id']}"
