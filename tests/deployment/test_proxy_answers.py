"""Whatever goes wrong between a person and our pages, the answer is kind, in their language, and as protected as the rest."""

import signal
import socket
import ssl

import pytest

from consultation.web.security_headers import ALWAYS
from tests.deployment.speaking import FORM, Answer, Mark, ask, connection, everything
from tests.deployment.stack import PUBLIC, STAFF, Proxy, Stack, until

pytestmark = [pytest.mark.slow]
NUMBERS = ("tel:113", "tel:116117", "tel:116123")
MALFORMED = {
    "no http": b"NONSENSE\r\n\r\n",
    "a proxy's line": b"PROXY TCP4 203.0.113.9 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nHost: evil.example\r\n\r\n",
    "two lengths": b"POST /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "a broken length": b"POST /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nContent-Length: -1\r\n\r\n",
    "a null byte": b"GET /nb/\0x HTTP/1.1\r\nHost: innspill.example.no\r\n\r\n",
    "a broken name": b"GET /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nA B: c\r\n\r\n",
    "another method": b"TRACE /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\n\r\n",
    "an unknown coding": b"POST /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nTransfer-Encoding: gzip\r\n\r\n",
    "in pieces": b"POST /nb/ HTTP/1.1\r\nHost: innspill.example.no\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


def protected(answer: Answer, *, secure: bool = True) -> None:
    """Fail unless an answer carries every header once, and nothing that it should not."""
    for name, value in {**ALWAYS, **({"Strict-Transport-Security": "max-age=31536000"} if secure else {})}.items():
        assert [held for key, held in answer.headers if key == name.lower()] == [value], (name, answer.raw[:2000])
    names = [name for name, _ in answer.headers]
    assert not {"server", "etag", "x-powered-by", "last-modified", "set-cookie", "via"} & set(names)
    assert names.count("referrer-policy") == names.count("cache-control") == 1


def kind(answer: Answer, *, language: str = "nb") -> None:
    """Fail unless a page is one of ours, in a language, with help to call for."""
    protected(answer)
    assert dict(answer.headers)["cache-control"] == "no-store"
    assert f'<html lang="{language}"' in answer.body
    assert 'data-page="error"' in answer.body
    assert all(number in answer.body for number in NUMBERS)


def test_a_page_comes_through_with_each_header_once(proxy: Proxy):
    answer = ask(proxy.site.port, Mark().request())
    assert answer.status == 200
    protected(answer)


@pytest.mark.parametrize(
    ("path", "language"), [("/nb/x", "nb"), ("/nn-lett/x", "nn"), ("/se/x", "se"), ("/en/x", "en")]
)
def test_what_is_too_large_is_refused_in_the_language_of_the_address(proxy: Proxy, path: str, language: str):
    answer = ask(proxy.site.port, Mark().request("POST", path, b"a=" + b"x" * 1_000_000))
    assert answer.status == 413
    kind(answer, language=language)


def test_thirty_megabytes_are_refused_at_once_and_cost_no_memory(proxy: Proxy):
    mark = Mark()
    head = mark.request("POST", Content_Length="30000000")
    answer = ask(proxy.site.port, (head, *[b"x" * 1_000_000] * 30), source=mark.source)
    assert answer.status == 413
    kind(answer)
    assert proxy.spooled() == {}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Mark().request(path="/nb/" + "a" * 9000), 414),
        (Mark().request(X_Large="b" * 9000), 431),
        (Mark().request(path="/nb/nothing/"), 404),
    ],
)
def test_long_addresses_and_headers_are_refused_kindly(proxy: Proxy, request_: bytes, status: int):
    answer = ask(proxy.site.port, request_)
    assert answer.status == status
    kind(answer)


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_request_is_refused_kindly(proxy: Proxy, name: str):
    answer = ask(proxy.site.port, MALFORMED[name])
    assert answer.status in {400, 405, 411, 501}
    kind(answer)


def test_programs_that_do_not_answer_in_time_give_a_page_that_says_so_and_loses_nothing(stack: Stack):
    with stack.proxy(running="hasty", patience=1) as proxy:
        stack.signal(signal.SIGSTOP)
        answer = ask(proxy.site.port, Mark().request("POST", f"{FORM}check", Mark().form()))
        stack.signal(signal.SIGCONT)
    assert answer.status == 504
    kind(answer)
    assert "ingenting blir telt to ganger" in answer.body


def test_programs_that_are_gone_give_the_same_page_and_come_back_by_themselves(proxy: Proxy, stack: Stack):
    stack.end_front("staff")
    answer = ask(proxy.site.port, Mark().request(host=STAFF, path="/staff/nn/"), host=STAFF)
    assert answer.status == 502
    protected(answer)
    assert '<html lang="nn"' in answer.body
    assert "tel:113" not in answer.body
    stack.start_front("staff")
    stack.wait_for("staff")
    answer = ask(proxy.site.port, Mark().request(host=STAFF, path="/staff/nb/sign-in"), host=STAFF)
    assert answer.status in {200, 302, 404}


