"""The core loads without a framework, and a respondent's request never loads what only the worker needs."""

import subprocess
import sys

import pytest

PURE = ("questionnaire", "privacy", "reporting", "paper", "themes")
FRAMEWORKS = ("flask", "jinja2", "wtforms", "sqlalchemy")
WORKERS_ONLY = ("sklearn", "numpy", "scipy", "typst")

LOAD_ALL_OF = """
import importlib, pkgutil, sys
package = importlib.import_module("consultation.{package}")
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(" ".join(name for name in {unwanted!r} if name in sys.modules))
"""

SERVE_A_RESPONDENT = """
import sys, tempfile
from consultation.app import create_app
from consultation.settings import Settings
with tempfile.TemporaryDirectory() as instance:
    app = create_app(Settings.read({{"CONSULTATION_INSTANCE": instance, "CONSULTATION_FRONT": "{front}"}}))
    client = app.test_client()
    client.get("/")
    client.get("/nb/unknown/")
    client.post("/nb/unknown/patient/check", data={{"a": "b"}})
print(" ".join(name for name in {unwanted!r} if name in sys.modules))
"""


def _printed_by(program: str) -> str:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_loads_no_framework(package):
    assert _printed_by(LOAD_ALL_OF.format(package=package, unwanted=FRAMEWORKS)) == ""


@pytest.mark.parametrize("front", ["public", "both"])
def test_a_respondents_request_loads_neither_scikit_learn_nor_typst(front):
    assert _printed_by(SERVE_A_RESPONDENT.format(front=front, unwanted=WORKERS_ONLY)) == ""
