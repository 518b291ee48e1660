"""A site with the library's consultations, and someone who visits it."""

import pytest
from flask import Flask

from tests.responding.visiting import Visitor, site


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The public front; shared by a module's tests."""
    return site(tmp_path_factory.mktemp("instance"))


@pytest.fixture
def fresh(tmp_path) -> Flask:
    """A public front of this test's own, for tests that close it, break it or count."""
    return site(tmp_path / "instance")


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Someone on that site."""
    return Visitor(app.test_client())
