"""Counting per place: a hospital is one place, nobody's address is kept, and what is not known stops nobody."""

import gc
import time
from datetime import date, timedelta
from ipaddress import ip_address

import pytest

from consultation.web.limits import MOST_PLACES, NO_PLACE, SHARED_BY_ALL, Limits, place_of

SOMEWHERE = "8.8.4.77"


def come_from(address, **more):
    return {"REMOTE_ADDR": address, **more}


def through(*addresses):
    return {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": ", ".join(addresses)}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (SOMEWHERE, "8.8.4.0/24"),
        ("8.8.4.1", "8.8.4.0/24"),
        ("8.8.5.77", "8.8.5.0/24"),
        ("2a02:2121:6c:42aa::9", "2a02:2121:6c:4200::/56"),
        ("2a02:2121:6c:4210::1", "2a02:2121:6c:4200::/56"),
        ("::ffff:8.8.4.77", "8.8.4.0/24"),
        ("fe80::1%eth0", NO_PLACE),
        ("127.0.0.1", NO_PLACE),
        ("10.3.2.1", NO_PLACE),
        ("", NO_PLACE),
        ("unix:", NO_PLACE),
    ],
)
def test_without_a_proxy_a_place_is_the_network_of_who_connects(address, place):
    assert place_of(come_from(address), 0) == place


def test_a_visitor_cannot_choose_a_place_where_no_proxy_is_trusted():
    assert place_of(come_from(SOMEWHERE, HTTP_X_FORWARDED_FOR="1.1.1.1"), 0) == "8.8.4.0/24"


@pytest.mark.parametrize(
    ("told", "proxies", "place"),
    [
        ([SOMEWHERE], 1, "8.8.4.0/24"),
        (["1.1.1.1", SOMEWHERE], 1, "8.8.4.0/24"),
        (["1.1.1.1", SOMEWHERE, "10.0.0.9"], 2, "8.8.4.0/24"),
        ([f"{SOMEWHERE}:51111"], 1, "8.8.4.0/24"),
        (["[2a02:2121:6c:42aa::9]:443"], 1, "2a02:2121:6c:4200::/56"),
        (["10.4.4.4"], 1, "10.4.4.0/24"),
        (["unknown"], 1, NO_PLACE),
        ([], 1, NO_PLACE),
        ([SOMEWHERE], 2, NO_PLACE),
    ],
)
def test_behind_proxies_a_place_is_what_the_outermost_trusted_one_saw(told, proxies, place):
    assert place_of(through(*told), proxies) == place


def test_a_silent_proxy_lets_nobody_stand_for_everybody():
    assert place_of({"REMOTE_ADDR": SOMEWHERE}, 1) == NO_PLACE


def test_a_place_may_do_so_much_and_another_place_as_much():
    limits = Limits()
    assert [limits.within("guess", "3/hour", come_from(SOMEWHERE)) for _ in range(5)] == [True] * 3 + [False] * 2
    assert limits.within("guess", "3/hour", come_from("8.8.9.1"))
    assert limits.within("something else", "3/hour", come_from(SOMEWHERE))


def test_what_a_place_may_do_comes_back_with_time(monkeypatch):
    limits, now = Limits(), time.time() // 3600 * 3600
    monkeypatch.setattr(time, "time", lambda: now)
    assert limits.within("guess", "1/hour", come_from(SOMEWHERE))
    assert not limits.within("guess", "1/hour", come_from(SOMEWHERE))
    now += 2 * 3600
    assert limits.within("guess", "1/hour", come_from(SOMEWHERE))


def test_where_no_address_is_known_everybody_shares_a_wide_allowance():
    limits = Limits()
    allowed = [limits.within("guess", "3/hour", come_from("")) for _ in range(4 * SHARED_BY_ALL)]
    assert allowed == [True] * 3 * SHARED_BY_ALL + [False] * SHARED_BY_ALL


def test_a_new_day_draws_a_new_salt_and_counts_anew():
    day = [date(2026, 11, 21)]
    limits = Limits(today=lambda: day[0])
    assert limits.within("guess", "1/day", come_from(SOMEWHERE))
    salt, names = limits._salt, set(limits._counts.storage.storage)
    day[0] += timedelta(1)
    assert limits.within("guess", "1/day", come_from(SOMEWHERE))
    assert limits._salt != salt
    assert not names & set(limits._counts.storage.storage)


def test_nothing_that_is_kept_holds_an_address_or_what_all_addresses_could_be_tried_against():
    limits = Limits()
    limits.within("guess", "3/hour", come_from(SOMEWHERE))
    kept = [key for box in (limits._counts.storage, limits) for key in map(str, gc.get_referents(box.__dict__))]
    assert SOMEWHERE.rpartition(".")[0] not in "".join(kept)
    assert ip_address(SOMEWHERE).packed.hex() not in "".join(kept)
    again = Limits()
    again.within("guess", "3/hour", come_from(SOMEWHERE))
    assert not set(limits._counts.storage.storage) & set(again._counts.storage.storage)


def test_a_flood_from_everywhere_fills_no_memory():
    limits = Limits(proxies=1)
    for number in range(MOST_PLACES + 10):
        limits.within("guess", "3/hour", through(f"2a02:{number >> 16:x}:{number & 0xFFFF:x}::1"))
    assert len(limits._counts.storage.storage) <= MOST_PLACES + 1
