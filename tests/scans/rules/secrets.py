# ruff: noqa: DTZ005, ERA001, F821 -- broken on purpose
"""Lines that break each rule of secrets.yml, or must not: `semgrep --test` reads the comments above them."""

import hmac
import os
import random
import time
from datetime import datetime

from consultation.clock import today


def is_ours(key, text, given):
    made = hmac.digest(key, text, "sha256")
    # ruleid: a-secret-compared-letter-by-letter
    right = made == given
    # ruleid: a-secret-compared-letter-by-letter
    right = hmac.digest(key, text, "sha256") != given
    # ok: a-secret-compared-letter-by-letter
    return right and hmac.compare_digest(made, given)


def shuffled(envelopes):
    # ruleid: a-lot-that-can-be-foretold
    random.shuffle(envelopes)
    # ok: a-lot-that-can-be-foretold
    random.SystemRandom().shuffle(envelopes)
    # ruleid: a-lot-that-can-be-foretold
    return random.Random(7).sample(envelopes, 3)


def put(session, envelope):
    came = datetime.now()
    # ruleid: a-time-goes-into-a-row
    session.add(EnvelopeRow(envelope=envelope, came=came))
    # ruleid: a-time-goes-into-a-row
    session.execute(insert(EnvelopeRow).values(envelope=envelope, came=int(time.time())))
    # ok: a-time-goes-into-a-row
    session.add(BatchRow(week=came.isocalendar()))
    # ok: a-time-goes-into-a-row
    session.add(BatchRow(day=today()))


def keep(path, key):
    # ruleid: a-file-that-others-may-read
    path.chmod(0o644)
    # ruleid: a-file-that-others-may-read
    os.open(path, os.O_CREAT | os.O_WRONLY, 0o640)
    # ruleid: a-file-that-others-may-read
    path.parent.mkdir(0o755, parents=True)
    # ok: a-file-that-others-may-read
    path.parent.mkdir(0o700)
    # ok: a-file-that-others-may-read
    os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
