"""INSTALL can be followed as it stands: its commands are commands, and the operator's own reach what our programs reach."""

import re
import subprocess
from pathlib import Path

import pytest

from consultation.deployment.site import Site
from consultation.deployment.units import UNITS
from consultation.deployment.writing import everything

DATABASE = "postgresql:///consultation?host=/run/postgresql&application_name=x"
VERBS = {"disable", "enable", "daemon-reload", "restart", "start", "stop", "list-units"}
STUBS = """
runuser() { shift; echo "$1 in $PWD, at home in $HOME"; echo "$CONSULTATION_DATABASE_URL"; cat $CONSULTATION_KEY_PASSPHRASE_FILE; return 3; }
install() { command install -m 0400 "${@: -2}"; }
"""


def written(**decided: str) -> dict[str, str]:
    site = Site(public_host="innspill.example.no", staff_host="stab.example.no", database=DATABASE, **decided)
    return {place: text.decode() for place, text in everything(site, web=[], headers={}, pages={}, parts="/x/").items()}


def commands(install: str) -> str:
    """The lines that an operator types, without what stands beside them."""
    return "\n".join(
        re.findall(r"^ {6,}(.*)$", install.partition("\nWhat must be right outside of these files\n")[0], re.MULTILINE)
    )


@pytest.mark.parametrize("passphrase", ["", "/etc/consultation/passphrase"])
def test_what_is_to_be_typed_is_bash(passphrase):
    typed = commands(written(passphrase=passphrase)["INSTALL"])
    assert "as_mixer()" in typed
    read = subprocess.run(["bash", "-n"], input=typed, capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr


def test_nothing_is_put_where_the_audit_knows_every_file():
    typed = commands(written()["INSTALL"])
    assert not re.findall(r"^(?:install|cp|mv).* /var/lib/consultation.*$", typed, re.MULTILINE)


def test_systemd_is_asked_for_what_it_can_do_and_for_units_that_there_are():
    typed = commands(written()["INSTALL"])
    assert set(re.findall(r"systemctl (\S+)", typed)) <= VERBS
    named = re.findall(r"(?<![/\w])consultation-[a-z-]+(?:\.\w+)?(?!\*)\b", typed)
    units = {unit if "." in unit else f"{unit}.service" for unit in named}
    assert len(units) > 9
    assert units <= set(UNITS)


def test_the_operators_commands_get_database_home_and_a_passphrase_that_stays_nowhere(tmp_path: Path):
    files = written(passphrase=f"{tmp_path}/passphrase")
    (tmp_path / "passphrase").write_text("four words of it\n")
    (tmp_path / "mixer.env").write_text(files["etc/consultation/mixer.env"])
    for place in ("run", "consultation-mixer"):
        (tmp_path / place).mkdir()
    functions = re.search(r" +as_account\(\) .*?\n +Then", files["INSTALL"], re.DOTALL)
    assert functions
    typed = functions[0].removesuffix("Then").replace("/etc/consultation/mixer.env", f"{tmp_path}/mixer.env")
    typed = typed.replace("/var/lib", str(tmp_path)).replace("-p /run", f"-p {tmp_path}/run")
    ran = subprocess.run(
        ["bash", "-c", f"{STUBS}\n{typed}\nas_mixer list"], capture_output=True, text=True, check=False
    )
    home = f"{tmp_path}/consultation-mixer"
    assert ran.stdout.splitlines() == [
        f"consultation_mixer in {home}, at home in {home}",
        DATABASE,
        "four words of it",
    ], ran.stderr
    assert ran.returncode == 3, "the command's own exit code"
    assert not list((tmp_path / "run").iterdir())
