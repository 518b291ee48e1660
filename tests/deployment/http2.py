"""Speaks just enough HTTP/2 (RFC 9113) to send a form: headers without compression, bodies with and without their length."""

import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import suppress

from tests.deployment.speaking import Mark, everything
from tests.deployment.stack import PUBLIC

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS, GOAWAY, WINDOW = 0, 1, 3, 4, 7, 8
INITIAL_WINDOW = 4
END_STREAM, END_HEADERS = 1, 4
LARGEST_FRAME = 16_384


def post(
    port: int, mark: Mark, path: str, body: bytes, *, told: bool = True, ends: bool = True, timeout: float = 60
) -> bytes:
    """Send a form; return the page that comes back. Without `told` its length is not said, without `ends` it never ends."""
    fields = {":method": "POST", ":scheme": "https", ":authority": PUBLIC, ":path": f"{path}?from={mark.query}"}
    fields |= {name.lower(): value for name, value in mark.headers.items()}
    fields |= {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    fields |= {"content-length": str(len(body))} if told else {}
    block = b"".join(b"\0" + _literal(name) + _literal(value) for name, value in fields.items())
    with _connected(port, mark, timeout) as there:
        roomy = struct.pack(">HI", INITIAL_WINDOW, 2**24)
        there.sendall(PREFACE + _frame(SETTINGS, 0, 0, roomy) + _frame(WINDOW, 0, 0, struct.pack(">I", 2**24)))
        there.sendall(_frame(HEADERS, END_HEADERS, 1, block))
        got = bytearray()
        with suppress(OSError):
            _send(there, body if ends else body[: len(body) // 2], got, ends=ends)
        with suppress(OSError):
            while not _ended(bytes(got)) and (piece := there.recv(65536)):
                got += piece
        return b"".join(content for kind, _, stream, content in _frames(bytes(got)) if kind == DATA and stream == 1)


def _send(there: ssl.SSLSocket, body: bytes, got: bytearray, *, ends: bool) -> None:
    """Send a body in frames, never more than the other side lets us (RFC 9113, 5.2)."""
    sent = 0
    while sent < len(body):
        while not (allowed := _window(bytes(got)) - sent):
            piece = there.recv(65536)
            if not piece or _ended(bytes(got + piece)):
                got += piece
                return
            got += piece
        frame = body[sent : sent + min(LARGEST_FRAME, allowed)]
        sent += len(frame)
        there.sendall(_frame(DATA, END_STREAM if ends and sent == len(body) else 0, 1, frame))


def _frames(got: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Kind, flags, stream and content of every whole frame."""
    at = 0
    while at + 9 <= len(got):
        length = int.from_bytes(got[at : at + 3], "big")
        kind, flags, stream = struct.unpack(">BBI", got[at + 3 : at + 9])
        if at + 9 + length > len(got):
            return
        yield kind, flags, stream, got[at + 9 : at + 9 + length]
        at += 9 + length


def _window(got: bytes) -> int:
    """How many bytes of a body the other side takes, all in all."""
    allowed = 65_535
    for kind, flags, stream, content in _frames(got):
        if kind == SETTINGS and not flags:
            for at in range(0, len(content), 6):
                name, value = struct.unpack(">HI", content[at : at + 6])
                allowed = value if name == INITIAL_WINDOW else allowed
        if kind == WINDOW and stream == 1:
            allowed += struct.unpack(">I", content)[0]
    return allowed


def _ended(got: bytes) -> bool:
    """Whether the other side has answered already, or will not."""
    return any(
        kind in {GOAWAY, RESET} or (flags & END_STREAM and stream == 1) for kind, flags, stream, _ in _frames(got)
    )


def nonsense(port: int, mark: Mark) -> bytes:
    """Send frames that are none."""
    with _connected(port, mark) as there:
        there.settimeout(2)
        there.sendall(PREFACE + _frame(SETTINGS, 0, 0, mark.text.encode()) + _frame(HEADERS, 0, 2, mark.query.encode()))
        return everything(there)


def _connected(port: int, mark: Mark, timeout: float = 60) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    plain = socket.create_connection(("127.0.0.1", port), timeout=timeout, source_address=(mark.source, 0))
    there = context.wrap_socket(plain, server_hostname=PUBLIC)
    assert there.selected_alpn_protocol() == "h2"
    return there


def _frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return struct.pack(">I", len(content))[1:] + struct.pack(">BBI", kind, flags, stream) + content


def _literal(text: str) -> bytes:
    """A string of HPACK (RFC 7541, 5.2) as it is."""
    raw = text.encode()
    if len(raw) < 127:
        return bytes([len(raw)]) + raw
    rest, length = len(raw) - 127, b"\x7f"
    while rest >= 128:
        length, rest = length + bytes([rest % 128 + 128]), rest // 128
    return length + bytes([rest]) + raw
