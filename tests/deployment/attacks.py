"""Everything that goes wrong between a browser and our programs, each with every mark a visit can carry."""

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress

from tests.deployment import http2
from tests.deployment.speaking import FORM, Answer, Mark, ask, connection, everything
from tests.deployment.stack import Proxy, Stack, until

Attack = Callable[[Proxy, Stack, Mark], object]


def an_ordinary_visit(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    return ask(proxy.site.port, mark.request("POST", f"{FORM}check", mark.form()), source=mark.source)


def _post(proxy: Proxy, mark: Mark, size: int, **more: str) -> Answer:
    return ask(proxy.site.port, mark.request("POST", f"{FORM}check", mark.form(size), **more), source=mark.source)


def a_large_form(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    return _post(proxy, mark, 240_000)


def a_form_that_is_too_large(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    return _post(proxy, mark, 1_000_000)


def a_form_in_pieces(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    body = mark.form(150_000)
    pieces = b"".join(b"10\r\n%s\r\n" % body[at : at + 16] for at in range(0, len(body) - 16, 16)) + b"0\r\n\r\n"
    head = mark.request("POST", f"{FORM}check", Content_Length="", Transfer_Encoding="chunked")
    return ask(proxy.site.port, head + pieces, source=mark.source)


def a_form_byte_by_byte(proxy: Proxy, stack: Stack, mark: Mark) -> bytes:
    """Comes in two halves and then slower and slower, until nginx waits no longer."""
    whole = mark.request("POST", f"{FORM}check", mark.form(100_000))
    with connection(proxy.site.port, mark.source) as there, suppress(OSError):
        there.sendall(whole[:50_000])
        for at in range(50_000, 50_010):
            there.sendall(whole[at : at + 1])
            time.sleep(0.05)
        return everything(there)
    return b""


def headers_byte_by_byte(proxy: Proxy, stack: Stack, mark: Mark) -> bytes:
    whole = mark.request()
    with connection(proxy.site.port, mark.source) as there, suppress(OSError):
        for at in range(len(whole) - 4):
            there.sendall(whole[at : at + 1])
        return everything(there)
    return b""


def whoever_leaves_before_the_answer(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    stack.signal(signal.SIGSTOP)
    with connection(proxy.site.port, mark.source) as there:
        there.sendall(mark.request("POST", f"{FORM}check", mark.form(5_000)))
        time.sleep(0.2)
    time.sleep(0.2)
    stack.signal(signal.SIGCONT)


def whoever_leaves_while_sending(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    with connection(proxy.site.port, mark.source) as there:
        there.sendall(mark.request("POST", f"{FORM}check", mark.form(100_000))[:60_000])
        there.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, no goodbye


def programs_that_do_not_answer(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    stack.signal(signal.SIGSTOP)
    try:
        return an_ordinary_visit(proxy, stack, mark)
    finally:
        stack.signal(signal.SIGCONT)


def a_program_that_dies_meanwhile(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    with stack.locked("consultation"), connection(proxy.site.port, mark.source) as there:
        there.sendall(mark.request("POST", f"/nb/{mark.query}/patient/check", mark.form()))
        until(stack.someone_waits, "nobody asked the database")
        stack.signal(signal.SIGKILL)
        answer = Answer(everything(there))
    stack.wait_for("public")
    return answer


def programs_that_are_not_there(proxy: Proxy, stack: Stack, mark: Mark) -> Answer:
    with stack.hidden("public"):
        return an_ordinary_visit(proxy, stack, mark)


def no_http(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    for line in (f"NONSENSE {mark.text} {mark.agent}\r\n\r\n", f"GET /{mark.query}\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                 f"PROXY TCP4 {mark.forwarded} 127.0.0.1 1 2\r\nGET /{mark.query} HTTP/1.1\r\n\r\n"):  # fmt: skip
        ask(proxy.site.port, line.encode(), source=mark.source)
        ask(proxy.site.plain_port, line.encode(), source=mark.source, host=None)


def long_lines(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    ask(proxy.site.port, mark.request(path=f"/{mark.query}" + "a" * 9000), source=mark.source)
    ask(proxy.site.port, mark.request(X_Large=mark.text * 900), source=mark.source)


def a_broken_handshake(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    for said in (b"\x16\x03\x01\x00\x05nonsense", mark.request(), b"\x80\x2e\x01\x00\x02" + b"x" * 99):
        ask(proxy.site.port, said, source=mark.source, host=None)
    with suppress(OSError):
        connection(proxy.site.port, mark.source, f"{mark.query}.example.no").close()


def in_clear_and_elsewhere(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    ask(proxy.site.plain_port, mark.request("POST", FORM, mark.form()), source=mark.source, host=None)
    ask(proxy.site.port, mark.request(host=f"{mark.query}.example.no"), source=mark.source)
    ask(proxy.site.port, mark.request(path=f"/page-parts/{mark.query}"), source=mark.source)
    ask(proxy.site.port, mark.request("POST", FORM, mark.form(), Origin="https://evil.example"), source=mark.source)


def signs_that_no_text_has(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    for body in (f"feel-safe={mark.text}%00%ff%fe", f"feel-safe={mark.text}\ud800", f"_nonce={mark.text}&_proof=e30"):
        for step in ("check", "thanks"):
            raw = mark.request("POST", f"{FORM}{step}", body.encode("utf-8", "surrogatepass"))
            ask(proxy.site.port, raw, source=mark.source)


def over_http2(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    """A form without a length, one that is too large, and frames that are none."""
    for size, told in ((150_000, False), (1_000_000, True), (1_000_000, False)):
        http2.post(proxy.site.port, mark, f"{FORM}check", mark.form(size), told=told)
    http2.nonsense(proxy.site.port, mark)


def a_form_over_http2_that_stops(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    http2.post(proxy.site.port, mark, f"{FORM}check", mark.form(100_000), ends=False)


ALL: tuple[Attack, ...] = (
    an_ordinary_visit, a_large_form, a_form_that_is_too_large, a_form_in_pieces, whoever_leaves_before_the_answer,
    whoever_leaves_while_sending, programs_that_are_not_there, no_http, long_lines, a_broken_handshake, in_clear_and_elsewhere,
    signs_that_no_text_has, over_http2, a_program_that_dies_meanwhile,
)  # fmt: skip
SLOW: tuple[Attack, ...] = (
    a_form_byte_by_byte, headers_byte_by_byte, programs_that_do_not_answer, a_form_over_http2_that_stops
)  # fmt: skip
