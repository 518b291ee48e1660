"""An answer that tells one visitor from another is named, and so is a page that lets somebody else know of a visit."""

import pytest

from consultation.auditing.answers import findings
from consultation.auditing.visiting import Came

OWN = "innspill.example.no"


def verdict(*pages):
    [found] = findings([("a form", page) for page in pages], host=OWN)
    return found.verdict, found.seen


def came(body="", **headers):
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Came(200, f"https://{OWN}/nb/", body, given)


def test_answers_that_are_the_same_for_all_keep_the_promise():
    page = f'<a href="https://helsenorge.no">hjelp</a><script src="/a.js"></script><link href="//{OWN}/a.css">'
    same = {"Server": "gunicorn", "Content_Length": "8192"}
    assert verdict(came(page, Date="1", **same), came(page, Date="2", **same))[0] == "kept"


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (came(ETag='"1"'), came(ETag='"2"'), "2 different values of etag"),
        (came(Content_Length="1"), came(Content_Length="2"), "different values of content-length"),
        (came(Set_Cookie="id=7"), came(Set_Cookie="id=7"), "sets a cookie (id)"),
        (came(Report_To="{}"), came(Report_To="{}"), "the header report-to"),
        (came(Content_Security_Policy="default-src 'none'; report-uri /x"), came(), "content-security-policy, by which"),
        (came('<img alt="" src="https://count.example/1.gif">'), came(), "fetch from count.example"),
        (came("<script async src=//count.example/a.js>"), came(), "fetch from count.example"),
        (came('<form method="post" action="https://else.example/">'), came(), "fetch from else.example"),
    ],
)  # fmt: skip
def test_what_tells_visitors_apart_is_named(first, second, named):
    told = verdict(first, second)
    assert told[0] == "broken"
    assert named in told[1]
