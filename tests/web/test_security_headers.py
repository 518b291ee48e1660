"""Every answer, also a refusal and a static file, carries what tells the browser to trust and keep nothing."""

import gzip
import re

import pytest

from consultation.web.security_headers import ALWAYS

FORM = "/nb/waiting-times/patient/"
PAGES = [
    "/",
    "/nb/",
    "/nb/waiting-times/",
    FORM,
    f"{FORM}thanks",
    f"{FORM}check",
    "/nb/nothing/",
    "/healthz",
    "/static/nothing.css",
]


def _static(client):
    html = client.get(FORM).get_data(as_text=True)
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', html)


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(app, method, address):
    answer = getattr(app.test_client(), method)(address)
    assert {name: answer.headers.getlist(name) for name in ALWAYS} == {name: [ALWAYS[name]] for name in ALWAYS}
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"Set-Cookie", "ETag", "X-Powered-By", "Last-Modified"} & set(answer.headers.keys())


def test_pages_with_a_form_let_the_browser_say_where_a_post_comes_from(app):
    client = app.test_client()
    assert client.get(FORM).headers["Referrer-Policy"] == "same-origin"
    assert client.post(f"{FORM}check", data={"feel-safe": "x"}).headers["Referrer-Policy"] == "same-origin"
    for address in ("/", "/nb/waiting-times/", "/nb/nothing/"):
        assert client.get(address).headers["Referrer-Policy"] == "no-referrer"


def test_a_secure_site_stays_secure(app):
    client = app.test_client()
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "max-age=31536000" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_static_files_are_for_ever_and_compressed(app):
    client = app.test_client()
    addresses = _static(client)
    assert len(addresses) >= 5
    for address in addresses:
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
            assert dict(answer.headers).items() >= ALWAYS.items()
            if address.endswith(".css"):
                assert answer.headers["Content-Encoding"] == "gzip"


def test_nothing_on_a_page_comes_from_elsewhere_or_stands_inline(app):
    client = app.test_client()
    for address in PAGES[:5]:
        html = client.get(address).get_data(as_text=True)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]* src=)", html)
        sources = re.findall(r'<(?:link|script|img|iframe|form)[^>]*\s(?:href|src|action)="([^"]+)"', html)
        assert all(source.startswith("/") for source in sources)


def test_the_form_weighs_less_than_60_kb_compressed_with_all_it_needs(app):
    client = app.test_client()
    page = client.get(FORM).get_data()
    files = {*_static(client)}
    prefix = next(iter(files)).split("/")[2]
    files |= {f"/static/{prefix}/js/views.js"}
    files |= {
        f"/static/{prefix}/js/enhancements/{name}.js" for name in ("conditional", "send", "grow", "count", "focus")
    }
    assert len(gzip.compress(page)) + sum(_weight(client, file) for file in files) < 60_000


def _weight(client, address):
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return len(answer.get_data())
