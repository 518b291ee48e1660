"""An office that is furnished once for all tests of a program; each test gets a copy of its files."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The files of an office with forty patients, twenty relatives, four leaders and a reviewer."""
    from tests.reviewing.offices import furnish  # the whole application, which few of all tests need

    place = tmp_path_factory.mktemp("furnished")
    shutil.copy(migrated_file, place / "consultation.sqlite")
    furnish(place)
    return place
