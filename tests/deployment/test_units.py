"""Each program runs as an account of its own, with no right that it does not need, and its memory never reaches a disk."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from consultation.deployment.site import Site
from consultation.deployment.units import SYSTEM, UNITS, units
from consultation.storage.roles.powers import Roles

SERVICES = [name for name in UNITS if name.endswith(".service")]
PROGRAMS = ["consultation-public.service", "consultation-staff.service", "consultation-mixer.service"]
ALWAYS = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes", "LimitCORE": "0", "MemorySwapMax": "0",
    "UMask": "0077", "LogNamespace": "consultation", "MemoryDenyWriteExecute": "yes",
}  # fmt: skip
EXPOSED = 2.0
"""The most that systemd may call a unit exposed, of ten."""


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    site = Site(
        public_host="innspill.example.no", staff_host="stab.example.no", passphrase="/etc/consultation/passphrase"
    )
    return units(site, ["/opt/consultation/bin/python", "-m", "gunicorn", "x"])


def said(text: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_is_hardened(written, name):
    text = written[f"{SYSTEM}/{name}"]
    assert {key: said(text, key) for key in ALWAYS} == {key: [value] for key, value in ALWAYS.items()}
    tells = name in {"consultation-audit.service", "consultation-keys.service"}
    assert said(text, "StandardOutput") == (["null", "journal"] if tells else ["null"])
    assert said(text, "User") != ["root"]
    assert "@" not in re.sub(r"@system-service|~@privileged|@resources", "", text)


def test_every_program_has_an_account_and_a_directory_of_its_own(written):
    accounts = [said(written[f"{SYSTEM}/{name}"], "User")[0] for name in [*PROGRAMS, "consultation-proxy.service"]]
    assert len(set(accounts)) == 4
    assert set(Roles().names) < set(accounts), "PostgreSQL knows each program by its account"
    made = written["etc/sysusers.d/consultation.conf"]
    assert all(f"u {account} " in made for account in accounts)
    places = [said(written[f"{SYSTEM}/{name}"], "StateDirectory")[0] for name in PROGRAMS]
    assert len(set(places)) == 3


def test_only_the_mixer_is_given_the_passphrase_of_the_keys(written):
    having = [name for name in UNITS if "consultation-passphrase" in written[f"{SYSTEM}/{name}"]]
    assert having == ["consultation-mixer.service", "consultation-audit.service", "consultation-keys.service"]


def test_the_audit_reaches_the_front_door_and_nothing_else(written):
    text = written[f"{SYSTEM}/consultation-audit.service"]
    assert said(text, "IPAddressDeny") == ["any"]
    assert said(text, "IPAddressAllow") == ["127.0.0.1"]
    assert "127.0.0.1 innspill.example.no\n" in written["etc/consultation/audit.hosts"]


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="NO SYSTEMD-SYSUSERS: no account is made")
def test_systemd_itself_makes_the_accounts(written, tmp_path: Path):
    conf = tmp_path / "etc/sysusers.d/consultation.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text(written["etc/sysusers.d/consultation.conf"])
    made = subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    accounts = {line.split(":")[0] for line in (tmp_path / "etc/passwd").read_text().splitlines()}
    assert {"consultation", "consultation_proxy", *Roles().names} <= accounts


@pytest.mark.parametrize("front", ["public", "staff"])
def test_a_front_is_one_front_and_cannot_see_the_keys(written, front):
    text = written[f"{SYSTEM}/consultation-{front}.service"]
    assert f"CONSULTATION_FRONT={front}" in said(text, "Environment")
    assert "-/var/lib/consultation-mixer" in said(text, "InaccessiblePaths")[0]
    assert said(text, "PrivateNetwork") == ["yes"]


def test_lines_of_our_programs_stay_in_memory(written):
    assert "Storage=volatile" in written["etc/systemd/journald@consultation.conf"]


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="NO SYSTEMD-ANALYZE: units are not judged by systemd"
)
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_itself_calls_it_hardly_exposed(written, name, tmp_path: Path):
    for place, text in written.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--root={tmp_path}", name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    level = re.search(r"exposure level for \S+: ([0-9.]+)", judged.stdout)
    assert level, judged.stderr
    assert float(level[1]) <= EXPOSED
    assert "nknown" not in judged.stderr, "a key that systemd does not know"
