"""What every test may ask for; each kind of thing stands in a module named for it."""

import os

import pytest

from consultation.privacy import receipts

pytest_plugins = ["tests.databases", "tests.boxes", "tests.browsing", "tests.cluster", "tests.dealing"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Undo what a command that ran in this program decided for itself: that new files are for their owner only."""
    os.umask(0o022)


SLOW = receipts._COST
receipts._COST = 2  # in this program a name is found cheap: who looks at how slow it is asks for `slow_names`


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names as slow as the system makes them."""
    monkeypatch.setattr(receipts, "_COST", SLOW)
