"""What the units call really works: with the flags there are, as the mixer's role, and with exit codes that a timer can tell."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from consultation.cli.program import main
from consultation.deployment.units import UNITS
from tests.deployment.stack import Stack
from tests.running import CONSULTATION

pytestmark = [pytest.mark.slow]
OURS = [name for name in UNITS if name.endswith(".service") and not re.search("public|staff|proxy", name)]
Run = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(stack: Stack) -> Run:
    """Runs what a unit runs, in the environment of the unit; only places on this machine are others."""
    kept = stack.root / "kept"
    kept.mkdir()
    recipients = stack.root / "backup-recipients"
    made = stack.operator.command("backup", "--new-identity", str(stack.root / "identity"))
    recipients.write_text(f"# made elsewhere\n{made.split()[0]}\n")
    own = {
        "CONSULTATION_INSTANCE": str(stack.operator.instance),
        "CONSULTATION_DATABASE_URL": stack.database.replace("//postgres@", "//consultation_mixer@"),
        "TMPDIR": str(stack.root / "temporary"),
        "PATH": os.environ["PATH"],
    }

    def ran(name: str) -> subprocess.CompletedProcess[str]:
        line = stack.unit(name)["ExecStart"][0].replace("/var/backups/consultation", str(kept))
        _, *words = shlex.split(line.replace("/etc/consultation/backup-recipients", str(recipients)))
        return subprocess.run([CONSULTATION, *words], env=own, capture_output=True, text=True, check=False)

    return ran


@pytest.mark.parametrize("name", OURS)
def test_every_flag_is_one_there_is(stack: Stack, name: str):
    _, *words = shlex.split(stack.unit(name)["ExecStart"][0])
    words = ["." if word.startswith("/") else word for word in words]  # a place that is there on every machine
    done = CliRunner().invoke(main, [*words, "--help"])
    assert done.exit_code == 0, done.output


def test_a_backup_is_written_and_can_be_read_with_the_key_that_is_elsewhere(stack: Stack, run: Run):
    for name in ("consultation-backup.service", "consultation-backup-gone.service"):
        done = run(name)
        assert done.returncode == 0, done.stderr
    written, gone = sorted((stack.root / "kept").iterdir())
    assert gone.name.startswith("gone-")
    stack.operator.command("backup", "--check", str(written), "--identity", str(stack.root / "identity"))


def test_a_backup_that_nobody_could_read_is_not_called_one(stack: Stack, run: Run):
    recipients = stack.root / "backup-recipients"
    held = recipients.read_text()
    recipients.write_text("# nobody\n")
    try:
        assert run("consultation-backup.service").returncode == 1
    finally:
        recipients.write_text(held)


def test_the_unit_of_the_keys_fails_when_a_box_is_in_trouble_and_says_which(stack: Stack, run: Run):
    fine = run("consultation-keys.service")
    assert (fine.returncode, "ALARM" in fine.stdout) == (0, False), fine.stdout
    keys: Path = stack.operator.instance / "keys"
    away = keys.rename(keys.with_name("away"))
    try:
        lost = run("consultation-keys.service")
    finally:
        away.rename(keys)
    assert lost.returncode == 1
    assert "waiting-times" in lost.stdout
    assert "ALARM" in lost.stdout


@pytest.mark.parametrize("name", [name for name in OURS if "mixer" not in name])
def test_a_unit_may_write_where_its_command_writes_and_hears_of_it_by_a_timer(stack: Stack, name: str):
    unit = stack.unit(name)
    assert ("ReadWritePaths" in unit) == ("--to" in unit["ExecStart"][0])
    assert stack.unit(name.replace(".service", ".timer"))["OnCalendar"]
