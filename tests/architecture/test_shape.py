"""Files stay small, functions short and names tell: the structure cannot rot at its tail."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
FORBIDDEN = re.compile(
    r"(?:^|_)(utils?|helpers?|common|misc|base|manager|handler|process|handle|data|info)(?:_|$)", re.IGNORECASE
)
SECOND_WORDS = re.compile(r"(?:^|_)(submissions?|surveys?|feedbacks?|users?|tags?|topics?)(?:_|$)", re.IGNORECASE)


def _tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if name.endswith(endings) and (ROOT / name).exists()]


def _ours() -> list[Path]:
    return [path for path in _tracked(".py") if path.is_relative_to(ROOT / "consultation")]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def test_no_file_is_longer_than_three_hundred_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in _tracked(".py", ".js", ".css", ".html")
        if (n := len(p.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_fifty_lines():
    long = [
        f"{path.relative_to(ROOT)}:{f.lineno} {f.name}"
        for path in _ours()
        if "versions" not in path.parts  # a migration is one long list
        for f in _functions(path)
        if (f.end_lineno or f.lineno) - f.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize(
    "forbidden", [FORBIDDEN, SECOND_WORDS], ids=["names that say nothing", "second words for one thing"]
)
def test_no_file_class_or_function_has_a_forbidden_name(forbidden):
    found = []
    for path in _ours():
        names = [path.stem] + [
            node.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        found += [f"{path.relative_to(ROOT)}: {name}" for name in names if forbidden.search(_words(name))]
    assert found == []


def test_every_module_promises_something_in_one_sentence():
    silent = [
        str(p.relative_to(ROOT))
        for p in _ours()
        if "migrations/versions" not in str(p) and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert silent == []


def test_every_use_case_file_holds_the_function_of_its_name():
    verbs = [path for path in (ROOT / "consultation" / "usecases").rglob("*.py") if path.stem != "__init__"]
    missing = [path.name for path in verbs if path.stem not in {f.name for f in _functions(path)}]
    assert missing == []
