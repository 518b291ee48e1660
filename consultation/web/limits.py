"""How often one place may do something, kept in this process's memory only, under names that nobody can turn into an address.

The one module that asks from where a request comes, and it forgets at once: what it keeps is a hash of the network (the first
24 bits of an IPv4 address, 56 of an IPv6 one) with a salt that is drawn in memory, and drawn anew every day.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from consultation import clock

EXTENSION = "consultation.limits"
NETWORK = {4: 24, 6: 56}
"""How many bits of an address are one place: everybody behind one router, mostly one household, ward or hospital."""
NO_PLACE = ""
SHARED_BY_ALL = 20
"""Where no address is known, everybody counts as one place, which may do so many times as much."""
MOST_PLACES = 50_000
RETRY_AFTER = 60
"""Seconds that whoever is refused is asked to wait."""

_item: Callable[[str], RateLimitItem] = cache(parse)


class _Counts(MemoryStorage):
    """The library's counters without its thread for each hit, and never more than so many: a flood costs no memory."""

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count once more."""
        if len(self.storage) > MOST_PLACES:
            self.reset()
        return super().incr(key, expiry, amount)

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 -- the library's own name for it
        """What has expired is passed over when it is read, and gone with the day."""


class Limits:
    """Counts per place and purpose. The salt is drawn anew every day and every start; with it all counts begin anew."""

    def __init__(self, proxies: int = 0, today: Callable[[], date] = clock.today) -> None:
        self._proxies, self._today = proxies, today
        self._day: date | None = None
        self._salt = b""
        self._counts = SlidingWindowCounterRateLimiter(_Counts())

    def within(self, purpose: str, allowance: str, environ: Mapping[str, Any]) -> bool:
        """Whether this request's place may do this once more, such as "30/minute"; it is counted if it may.

        Raises ValueError for an allowance that cannot be read.
        """
        self._begin_the_day()
        item, place = _item(allowance), place_of(environ, self._proxies)
        if place == NO_PLACE:
            item = type(item)(item.amount * SHARED_BY_ALL, item.multiples)
        return self._counts.hit(item, purpose, self._named(place))

    def _named(self, place: str) -> str:
        return hmac.digest(self._salt, place.encode(), "sha256")[:16].hex()

    def _begin_the_day(self) -> None:
        today = self._today()
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
            self._counts.storage.reset()


def register(app: Flask, proxies: int) -> None:
    """Give the application its limits; `proxies` stand in front of it and say from where a request came."""
    app.extensions[EXTENSION] = Limits(proxies)


def within(purpose: str, allowance: str) -> bool:
    """Whether the place of the current request may do this once more, such as `within("guess", "30/minute")`."""
    limits: Limits = current_app.extensions[EXTENSION]
    return limits.within(purpose, allowance, request.environ)


def place_of(environ: Mapping[str, Any], proxies: int) -> str:
    """The network that a request comes from; NO_PLACE where it is not known, as with a socket file or a silent proxy.

    Behind proxies it is what the outermost trusted one was told by whoever connected to it; what stands further to the left
    in X-Forwarded-For anybody can write. Without proxies an address of a closed network is most likely a proxy that nobody
    told us of: then it says nothing about who comes.
    """
    if proxies:
        told = [part.strip() for part in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        return _network(told[-proxies]) if len(told) >= proxies else NO_PLACE
    return _network(str(environ.get("REMOTE_ADDR") or ""), anybody=True)


def _network(written: str, *, anybody: bool = False) -> str:
    """The network of an address as proxies write it, also with a port; with `anybody`, only one of the open internet."""
    host = written[1:].partition("]")[0] if written.startswith("[") else written
    if host.count(":") == 1:
        host = host.partition(":")[0]
    with suppress(ValueError):
        address = ip_address(host.partition("%")[0])
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if not anybody or address.is_global:
            return str(ip_network((address, NETWORK[address.version]), strict=False))
    return NO_PLACE
