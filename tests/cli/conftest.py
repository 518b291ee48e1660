"""The command line on an instance of its own."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consultation.cli import main

Run = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def run(instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command and check its exit code."""
    for name in [name for name in os.environ if name.startswith("CONSULTATION_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def ran(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["--instance", str(instance), *words])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return ran


@pytest.fixture
def facts(run: Run) -> Callable[..., Any]:
    """Run a command with --json and return what it says."""

    def told(*words: str, code: int = 0) -> Any:
        return json.loads(run(*words, "--json", code=code).stdout)

    return told
