"""`consultation`: one command with a group of commands for each thing that an operator does."""

import importlib
from pathlib import Path
from typing import Any, ClassVar

import click

from consultation.cli.instance import Instance, refusal


class _Commands(click.Group):
    """Knows where each command lives, and loads only the one that is asked for: `--help` is quick."""

    PLACES: ClassVar[dict[str, str]] = {
        "demo": "demonstrating",
        "serve": "serving",
        "worker": "serving",
        "check": "consultations",
        "open": "consultations",
        "close": "consultations",
        "list": "consultations",
        "empty-ballot-box": "consultations",
        "keys": "keys",
        "receipt": "receipts",
        "withdraw": "receipts",
        "erase-expired": "erasing",
        "audit-anonymity": "auditing",
        "backup": "backing_up",
        "restore": "restoring",
        "import": "importing",
        "discover": "theming",
        "candidates": "finding",
        "codebook": "codebook",
        "assign": "theming",
        "runs": "suggesting",
        "screen": "screening",
        "shares": "sharing",
        "double-coding": "doubling",
        "report": "reporting",
        "paper": "paper",
        "poster": "paper",
        "staff": "staffing",
        "grant": "granting",
        "deployment": "deploying",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's own shape
        return list(self.PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = self.PLACES.get(cmd_name)
        if place is None:
            return None
        module = importlib.import_module(f"consultation.cli.{place}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Do the command; where database or disk fails in the middle of it, say so plainly."""
        try:
            return super().invoke(ctx)
        except Exception as failed:
            refused = refusal(failed)
            if refused is None:
                raise
            raise refused from None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--instance",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CONSULTATION_INSTANCE",
    default=Path("instance"),
    show_default=True,
    help="Where settings, keys and the SQLite file lie.",
)
@click.version_option(package_name="consultation")
@click.pass_context
def main(context: click.Context, instance: Path) -> None:
    """Anonymous consultations for health authorities: ask, protect, read with the team, and tell what was said.

    Exit codes: 0 done, 1 refused with a plain message, 2 the command was not understood.
    """
    context.obj = Instance(instance)
