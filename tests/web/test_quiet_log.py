"""A bug leaves a line that helps its mender, and nobody else."""

import io
import logging

import pytest
from flask import Flask

from consultation.web import quiet_log


@pytest.fixture
def written():
    """What the framework's own log line would look like."""
    app, stream = Flask("consultation"), io.StringIO()
    line = logging.StreamHandler(stream)
    line.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))
    app.logger.addHandler(line)
    quiet_log.register(app)
    yield stream
    app.logger.removeHandler(line)


def test_a_line_about_a_bug_has_neither_a_time_nor_what_the_error_quotes(written):
    quiet_log.bug(ValueError("jeg ventet i åtte måneder"))
    assert written.getvalue() == "ERROR: unexpected ValueError at unknown\n"
