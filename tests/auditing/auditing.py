"""Runs the audit of a live installation as an operator does, and reads what it found."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.running import CONSULTATION, Installation

ROOT = Path(__file__).parents[2]
FEWEST = 40
ENOUGH = 130  # in two batches a correlation of 0.5 would be seen in every signal that counts
SETTINGS = {
    "CONSULTATION_MIXING_SECONDS": "1",
    "CONSULTATION_TRUSTED_PROXIES": "1",
    "PYTHONPATH": str(Path(__file__).with_name("quickly")),
}


def keeps_marks(directory: Path) -> bool:
    """Whether the file system below a directory keeps marks beside what is in a file: tmpfs keeps them since Linux 6.6."""
    probe = directory / "probe of marks"
    probe.touch()
    try:
        os.setxattr(probe, "user.probe", b"1")
    except OSError:
        return False
    finally:
        probe.unlink()
    return True


@dataclass(frozen=True)
class Told:
    """What an audit printed: its exit code, and subject -> (verdict, what was seen)."""

    code: int
    printed: str
    findings: dict[str, tuple[str, str]]

    def broken(self) -> dict[str, str]:
        """What is broken, and where."""
        return {subject: seen for subject, (verdict, seen) in self.findings.items() if verdict == "broken"}


def audit(installation: Installation, *words: str, responses: int = FEWEST) -> Told:
    """The whole audit, with so many responses, and none that has to wait for a form to grow old."""
    few = ["--responses", str(responses), "--without-script", "0", "--port", str(installation.port)]
    places = ["--temporary", str(installation.root / "temporary")]
    run = subprocess.run(
        [CONSULTATION, "--instance", installation.instance, "audit-anonymity", "--json", *few, *places, *words],
        env=installation.environment, cwd=installation.root, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert run.stdout.startswith("{"), run.stdout + run.stderr
    told = json.loads(run.stdout)
    return Told(
        run.returncode, run.stdout, {subject: (verdict, seen) for subject, verdict, seen in told["as_seen_here"]}
    )


def start(installation: Installation, *words: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a program of the tests on the installation; its output goes to a log below the root."""
    environment = {
        **installation.environment,
        "CONSULTATION_INSTANCE": str(installation.instance),
        "PYTHONPATH": os.pathsep.join([SETTINGS["PYTHONPATH"], str(ROOT)]),
        **more,
    }
    with (installation.root / "leaky.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *words],
            env=environment, cwd=installation.root, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    installation.running.append(process)
    return process
