"""Runs a scanner from its own environment, in a home of its own, so that it finds nothing of ours and leaves nothing behind."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".venv" / "scan"
LONGEST = 1800.0  # seconds; a scanner that hangs must not hang whoever waits for it
SILENT = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0", "SCHEMATHESIS_HOOKS": ""}


class Missing(Exception):  # noqa: N818 -- a state of this machine, named as what it is
    """A scanner is not installed."""


def run(
    scanner: str, words: list[str], folder: Path, environment: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a scanner to its end, with nothing typed; what it says goes to a file in the folder too.

    Raises:
        Missing: it is not installed; `make scan` installs it.
    """
    binary = (environment or ENVIRONMENTS / scanner / "bin") / scanner
    if not binary.exists():
        raise Missing(f"{scanner} is not installed; `make scan` gets it, and says why where it cannot.")
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name in {"LANG", "LD_LIBRARY_PATH"}}
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    own = {**kept, "PATH": path, "HOME": str(folder), "TMPDIR": str(folder), "NO_COLOR": "1", **SILENT}
    done = subprocess.run(
        [binary, *words], cwd=folder, env=own, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", timeout=LONGEST, check=False,
    )  # fmt: skip
    (folder / f"{scanner}.txt").write_text(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}", "utf-8")
    return done
