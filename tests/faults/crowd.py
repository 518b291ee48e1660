"""Respondents in a hurry: they only send, each text until it is thanked for, and remember each receipt they were given."""

import http.client
import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.running import old_mark

SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
THANKED = b'data-page="thanks"'
_CODE = re.compile(rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@dataclass(frozen=True)
class Letter:
    """One form, filled in: sent again it is the same, as the Back button sends it."""

    text: str
    body: bytes

    @classmethod
    def of(cls, text: str, question: str, mark: str) -> "Letter":
        fields = {"_made": mark, "_nonce": secrets.token_hex(16), question: text}
        return cls(text, urlencode(fields).encode())


class Sender:
    """One connection that is kept while it lasts, each request from a network of its own."""

    def __init__(self, address: str, port: int, *, timeout: float) -> None:
        self.address, self.port, self.timeout = address, port, timeout
        self._connection: http.client.HTTPConnection | None = None

    def send(self, letter: Letter) -> tuple[int, bytes]:
        """The status and the page. Raises OSError or HTTPException when the connection ends before the page does."""
        connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        self._connection = connection
        try:
            connection.request("POST", f"{FORM}thanks", letter.body, self._headers())
            answer = connection.getresponse()
            page = answer.read()
        except BaseException:
            self.close()
            raise
        if answer.will_close:
            self.close()
        return answer.status, page

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _headers(self) -> dict[str, str]:
        network = ".".join(str(random.randrange(20, 220)) for _ in range(3))
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.address,
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"{network}.7",
        }


def receipt(page: bytes) -> str:
    """The code on a page of thanks; raises AssertionError where none stands."""
    found = _CODE.search(page)
    assert found, "thanks without a receipt"
    return found[0].decode()


@dataclass
class Crowd:
    """So many senders at once; `ports` gives each its way to the front door, by its number."""

    address: str
    question: str
    ports: Callable[[int], int]
    senders: int = 8
    timeout: float = 10.0
    thanked: dict[str, str] = field(default_factory=dict)
    """The text and the receipt of whoever was thanked."""
    when: dict[str, float] = field(default_factory=dict)
    """When that was, by the clock of time.monotonic."""
    unthanked: Counter[str] = field(default_factory=Counter)
    """What was answered instead, by status or by how the connection ended."""
    _over: threading.Event = field(default_factory=threading.Event)
    _patient: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let them start."""
        mark = old_mark(self.address, SLUG)
        self._patient.set()
        for number in range(self.senders):
            thread = threading.Thread(target=self._go_on, args=(number, mark), daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self, patience: float) -> None:
        """Let each be thanked for what it has begun."""
        self._over.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(timeout=max(until - time.monotonic(), 1))
            assert not thread.is_alive(), f"a respondent was never answered again: {self.unthanked}"

    def give_up(self) -> None:
        """Let all leave at once, also who was not thanked."""
        self._patient.clear()
        self.end(patience=self.timeout + 20)

    def _go_on(self, number: int, mark: str) -> None:
        sender = Sender(self.address, self.ports(number), timeout=self.timeout)
        count = 0
        while not self._over.is_set():
            count += 1
            letter = Letter.of(f"Svar {number:02d}-{count:05d} om ventetid", self.question, mark)
            while not self._thanked(sender, letter) and self._patient.is_set():
                time.sleep(0.05)
        sender.close()

    def _thanked(self, sender: Sender, letter: Letter) -> bool:
        try:
            status, page = sender.send(letter)
        except (OSError, http.client.HTTPException) as broken:
            self.unthanked[type(broken).__name__] += 1
            return False
        if status == 200 and THANKED in page and b"</html>" in page:
            self.when[letter.text] = time.monotonic()
            self.thanked[letter.text] = receipt(page)
            return True
        self.unthanked[str(status)] += 1
        return False
