"""What the README says of the tree, the commands and the settings is so."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from consultation.cli import main
from consultation.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def _map() -> tuple[set[str], set[str]]:
    """The map in the README: its paths, and the modules it names below each package."""
    block = re.search(r"## The map\n.*?```\n(.*?)```", README, re.DOTALL)
    assert block, "the README has lost its map"
    paths, modules, package = set(), set(), ""
    for line in block[1].splitlines():
        depth, words = len(line) - len(line.lstrip()), line.split()
        if depth < 4:
            path = words[0] if depth == 0 else f"consultation/{words[0]}"
            package = path if path.endswith("/") else package
            paths.add(path)
        else:
            modules |= {f"{package}{word}.py" for word in words}
    return paths, modules


def test_everything_on_the_map_exists():
    paths, modules = _map()
    assert sorted(path for path in paths | modules if not (ROOT / path).exists()) == []


def test_every_module_is_on_the_map():
    paths, modules = _map()
    ours = {
        str(p.relative_to(ROOT))
        for p in (ROOT / "consultation").rglob("*.py")
        if p.name != "__init__.py" and "migrations" not in p.parts
    }
    assert sorted(ours - modules - paths) == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)", README))))
def test_every_make_target_in_the_readme_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(?:\.venv/bin/)?consultation ([a-z][a-z-]+)", README))))
def test_every_command_in_the_readme_exists(command):
    run = CliRunner().invoke(main, [command, "--help"])
    assert run.exit_code == 0, run.output


def test_every_setting_is_in_the_readme():
    assert [
        f.name for f in fields(Settings) if f.name != "secret_key" and f"CONSULTATION_{f.name.upper()}" not in README
    ] == []


def test_every_decision_is_three_lines_at_most():
    section = README.split("## Decisions")[1].split("\n## ")[0]
    long = [
        item.strip()[:60]
        for item in re.split(r"^- ", section, flags=re.MULTILINE)[1:]
        if len(item.strip().splitlines()) > 3
    ]
    assert long == []
