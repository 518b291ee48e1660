"""Whatever is thrown at a public address: no failure, no cookie, no header less, nothing back that was not escaped."""

import time
from itertools import islice

import pytest
from flask import Response, request

from tests.web.fuzzing import MARK, Thrown, faults, throws

SECONDS = 5
FEW, MANY = 100, 1_500


def test_nothing_that_is_thrown_breaks_a_page(fresh):
    until = time.monotonic() + SECONDS
    seen: set[int] = set()
    for number, one in enumerate(islice(throws(fresh, seed=4), MANY)):
        answer = one.at(fresh)
        assert faults(answer) == [], one
        seen.add(answer.status_code)
        if time.monotonic() > until and number >= FEW:
            break
    assert seen >= {200, 403, 404, 422}, seen


def _repeating(said: str) -> Response:
    return Response(f"<p>{said}</p>", mimetype="text/html")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (lambda: 1 // 0, "status 500"),
        (lambda: Response("x", headers={"Set-Cookie": "a=b"}), "a cookie"),
        (lambda: _repeating(request.form["a"]), "a word that was not escaped"),
        (lambda: Response("x", headers={"X-Asked": request.form["a"]}), "a header that repeats what was asked"),
    ],
)
def test_a_broken_page_would_be_found(fresh, broken, fault):
    fresh.before_request_funcs[None].insert(0, broken)
    asked = Thrown("POST", "/nb/", "", (("Content-Type", "application/x-www-form-urlencoded"),), b"a=" + MARK.encode())
    assert fault in faults(asked.at(fresh))
