"""What makes a run repeatable holds whatever else the program does at the same time."""

import threading

import threadpoolctl

from consultation.themes.reading.learning import one_thread


def _threads():
    return {library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"}


def test_one_learns_at_a_time_and_keeps_its_limit_until_it_has_learnt():
    order, second_asks = [], threading.Event()

    def second():
        second_asks.set()
        with one_thread():
            order.append("second")

    other = threading.Thread(target=second)
    with threadpoolctl.threadpool_limits(limits=3):
        with one_thread():
            other.start()
            assert second_asks.wait(timeout=30)
            other.join(timeout=0.2)
            assert _threads() == {1}
            order.append("first")
        other.join(timeout=30)
        assert _threads() == {3}
    assert order == ["first", "second"]


def test_who_learns_may_ask_again():
    with one_thread(), one_thread():
        assert _threads() == {1}
