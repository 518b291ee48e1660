"""What a type promises is made in one place only: the doors between raw text, stored responses and shown numbers."""

import ast
from functools import cache
from pathlib import Path

import pytest

CONSULTATION = Path(__file__).parents[2] / "consultation"

# The type, and the one module that may make it.
DOORS = {
    "AnswerSheet": "questionnaire/answering.py",
    "ScrubbedText": "privacy/scrub.py",
    "AnonymousResponse": "privacy/anonymise.py",
    "SealedResponse": "privacy/sealing.py",
    "SafeTable": "privacy/disclosure.py",
    "Quote": "privacy/quoting.py",
}
# Opening an envelope gives back what was once anonymised, and the box gives back what was once sealed: no other maker.
ALSO = {"AnonymousResponse": {"privacy/sealing.py"}, "SealedResponse": {"storage/ballot_box.py"}}


@cache
def _modules() -> dict[str, ast.Module]:
    return {str(p.relative_to(CONSULTATION)): ast.parse(p.read_text("utf-8")) for p in CONSULTATION.rglob("*.py")}


def _called(tree: ast.Module) -> set[str]:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.id if isinstance(f, ast.Name) else f.attr for f in calls if isinstance(f, ast.Name | ast.Attribute)}


@pytest.mark.parametrize(("made", "door"), DOORS.items())
def test_a_promise_is_made_behind_its_own_door_only(made, door):
    makers = {module for module, tree in _modules().items() if made in _called(tree)}
    assert makers <= {door} | ALSO.get(made, set())
    assert makers, f"{made} is made nowhere: the test has lost its object"


def test_rows_stay_inside_storage():
    strays = {
        module
        for module, tree in _modules().items()
        if not module.startswith("storage/")
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and any(a.name.endswith("Row") for a in node.names))
        or (isinstance(node, ast.Attribute) and node.attr.endswith("Row"))
    }
    assert strays == set()


def test_only_storage_speaks_sql():
    words = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "TRUNCATE ", "VACUUM")
    strays = set()
    for module, tree in _modules().items():
        if module.startswith("storage/"):
            continue
        strays |= {
            f"{module}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(words)
        }
    assert strays == set()
