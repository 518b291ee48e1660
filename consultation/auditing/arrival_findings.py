"""What an audit says of the signals it compared with the order of arrival: which it could hear, and which were too thin for it."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from consultation.auditing.findings import Finding, broken, kept, not_seen
from consultation.auditing.order import FALSE_ALARMS, Oracle, Told, errors_allowed

SUBJECT = "Nobody can tell who answered first"
THIN = "Signals too thin to tell who answered first"
SEEN_FROM = 0.5
"""A signal counts as looked at where so weak a rank correlation with the order of arrival would have been called readable."""
TABLES = ("response", "answer", "comment")
STAFF = "the staff's pages"
DUMP = "the dump that pg_dump writes"
_MOST_NAMED = 6
_FEWEST_SIGNALS = 10
_BY_CHANCE = f"by chance once in {round(1 / FALSE_ALARMS):,} audits"
# However a table is read or a file is searched, these are how an order shows first.
_WEIGHTY = (": order of SELECT *", ".key", ".response", ".ctid", ".rowid", ".xmin", ".cmin", f": place of {TABLES[0]}")


def of_order(oracle: Oracle, sent: int, *, must: Sequence[str] = ()) -> Iterator[Finding]:
    """Broken where the order can be read; kept for what could be heard; else not seen, with the names of what could not.

    must: the beginnings of names of signals without which nothing can be said.
    """
    readable, least, told = oracle.readable(), oracle.least_seen(), oracle.tells()
    heard = [*told, *oracle.constant()]
    thin = sorted((name for name, least_of in least.items() if least_of > SEEN_FROM), key=lambda name: -least[name])
    if readable:
        yield broken(SUBJECT, _read_from(readable))
    elif len(told) < _FEWEST_SIGNALS:
        yield not_seen(SUBJECT, f"Only {len(told)} signals were found, too few to judge by.", needed=True)
    elif missing := [name for name in must if not any(own.startswith(name) for own in heard)]:
        yield not_seen(SUBJECT, f"No signal was found of {_some(missing)}, so nothing can be said.", needed=True)
    elif weighty := [name for name in thin if _is_weighty(name)]:
        yield not_seen(SUBJECT, _too_few(weighty, least, len(told)), needed=True)
    else:
        yield kept(SUBJECT, _compared(least, oracle, sent))
    if thin and len(thin) < len(least):
        yield not_seen(THIN, _too_thin(thin, least))


def _read_from(readable: Mapping[str, Told]) -> str:
    worst = sorted(readable, key=lambda name: -abs(readable[name].errors))[:_MOST_NAMED]
    names = ", ".join(f"{name} (correlation {readable[name].correlation:+.2f})" for name in worst)
    more = f" and {len(readable) - len(worst)} more" if len(readable) > len(worst) else ""
    return f"The order of arrival can be read from {names}{more}; so high {_BY_CHANCE}."


def _compared(least: Mapping[str, float], oracle: Oracle, sent: int) -> str:
    heard = {name: seen for name, seen in least.items() if seen <= SEEN_FROM}
    weakest = max(heard, key=lambda name: heard[name])
    return (
        f"{len(heard)} signals (columns, hidden columns, places in files, default orders, lists) were compared with the arrival "
        f"of {sent} responses, batch by batch. A correlation of {SEEN_FROM} would have been called readable in each; the "
        f"hardest was {weakest} ({heard[weakest]:.2f}), half of them needed {median(heard.values()):.2f}. So high {_BY_CHANCE}. "
        f"{len(oracle.constant())} more signals are the same for a whole batch and order nobody in it. What is weaker than "
        "that, and what only several signals together could tell, was not looked at."
    )


def _too_few(weighty: Sequence[str], least: Mapping[str, float], signals: int) -> str:
    """With how many responses it could be said: each batch has one comparison fewer than responses."""
    comparisons = (errors_allowed(signals) / SEEN_FROM) ** 2
    return (
        f"Too few responses could be compared: a correlation of {SEEN_FROM} would not have been seen in {_some(weighty)}; "
        f"it would have been from {_as_correlation(least[weighty[0]])}. Send more (--responses): about {comparisons * 1.2:.0f} "
        "in large batches, 200 otherwise."
    )


def _too_thin(thin: Sequence[str], least: Mapping[str, float]) -> str:
    named = ", ".join(f"{name} ({_as_correlation(least[name])})" for name in thin[:_MOST_NAMED])
    more = f" and {len(thin) - _MOST_NAMED} more" if len(thin) > _MOST_NAMED else ""
    return (
        f"{len(thin)}: too few responses of the same batch have them, or share a page. In brackets from which correlation one "
        f"would have been called readable: {named}{more}."
    )


def _is_weighty(name: str) -> bool:
    """Whether it is one of those in which an order shows first; a page alone holds too few, the whole file is looked at too."""
    if "inside its page" in name or "write-ahead log" in name:
        return False
    own = any(name.startswith((f"{table}.", f"{table}:")) for table in TABLES)
    return name.startswith((STAFF, DUMP)) or (own and any(ending in name for ending in _WEIGHTY))


def _as_correlation(least: float) -> str:
    return f"{least:.2f}" if least <= 1 else "none"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"
