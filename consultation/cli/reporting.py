"""report: what may be told of a consultation, written to a file."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.questionnaire.wording import LANGUAGES

if TYPE_CHECKING:
    from consultation.reporting.report import Report

FORMATS = ("html", "pdf", "json")


@click.command("report")
@click.argument("slug")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="nb", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="By default SLUG.LANGUAGE.FORMAT, here.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@json_option
@pass_instance
def report_command(
    instance: Instance, slug: str, format_: str, language: str, out: Path | None, *, force: bool, as_json: bool
) -> None:
    """Write the report of a consultation: who answered, the themes by role, quotes, and what is not covered.

    No number in it stands for fewer than five responses.
    """
    instance.consultation(slug)
    out = out or Path(f"{slug}.{language}.{format_}")
    if out.exists() and not force:
        raise Refused(f"{out} is there already. Choose another --out, or give --force.")
    content = _written(_composed(instance, slug, language), format_, language)
    try:
        out.write_bytes(content)
    except OSError as refused:
        raise Refused(f"{out} cannot be written: {refused.strerror}.") from None
    facts = {"slug": slug, "format": format_, "language": language, "file": str(out), "bytes": len(content)}
    tell(facts, f"The report is in {out}.", as_json=as_json)


def _composed(instance: Instance, slug: str, language: str) -> "Report":
    from consultation.clock import today
    from consultation.usecases.compose_report import compose_report

    with instance.database.reading() as session:
        return compose_report(session, slug, today=today(), language=language)


def _written(report: "Report", format_: str, language: str) -> bytes:
    writer = importlib.import_module(f"consultation.reporting.formats.{format_}")  # typst only where it is asked for
    content: bytes = writer.write(report, language)
    return content
