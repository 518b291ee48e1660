"""import: input from elsewhere goes through the same check, scrubbing and ballot box as a respondent's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.questionnaire.opening import Consultation
    from consultation.usecases.plan_import import ImportColumns, ImportPlan, RowProblem
    from consultation.usecases.recognise_csv import RecognisedCsv

AT_ONCE = 500  # responses per transaction: a killed import loses no more than these, and redoes only them
SHOWN = 20
CHANNELS = ("imported", "paper", "telephone", "meeting", "letter")


@click.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--role-column", metavar="COLUMN", help="Holds the role: its id, or its name in any language.")
@click.option("--role", help="One role for the whole file.")
@click.option(
    "--comment-column",
    "comment_columns",
    metavar="COLUMN[=QUESTION]",
    multiple=True,
    required=True,
    help="Holds comments; may be given several times. Without a question: the role's next free-text question.",
)
@click.option(
    "--respondent-column",
    metavar="COLUMN",
    help="Rows with the same value become one response, comments on one question its paragraphs. Never stored.",
)
@click.option("--channel", type=click.Choice(CHANNELS), default="imported", show_default=True)
@click.option("--strict", is_flag=True, help="Store nothing if any row has a problem.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and store nothing.")
@json_option
@pass_instance
def import_command(
    instance: Instance,
    /,
    slug: str,
    file: Path,
    channel: str,
    *,
    strict: bool,
    dry_run: bool,
    as_json: bool,
    **columns: Any,
) -> None:
    """Import the comments of a CSV FILE into the consultation SLUG.

    Encoding and delimiter are found out. Rows that cannot go in are told by line; the others go in. The same file twice
    stores nothing twice, and an import that was broken off can simply be started again.
    """
    consultation = instance.consultation(slug)
    csv, plan = _planned(file, consultation, _columns(**columns))
    facts = _facts(csv, plan)
    if not as_json:
        click.echo(_understood(file, csv, plan))
    if dry_run:
        tell({**facts, "stored": 0, "dry_run": True}, "This was a dry run: nothing is stored.", as_json=as_json)
        return
    if strict and plan.problems:
        if as_json:
            tell({**facts, "stored": 0}, "", as_json=True)
        raise Refused("Nothing is stored, because --strict was given and some rows have problems.")
    put = put_in(instance, consultation, plan, channel=channel, quiet=as_json)
    before = len(plan.responses) - put
    text = f"{put} new responses lie sealed in the ballot box" + (f"; {before} were stored before." if before else ".")
    tell({**facts, "stored": put}, text, as_json=as_json)


def put_in(instance: Instance, consultation: "Consultation", plan: "ImportPlan", *, channel: str, quiet: bool) -> int:
    """Put all planned responses in the ballot box, a chunk per transaction; return how many are new. Raises Refused."""
    from consultation.privacy.anonymise import Channel
    from consultation.usecases.import_responses import NotOpen, import_responses

    chunks = [plan.responses[at : at + AT_ONCE] for at in range(0, len(plan.responses), AT_ONCE)]
    put = 0
    with click.progressbar(chunks, label="Sealing", hidden=quiet) as bar:
        for chunk in bar:
            try:
                with instance.database.transaction() as session:
                    put += import_responses(
                        session,
                        consultation,
                        chunk,
                        secret=instance.settings.secret("imports"),
                        channel=Channel(channel),
                    )
            except NotOpen as refused:
                raise Refused(str(refused)) from None
    return put


def _columns(
    *, comment_columns: Sequence[str], role_column: str | None, role: str | None, respondent_column: str | None
) -> "ImportColumns":
    from consultation.usecases.plan_import import ImportColumns

    if (role_column is None) == (role is None):
        raise click.UsageError("Give either --role-column or --role.")
    split = [column.rpartition("=") for column in comment_columns]
    comments = tuple((name, question) if equals else (question, None) for name, equals, question in split)
    return ImportColumns(comments, role_column=role_column, role=role, respondent=respondent_column)


def _planned(file: Path, consultation: "Consultation", columns: "ImportColumns") -> "tuple[RecognisedCsv, ImportPlan]":
    from consultation.usecases.plan_import import ImportRefused, plan_import
    from consultation.usecases.recognise_csv import NotRecognised, recognise_csv

    try:
        csv = recognise_csv(file.read_bytes())
        return csv, plan_import(csv, consultation.questionnaire, columns)
    except (NotRecognised, ImportRefused) as refused:
        raise Refused(str(refused)) from None
    except OSError as refused:
        raise Refused(f"{file} cannot be read: {refused.strerror}.") from None


def _understood(file: Path, csv: "RecognisedCsv", plan: "ImportPlan") -> str:
    lines = [
        f"{file.name}: {csv.encoding}, columns divided by {csv.delimiter_name}, {len(csv.rows)} rows",
        *(
            f"  column {column} -> {role}: {question}"
            for column, roles in plan.destinations.items()
            for role, question in roles.items()
            if role in plan.roles
        ),
    ]
    for role, words in plan.roles.items():
        said = ", ".join(f"{word!r} {count}" for word, count in sorted(words.items()))
        lines.append(f"  role {role}: {said}")
    lines += [f"  {told(problem)}" for problem in plan.problems[:SHOWN]]
    if len(plan.problems) > SHOWN:
        lines.append(f"  ... and {len(plan.problems) - SHOWN} more problems")
    lines.append(f"{len(plan.responses)} responses can be stored; {len(plan.problems)} problems.")
    return "\n".join(lines)


def told(problem: "RowProblem") -> str:
    """One problem in one line."""
    column = f", column {problem.column}" if problem.column else ""
    return f"line {problem.line}{column}: {problem.message} {problem.remedy}"


def _facts(csv: "RecognisedCsv", plan: "ImportPlan") -> dict[str, object]:
    return {
        "encoding": csv.encoding,
        "delimiter": csv.delimiter,
        "columns": csv.columns,
        "rows": len(csv.rows),
        "responses": len(plan.responses),
        "roles": {role: dict(words) for role, words in plan.roles.items()},
        "destinations": {column: dict(roles) for column, roles in plan.destinations.items()},
        "problems": [
            {"line": p.line, "column": p.column, "message": p.message, "remedy": p.remedy} for p in plan.problems
        ],
    }
