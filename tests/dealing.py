"""Deals the tests out to the cores: what shares something costly stays together, and what takes longest goes first."""

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/deployment/",)
"""Folders whose tests all stand before one installation; elsewhere a file is what stays together."""
SINGLY = ("tests/auditing/test_live.py", "tests/faults/test_kill.py", "tests/journeys/test_accessibility.py")
"""Files whose tests share nothing that costs more than a moment, and are long enough to be one core's work each."""
LONGEST = (
    "tests/auditing/test_live.py",
    "tests/journeys/test_accessibility.py",
    "tests/journeys/",
    "tests/deployment/",
    "tests/auditing/",
    "tests/faults/",
    "tests/anonymity/",
    "tests/responding/",
    "tests/cli/",
)
"""What is begun first, so that no core is left alone with it at the end."""


def dealt_with(nodeid: str) -> str:
    """What a test stays together with, named by where it stands."""
    file = nodeid.partition("::")[0]
    if file in SINGLY:
        return nodeid
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def _place(nodeid: str) -> int:
    return next((place for place, path in enumerate(LONGEST) if nodeid.startswith(path)), len(LONGEST))


class Dealer(LoadScopeScheduling):
    """Deals in the order in which tests were collected; a mark for groups would be lost, pytest-xdist 3.8 writes it where pytest 9.2 does not read."""

    def _split_scope(self, nodeid: str) -> str:
        return dealt_with(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest."""
    items.sort(key=lambda item: _place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Dealer:
    """Deal by what stays together, and not the largest number of tests first."""
    config.option.loadscopereorder = False
    return Dealer(config, log)
