"""Invented identifiers in every spelling we could think of, from a seed; none of them belongs to anyone but by chance."""

import random
from collections.abc import Callable, Iterator

GAPS = (" ", ".", "-", "\u00a0", "\u202f", "–", "/")
INVISIBLE = ("\u200b", "\u00ad", "\u2060", "\u200d", "\ufeff")
SCRIPTS = ("０", "٠", "०", "𝟎", "𝟶")  # full-width, Arabic, Devanagari, mathematical bold and monospace zero

AROUND = (
    "{}",
    "Hei, {} er nummeret.",
    "Jeg heter Kari ({}) og har ventet lenge.",
    "Eg har venta i to år. {}",
    "fnr:{}",
    "Saka gjeld {}, ho er mor mi.",
    "My number is {}; please call.",
    "«{}»",
    "Han fikk 500 mg i 2019. {} står i journalen.",
    "{}\nHilsen en pårørende",
)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _birth_number(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(0, 99)
    kind = rng.choice(("plain", "plain", "d", "h", "skatteetaten", "synthetic", "fh", "any"))
    if kind == "fh":
        return rng.choice("89") + _digits(rng, 10)
    if kind == "any":
        return _digits(rng, 11)
    day += 40 * (kind == "d")
    month += {"h": 40, "skatteetaten": 80, "synthetic": 65}.get(kind, 0)
    return f"{day:02}{month:02}{year:02}" + _digits(rng, 5)


def _grouped(digits: str, shape: tuple[int, ...], gap: Callable[[], str]) -> str:
    pieces, at = [], 0
    for length in shape:
        pieces.append(digits[at : at + length])
        at += length
    spelled = pieces[0]
    for piece in pieces[1:]:
        spelled += gap() + piece
    return spelled


def _disguised(rng: random.Random, spelled: str) -> str:
    choice = rng.random()
    if choice < 0.15:
        zero = ord(rng.choice(SCRIPTS))
        return "".join(chr(zero + int(char)) if char.isascii() and char.isdigit() else char for char in spelled)
    if choice < 0.3:
        at = rng.randrange(1, len(spelled))
        return spelled[:at] + rng.choice(INVISIBLE) + spelled[at:]
    if choice < 0.33:
        return "".join(char + "\ufe0f\u20e3" if char.isascii() and char.isdigit() else char for char in spelled)
    return spelled


def national_ids(seed: int, count: int) -> Iterator[str]:
    """Eleven digits: together, in the usual groups, each by itself, in groups at random; one kind of gap or a mix."""
    rng = random.Random(seed)
    shapes = (
        (11,),
        (6, 5),
        (2, 2, 2, 5),
        (2, 2, 2, 3, 2),
        (6, 3, 2),
        (1,) * 11,
        (4, 2, 5),
        (2, 2, 2, 2, 3),
        (3, 3, 3, 2),
    )
    for _ in range(count):
        shape = rng.choice((*shapes, _shape(rng)))
        one = rng.choice(GAPS)
        gap = rng.choice((lambda one=one: one, lambda: rng.choice(GAPS), lambda: rng.choice((" ", ".", " - "))))
        yield _disguised(rng, _grouped(_birth_number(rng), shape, gap))


def _shape(rng: random.Random) -> tuple[int, ...]:
    cuts = sorted(rng.sample(range(1, 11), rng.randint(1, 6)))
    return tuple(b - a for a, b in zip([0, *cuts], [*cuts, 11], strict=True))


def accounts(seed: int, count: int) -> Iterator[str]:
    """Norwegian account numbers as 4.2.5, 4 2 5 or together, and as IBAN."""
    rng = random.Random(seed)
    for _ in range(count):
        number = _digits(rng, 11)
        gap = rng.choice((".", " ", "\u00a0", ""))
        iban = f"NO{_digits(rng, 2)}{number}"
        yield rng.choice(
            (
                _grouped(number, (4, 2, 5), lambda gap=gap: gap),
                iban,
                _grouped(iban, (4, 4, 4, 3), lambda: " "),
                iban.lower(),
            )
        )


_NAMES = ("kari", "ola.nordmann", "k.hansen72", "åse-marie", "per_olav", "mor.til.3", "i.k+post", "bjørg", "Nils", "x")
_HOSTS = ("gmail", "hotmail", "online", "blåbær", "epost-min", "mail.sykehus", "uio", "xn--blbr-qoac", "outlook")
_TOPS = ("no", "com", "net", "org", "co.uk", "se")


def emails(seed: int, count: int) -> Iterator[str]:
    """Addresses, also with the sign and the dots in words or brackets, in other widths, or with something invisible in."""
    rng = random.Random(seed)
    signs = (
        "@",
        "@",
        "@",
        "(at)",
        " (at) ",
        "[at]",
        " [at] ",
        "{at}",
        "＠",
        "﹫",
        " @ ",
        " krøllalfa ",
        "krøllalfa",
        "(krøllalfa)",
        "(a)",
    )
    for _ in range(count):
        name, host, top = rng.choice(_NAMES), rng.choice(_HOSTS), rng.choice(_TOPS)
        if rng.random() < 0.2:
            dot = rng.choice((" dot ", " punktum ", " prikk "))
            spelled = f"{name} at {host}{dot}{top}".replace(".", dot)
        else:
            sign = rng.choice(signs)
            dot = "." if "k" not in sign else rng.choice((".", " punktum "))
            spelled = f"{name}{sign}{host}.{top}".replace(f"{host}.", f"{host}{dot}")
        if rng.random() < 0.1:
            at = rng.randrange(1, len(spelled))
            spelled = spelled[:at] + rng.choice(INVISIBLE) + spelled[at:]
        yield spelled


_SAID = (
    "tlf ",
    "tlf. ",
    "Tlf: ",
    "telefon ",
    "mob. ",
    "mobil: ",
    "ring meg på ",
    "ring ",
    "SMS til ",
    "mobilnr. ",
    "phone: ",
    "call me on ",
)


def phones(seed: int, count: int) -> Iterator[str]:
    """Norwegian numbers in the usual groups, with +47 and 0047, and in odd groups after a word that says what they are."""
    rng = random.Random(seed)
    for _ in range(count):
        number = rng.choice("2345679" if rng.random() < 0.3 else "49") + _digits(rng, 7)
        gap = rng.choice((" ", " ", "\u00a0", "\u202f"))
        shape = rng.choice(((3, 2, 3), (2, 2, 2, 2), (8,)))
        usual = _grouped(number, shape, lambda gap=gap: gap)
        odd_shape = rng.choice(((4, 4), (2, 3, 3), (3, 3, 2), (3, 5), (5, 3), (1, 7), (1,) * 8))
        odd = _grouped(number, odd_shape, lambda: rng.choice((" ", "-", ".")))
        country = rng.choice(("+47 ", "+47", "0047 ", "0047", "(+47) ", "+47\u00a0"))
        yield _disguised(rng, rng.choice((usual, usual, country + usual, rng.choice(_SAID) + odd)))


def in_a_sentence(seed: int, spelled: Iterator[str]) -> Iterator[str]:
    """Each of them with something before and after it, as people write."""
    rng = random.Random(seed)
    for one in spelled:
        yield rng.choice(AROUND).format(one)
