"""What an import would store: rows become checked answer sheets, and what cannot go in is told line by line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consultation.questionnaire.answering import AnswerSheet, Rejected, check
from consultation.questionnaire.definition import Questionnaire, RoleQuestionnaire, free_texts
from consultation.questionnaire.parts import Section
from consultation.usecases.recognise_csv import CsvRecord, RecognisedCsv

PARAGRAPH = "\n\n"
REMEDIES = {
    "too_long": ("The comment is too long ({length} characters; at most {limit}).", "Shorten it, or divide it in two."),
    "nothing_answered": ("There is no comment.", "Nothing is stored of an empty row; remove it or fill it in."),
}


class ImportRefused(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The columns asked for do not fit the file or the consultation; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ImportColumns:
    """Which column holds what. A comment column without a question goes to the role's next free-text question.

    Words beside a choice (``question.other``) are taken only from a column that names them.
    """

    comments: tuple[tuple[str, str | None], ...]
    role_column: str | None = None
    role: str | None = None
    respondent: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why something of one row is not stored, and what to do."""

    line: int
    column: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PlannedResponse:
    """One response to be: the lines it comes from, and how many times the same content stood earlier in the file."""

    lines: tuple[int, ...]
    sheet: AnswerSheet
    occurrence: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would do."""

    responses: tuple[PlannedResponse, ...]
    problems: tuple[RowProblem, ...]
    roles: Mapping[str, Mapping[str, int]]
    """Role id -> the file's words for it -> number of rows."""
    destinations: Mapping[str, Mapping[str, str]]
    """Comment column -> role id -> question id."""


@dataclass(slots=True)
class _Gathered:
    role: str
    lines: list[int] = field(default_factory=list)
    comments: dict[str, list[str]] = field(default_factory=dict, repr=False)


def plan_import(csv: RecognisedCsv, questionnaire: Questionnaire, columns: ImportColumns) -> ImportPlan:
    """Say what would be stored of a file, storing nothing.

    Closed questions are not asked of imports, and required answers may be missing. Comments of one respondent on one
    question become paragraphs of one comment. Raises ImportRefused when a column, role or question does not exist.
    """
    _refuse_unknown_columns(csv, columns)
    asked = {role.id: _free_text_of(questionnaire.for_role(role.id)) for role in questionnaire.roles}
    destinations = _destinations(asked, columns)
    problems = [*map(_too_many_cells, csv.uneven), *map(_damaged, csv.damaged)]
    reading = _Reading(questionnaire, columns, destinations, problems, _spellings(questionnaire))
    for row in csv.rows:
        reading.take(row)
    responses = tuple(_checked(list(reading.gathered.values()), asked, problems))
    problems.sort(key=lambda problem: problem.line)
    return ImportPlan(responses, tuple(problems), reading.roles, destinations)


def _refuse_unknown_columns(csv: RecognisedCsv, columns: ImportColumns) -> None:
    if (columns.role_column is None) == (columns.role is None):
        raise ImportRefused("Give either the column that holds the role, or one role for the whole file.")
    if not columns.comments:
        raise ImportRefused("Give at least one column that holds comments.")
    named = [name for name, _ in columns.comments]
    asked_for = [*named, *filter(None, (columns.role_column, columns.respondent))]
    missing = [name for name in asked_for if name not in csv.columns]
    if missing:
        there = ", ".join(name for name in csv.columns if name)
        raise ImportRefused(f"The file has no column {', '.join(missing)}. Its columns are: {there}.")
    if len(set(named)) < len(named):
        raise ImportRefused("A comment column is named twice.")


def _free_text_of(whole: RoleQuestionnaire) -> RoleQuestionnaire:
    """The role's questionnaire as an import sees it: free text only, nothing required, nothing hidden."""

    def only_free_text(section: Section) -> Section:
        kept = free_texts(section.questions)
        return replace(
            section, show_when=None, questions=tuple(replace(q, required=False, show_when=None) for q in kept)
        )

    sections = tuple(s for s in map(only_free_text, whole.sections) if s.questions)
    return replace(whole, sections=sections)


def _destinations(asked: Mapping[str, RoleQuestionnaire], columns: ImportColumns) -> dict[str, dict[str, str]]:
    """Where each comment column goes for each role; a role that lacks the question is left out."""
    found: dict[str, dict[str, str]] = {name: {} for name, _ in columns.comments}
    named = {question for _, question in columns.comments if question}
    for role, questionnaire in asked.items():
        theirs = [question.id for question in questionnaire.questions]
        free = iter([q.id for q in questionnaire.free_texts if q.id not in named and not q.beside])
        for column, question in columns.comments:
            goes_to = question if question is None or question in theirs else ""
            if goes_to is None:
                goes_to = next(free, "")
            if goes_to:
                found[column][role] = goes_to
    nowhere = [column for column, roles in found.items() if not roles]
    if nowhere:
        known = sorted({q.id for questionnaire in asked.values() for q in questionnaire.questions})
        raise ImportRefused(
            f"No free-text question is there for the column {', '.join(nowhere)}. The questions are: {', '.join(known)}."
        )
    return found


