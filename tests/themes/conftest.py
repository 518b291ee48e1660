"""Comments that were invented for tests, in bokmål and nynorsk; none is from a real person."""

import csv
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def invented():
    """All invented texts, and what each is about."""
    with (Path(__file__).parent / "invented-comments.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [row["comment"] for row in rows], [row["about"] for row in rows]


@pytest.fixture(scope="session")
def texts(invented):
    return invented[0]


@pytest.fixture(scope="session")
def about(invented):
    return invented[1]
