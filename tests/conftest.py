"""What every test may ask for; each kind of thing stands in a module named for it."""

import os

import pytest
from nacl.pwhash import argon2id

from consultation.privacy import proofs, receipts
from consultation.usecases import create_staff_account

pytest_plugins = [
    "tests.databases",
    "tests.boxes",
    "tests.browsing",
    "tests.cluster",
    "tests.dealing",
    "tests.sparing",
    "tests.furnished",
]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Undo what a command that ran in this program decided for itself: that new files are for their owner only."""
    os.umask(0o022)


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether a test is to try everything, and not only as much as tells: LONG=1, as in `make soak`."""
    return os.environ.get("LONG") == "1"


SLOW_NAMES, SLOW_RIDDLES = receipts._COST, proofs.MOST_TRIES
receipts._COST, proofs.MOST_TRIES = 2, 1
SLOW_PASSWORDS = create_staff_account.PASSES, create_staff_account.MEMORY
create_staff_account.PASSES, create_staff_account.MEMORY = 1, argon2id.MEMLIMIT_MIN
# In this program names, riddles and passwords are found cheap: who looks at how slow they are asks for them as they are.


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names as slow as the system makes them."""
    monkeypatch.setattr(receipts, "_COST", SLOW_NAMES)


@pytest.fixture
def slow_riddles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Riddles as slow as the system makes them."""
    monkeypatch.setattr(proofs, "MOST_TRIES", SLOW_RIDDLES)


@pytest.fixture
def slow_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords as hard to guess as the system makes them."""
    monkeypatch.setattr(create_staff_account, "PASSES", SLOW_PASSWORDS[0])
    monkeypatch.setattr(create_staff_account, "MEMORY", SLOW_PASSWORDS[1])
