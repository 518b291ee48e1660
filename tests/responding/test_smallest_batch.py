"""What pages say of how many are mixed at a time is what this installation does."""

from pathlib import Path

import pytest
from flask import Flask

from consultation.app import create_app
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from tests.responding.visiting import Visitor, open_


@pytest.fixture
def careful(tmp_path: Path) -> Flask:
    """A site that mixes twenty-five at a time, at the least."""
    place = {"CONSULTATION_INSTANCE": str(tmp_path), "CONSULTATION_FRONT": "public"}
    app = create_app(Settings.read({**place, "CONSULTATION_BATCH_MINIMUM": "25"}))
    open_(app, load(library()["waiting-times"]), "waiting-times")
    return app


def test_the_number_of_others_is_the_one_that_is_set(careful: Flask):
    visitor = Visitor(careful.test_client())
    for address, others in (("/nb/waiting-times/", "minst 24 andre"), ("/en/waiting-times/", "at least 24 others")):
        assert others in visitor.client.get(address).get_data(as_text=True)
    stored = visitor.client.get("/nb/what-we-store").get_data(as_text=True)
    assert "minst 24 andre" in stored
    assert "ti eller flere" not in stored