@dataclass(slots=True)
class _Reading:
    """Rows on their way to responses: one row each, or all rows of a respondent in one role."""

    questionnaire: Questionnaire
    columns: ImportColumns
    destinations: Mapping[str, Mapping[str, str]]
    problems: list[RowProblem]
    spellings: Mapping[str, str]
    roles: dict[str, Counter[str]] = field(default_factory=dict)
    gathered: dict[object, _Gathered] = field(default_factory=dict)

    def take(self, row: CsvRecord) -> None:
        """Add a row to the response it belongs to, or say why it cannot be."""
        role = self._role_of(row)
        if role is None:
            return
        said = row.cells[self.columns.role_column].strip() if self.columns.role_column else role
        self.roles.setdefault(role, Counter())[said] += 1
        comments = self._comments_of(row, role)
        if comments:
            who = row.cells[self.columns.respondent].strip() if self.columns.respondent else ""
            response = self.gathered.setdefault((who, role) if who else row.line, _Gathered(role))
            response.lines.append(row.line)
            for question, text in comments:
                response.comments.setdefault(question, []).append(text)

    def _role_of(self, row: CsvRecord) -> str | None:
        column = self.columns.role_column
        said = (self.columns.role if column is None else row.cells[column]) or ""
        role = self.spellings.get(said.strip().casefold())
        if role is None:
            known = ", ".join(role.id for role in self.questionnaire.roles)
            if column is None:
                raise ImportRefused(f"The consultation has no role {said!r}. Its roles are: {known}.")
            message = f"Unknown role {said!r}." if said.strip() else "The role is empty."
            self.problems.append(RowProblem(row.line, column, message, f"Write one of: {known}."))
        return role

    def _comments_of(self, row: CsvRecord, role: str) -> list[tuple[str, str]]:
        found, filled = [], False
        for column, _ in self.columns.comments:
            text = row.cells[column].strip()
            filled = filled or bool(text)
            question = self.destinations[column].get(role)
            if text and question:
                found.append((question, text))
            elif text:
                problem = f"The role {role} is not asked the question of this column."
                remedy = "Name another question for the column, or leave it empty."
                self.problems.append(RowProblem(row.line, column, problem, remedy))
        if not filled:
            named = ", ".join(column for column, _ in self.columns.comments)
            remedy = "Nothing is stored of an empty row; remove it or fill it in."
            self.problems.append(RowProblem(row.line, named, "There is no comment.", remedy))
        return found


def _spellings(questionnaire: Questionnaire) -> dict[str, str]:
    """How a file may name a role: its id, or its name in any language, in any case."""
    found: dict[str, str] = {}
    for role in questionnaire.roles:
        for name in (role.id, role.id.replace("_", " "), *role.name.texts.values()):
            found[name.strip().casefold()] = role.id
    return found


def _checked(
    gathered: Sequence[_Gathered], asked: Mapping[str, RoleQuestionnaire], problems: list[RowProblem]
) -> Iterator[PlannedResponse]:
    """Answer sheets of all that pass the questionnaire's own check."""
    seen: Counter[object] = Counter()
    for response in gathered:
        raw = {question: [PARAGRAPH.join(texts)] for question, texts in response.comments.items()}
        sheet = check(asked[response.role], raw)
        if isinstance(sheet, Rejected):
            problems.extend(_told(response, sheet))
        elif sheet.comments:
            content = (response.role, tuple(sorted(sheet.comments.items())))
            yield PlannedResponse(tuple(response.lines), sheet, seen[content])
            seen[content] += 1


def _told(response: _Gathered, rejected: Rejected) -> Iterator[RowProblem]:
    unknown = ("The comment cannot be taken.", "Correct it and import the file again.")
    for problem in rejected.problems:
        message, remedy = REMEDIES.get(problem.code, unknown)
        yield RowProblem(response.lines[0], problem.question, message.format(**problem.facts), remedy)


def _too_many_cells(line: int) -> RowProblem:
    return RowProblem(
        line,
        "",
        "The row has more cells than the header; what stood behind the last column is left out.",
        "Put quotation marks around cells that hold the delimiter.",
    )


def _damaged(line: int) -> RowProblem:
    return RowProblem(
        line,
        "",
        "The row holds bytes that are no text; � stands in their place.",
        "Save the file again as UTF-8, or write the row anew.",
    )
