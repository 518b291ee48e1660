"""A site with the library's consultations, and someone who visits it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browsing import WIDTHS, patient
from tests.responding.visiting import Visitor, serving, site


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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The public front behind a real socket."""
    app = site(tmp_path_factory.mktemp("instance"))
    with serving(app) as address:
        yield app, address


@pytest.fixture
def page(chromium: Browser, running: tuple[Flask, str]) -> Iterator[Page]:
    """A phone whose page must not break the policy, throw, set a cookie, or speak with anyone else."""
    context = chromium.new_context(viewport=WIDTHS["phone"], base_url=running[1])
    context.set_default_timeout(30_000)
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    opened.on(
        "request", lambda asked: None if asked.url.startswith((running[1], "blob:")) else trouble.append(asked.url)
    )
    yield patient(opened)
    assert trouble == []
    assert context.cookies() == []
    context.close()
