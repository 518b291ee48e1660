"""INSTALL can be followed as it stands: its commands are commands, and the operator's own reach what our programs reach."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from consultation.auditing.findings import SEES_MORE
from consultation.deployment.site import Site
from consultation.deployment.units import UNITS
from consultation.deployment.writing import everything
from tests.accounts import open_directory

ROOT = Path(__file__).parents[2]
DATABASE = "postgresql:///consultation?host=/run/postgresql&application_name=x"
VERBS = {"disable", "enable", "daemon-reload", "restart", "start", "stop", "list-units"}
STUBS = """
runuser() { shift; echo "$1 in $PWD, at home in $HOME"; echo "$CONSULTATION_DATABASE_URL"; cat $CONSULTATION_KEY_PASSPHRASE_FILE; return 3; }
install() { command install -m 0400 "${@: -2}"; }
"""
TELLS = """#!/bin/sh
id -un; sed -n 's/^CapEff:.//p' /proc/self/status; echo $CONSULTATION_DATABASE_URL $HOME $1
test -z "$CONSULTATION_KEY_PASSPHRASE_FILE" || cat $CONSULTATION_KEY_PASSPHRASE_FILE
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


@pytest.mark.skipif(not shutil.which("setpriv") or os.geteuid() != 0, reason="only root may give an account powers")
@pytest.mark.parametrize("passphrase", ["", "/etc/consultation/passphrase"])
def test_a_person_may_look_once_as_the_mixer_at_what_the_mixer_does_not_see(passphrase):
    with open_directory() as place:
        install = written(passphrase=passphrase and f"{place}/passphrase")["INSTALL"]
        (place / "passphrase").write_text("four words of it\n")
        (place / "mixer.env").write_text("CONSULTATION_DATABASE_URL=of-the-mixer\n")
        for name in ("run", "consultation-mixer"):
            (place / name).mkdir()
        functions = re.search(r" +as_account\(\) .*?\n +Then", install, re.DOTALL)
        once = re.search(r"\n( +\(with=.*?\))\n +Whoever runs so", install, re.DOTALL)
        assert functions
        assert once
        typed = f"{functions[0].removesuffix('Then')}\n{once[1]}".replace(
            "/etc/consultation/mixer.env", f"{place}/mixer.env"
        )
        typed = typed.replace("/var/lib", str(place)).replace("-p /run", f"-p {place}/run")
        (place / "consultation").write_text(TELLS)
        (place / "consultation").chmod(0o755)
        typed = typed.replace("/opt/consultation/bin", str(place)).replace("consultation_mixer", "nobody")
        # On Debian the group of nobody is another's name; the mixer's is called as its account is.
        ran = subprocess.run(
            ["bash", "-c", typed.replace("--regid $2", "--regid nogroup")], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        told = ran.stdout.split()
        assert told[:2] == ["nobody", "0000000000080004"], "CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE, and nothing else"
        assert told[2:5] == ["of-the-mixer", f"{place}/consultation-mixer", "audit-anonymity"]
        assert bool(passphrase) == ("words" in told)
        assert not list((place / "run").iterdir())


def test_what_the_audit_advises_is_what_install_tells_and_what_the_programs_do_not_refuse():
    assert "CAP_DAC_READ_SEARCH" in SEES_MORE
    assert "CAP_SYS_PTRACE" in SEES_MORE
    told = "".join(path.read_text() for path in (ROOT / "consultation" / "auditing").glob("*.py"))
    assert not re.findall(r"as root|as the account of its server|as its own account", told)
    step = re.search(r"^ 9\. .*?^$", written()["INSTALL"], re.DOTALL | re.MULTILINE)
    assert step
    assert "+dac_read_search,+sys_ptrace" in step[0]