def test_a_process_that_dies_with_a_request_in_hand_gives_a_page_and_is_replaced(proxy: Proxy, stack: Stack):
    killed = stack.workers()
    with stack.locked("consultation"), connection(proxy.site.port) as there:
        there.sendall(Mark().request(path="/nb/never-asked-for/"))
        until(stack.someone_waits, "nobody asked the database")
        stack.signal(signal.SIGKILL)
        answer = Answer(everything(there))
    assert answer.status == 502
    kind(answer)
    until(lambda: set(stack.workers()) - set(killed) and not set(stack.workers()) & set(killed), "none came anew")
    stack.wait_for("public")
    assert ask(proxy.site.port, Mark().request()).status == 200


def test_the_pages_that_nginx_shows_have_their_style_without_our_programs(proxy: Proxy):
    page = ask(proxy.site.port, b"NONSENSE\r\n\r\n").body
    parts = [word.split('"')[0] for word in page.split('href="') if word.startswith("/page-parts/")]
    assert len(parts) == 5
    for part in parts:
        answer = ask(proxy.site.port, Mark().request(path=part))
        assert answer.status == 200
        protected(answer)
        assert "immutable" in dict(answer.headers)["cache-control"]


@pytest.mark.parametrize(
    "path", ["/page-errors/public/nb/forbidden.html", "/page-parts/../nginx.conf", "/page-errors/"]
)
def test_only_what_is_meant_to_be_seen_is_served_from_the_disk(proxy: Proxy, path: str):
    assert ask(proxy.site.port, Mark().request(path=path)).status == 404


def test_another_host_is_given_nothing_not_even_a_certificate(proxy: Proxy):
    with pytest.raises(ssl.SSLError):
        connection(proxy.site.port, host="other.example.no")
    assert ask(proxy.site.port, Mark().request(host="other.example.no")).raw == b""
    assert ask(proxy.site.port, b"GET /nb/ HTTP/1.1\r\n\r\n").raw == b""
    assert ask(proxy.site.plain_port, Mark().request(host="127.0.0.1"), host=None).raw == b""


def test_who_comes_in_clear_is_led_to_the_secure_pages(proxy: Proxy):
    answer = ask(proxy.site.plain_port, Mark().request(path="/nb/"), host=None)
    assert answer.status == 301
    assert dict(answer.headers)["location"].startswith(f"https://{PUBLIC}:{proxy.site.port}/nb/")
    protected(answer, secure=False)
    assert answer.body == ""


def test_neither_front_answers_on_the_others_host(proxy: Proxy):
    assert ask(proxy.site.port, Mark().request(path="/staff/nb/")).status == 404
    assert ask(proxy.site.port, Mark().request(host=STAFF), host=STAFF).status == 404


def test_no_session_is_kept_by_which_a_browser_could_be_known_again(proxy: Proxy):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        assert not resumed(proxy.site.port, version)


def test_a_session_that_is_kept_is_caught(stack: Stack):
    def leaky(text: str) -> str:
        keeping = text.replace("ssl_session_tickets off", "ssl_session_tickets on")
        return keeping.replace("ssl_session_cache off", "ssl_session_cache shared:s:1m")

    with stack.proxy(leaky, running="resuming") as proxy:
        assert resumed(proxy.site.port, ssl.TLSVersion.TLSv1_2)
        assert resumed(proxy.site.port, ssl.TLSVersion.TLSv1_3)


def resumed(port: int, version: ssl.TLSVersion) -> bool:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    session = None
    for _ in range(2):
        with context.wrap_socket(
            socket.create_connection(("127.0.0.1", port)), server_hostname=PUBLIC, session=session
        ) as there:
            there.sendall(Mark().request())
            everything(there)
            if there.session_reused:
                return True
            session = there.session
    return False


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_versions_of_tls_are_refused(proxy: Proxy):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", proxy.site.port)) as plain:
        context.wrap_socket(plain, server_hostname=PUBLIC)


def test_only_named_networks_reach_the_staffs_pages(stack: Stack):
    with stack.proxy(running="closed", staff_networks=("127.9.0.0/16",)) as proxy:
        inside = ask(proxy.site.port, Mark().request(host=STAFF, path="/staff/nb/"), source="127.9.1.1", host=STAFF)
        outside = ask(proxy.site.port, Mark().request(host=STAFF, path="/staff/nb/"), source="127.8.1.1", host=STAFF)
    assert inside.status != 403
    assert outside.status == 403
    protected(outside)
