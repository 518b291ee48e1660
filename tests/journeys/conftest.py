"""The sites that the journeys go through."""

from collections.abc import Iterator

import pytest

from tests.states import Sites, sites


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """A site with consultations and one without, for all journeys of this worker; what one stores, none other reads."""
    with sites(tmp_path_factory.mktemp("sites")) as there:
        yield there
