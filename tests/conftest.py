"""What every test may ask for; each kind of thing stands in a module named for it."""

import os

import pytest

pytest_plugins = ["tests.databases", "tests.boxes", "tests.browsing", "tests.cluster", "tests.dealing"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Undo what a command that ran in this program decided for itself: that new files are for their owner only."""
    os.umask(0o022)
