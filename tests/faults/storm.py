"""Respondents who keep sending while things die, and who remember what they were thanked for."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tests.respondent import Page, Respondent


class Send(Protocol):
    """One respondent: sends a text, in the same words when asked again."""

    def __call__(self, text: str) -> bool:
        """Say whether the system said thank you."""

    def close(self) -> None:
        """Leave."""


class Persistent:
    """A respondent who sends the same form again until thanked, as a person pressing the button again does."""

    def __init__(self, address: str, consultation: str, field: str, *, proves: bool) -> None:
        self.respondent = Respondent(address, timeout=10, proves=proves)
        self.consultation, self.field = consultation, field
        self.checked: tuple[str, Page] | None = None

    def __call__(self, text: str) -> bool:
        try:
            if self.checked is None or self.checked[0] != text:
                form = self.respondent.get(f"/nb/{self.consultation}/patient/")
                self.checked = text, self.respondent.send(form, "/check", {self.field: text})
            return self.respondent.send(self.checked[1], "/thanks").name == "thanks"
        except Exception:  # noqa: BLE001 -- half an answer from a dying server is no answer
            self.close()
            if self.checked and self.checked[1].name != "check":
                self.checked = None
            return False

    def close(self) -> None:
        """Hang up."""
        self.respondent.close()


@dataclass
class Storm:
    """Several respondents sending at once: `thanked` are the texts the system said thank you for."""

    send: Callable[[], Send]
    respondents: int = 4
    first: int = 0
    """The number of the first of them, by which texts of several storms differ."""
    thanked: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let the respondents start."""
        for number in range(self.first, self.first + self.respondents):
            thread = threading.Thread(target=self._respond, args=(number,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        """Let each finish what it has begun: whoever is not yet thanked tries on."""
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=120)
            assert not thread.is_alive(), "a respondent was never answered again"

    def _respond(self, number: int) -> None:
        send = self.send()
        count = 0
        while not self._over.is_set():
            count += 1
            text = f"Svar {number:02d}-{count:05d} om ventetid"
            while not send(text):
                time.sleep(0.05)
            self.thanked.append(text)
        send.close()


def strike(victims: Iterable[Callable[[], None]], *, times: int, seed: int) -> None:
    """Kill one victim after another at random moments; each call kills and brings back."""
    chance = random.Random(seed)
    chosen = list(victims)
    for turn in range(times):
        time.sleep(chance.uniform(0.2, 1.2))
        chosen[turn % len(chosen)]()


def wrongs(thanked: Iterable[str], stored: Iterable[str]) -> dict[str, list[str]]:
    """Return what was thanked for and lost, and what is stored more than once."""
    times = Counter(stored)
    return {
        "lost": sorted(text for text in thanked if times[text] == 0),
        "twice": sorted(text for text, count in times.items() if count > 1),
    }
