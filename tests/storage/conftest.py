"""Responses put straight where they are after mixing."""

import secrets

import pytest

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import responses
from tests.boxes import WEEK


@pytest.fixture
def add(box):
    """Store a response per comment, and answer how many were new."""

    def add(*comments, role="patient", answers=None, key=None):
        made = [
            AnonymousResponse(key or secrets.token_bytes(16), box.consultation.fingerprint, role, "web",
                              answers or {}, {"better": comment})
            for comment in comments
        ]  # fmt: skip
        with box.database.transaction() as session:
            return responses.add_batch(session, box.slug, made, WEEK)

    return add
