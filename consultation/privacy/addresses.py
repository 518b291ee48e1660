"""Finds e-mail addresses, also where the sign and the dots are written out: `kari (at) epost punktum no`."""

import re
from collections.abc import Iterator

from consultation.privacy.spans import Span

# Around an unmistakable sign there may be spaces; the bare word `at` is a Norwegian conjunction and needs more proof.
_SIGN = re.compile(
    r"(?P<clear>[ ]{0,2}(?:@|[(\[{<][ ]?(?:at|a|æt|alfa|krøllalfa|@)[ ]?[)\]}>])[ ]{0,2}"
    r"|[ -]{0,2}(?:krøll-?[ ]?alfa|alfakrøll|snabel-?a)[ -]{0,2})"
    r"|(?P<bare>[ ](?:at|æt|ætt)[ ])",
    re.IGNORECASE,
)
_WORDED_DOT = (
    r"(?:[ ]{0,2}[(\[{<][ ]?(?:dot|punktum|prikk|\.)[ ]?[)\]}>][ ]{0,2}|[ ]{1,2}(?:dot|punktum|prikk)[ ]{1,2})"
)
_WORDED_DOT_BACKWARDS = (
    r"(?:[ ]{0,2}[)\]}>][ ]?(?:tod|mutknup|kkirp|\.)[ ]?[(\[{<][ ]{0,2}|[ ]{1,2}(?:tod|mutknup|kkirp)[ ]{1,2})"
)
_LABEL = r"[^\W_](?:[\w-]{0,62})"
_TOP = r"(?:no|com|net|org|se|dk|fi|uk|de|eu|info|nu)(?![\w-])"
_DOMAIN = re.compile(
    rf"{_LABEL}(?:(?:\.|{_WORDED_DOT}|[ ]\.[ ]?(?={_TOP})|\.[ ](?={_TOP})){_LABEL}){{0,8}}", re.IGNORECASE
)
_NAME_BACKWARDS = re.compile(
    rf"[\w.+%'’&~!#$*/=?^`{{|}}-]{{1,64}}(?:{_WORDED_DOT_BACKWARDS}[\w.+%'-]{{1,64}}){{0,6}}", re.IGNORECASE
)
_PROVIDER = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|msn|online|broadpark|getmail|proton(?:mail)?|epost|mail|start|lyse|altibox|c2i"
    r"|telenor|frisurf|bbnett)(?:\.|[ ])",
    re.IGNORECASE,
)
_WORDED = re.compile(_WORDED_DOT, re.IGNORECASE)
_MAIL_WORD = re.compile(r"(?:e-?post|e-?mail|epost|mail)\w*[^\n…\ufffc]{0,20}$", re.IGNORECASE)
_BEFORE = 48


def in_text(text: str) -> Iterator[Span]:
    """The addresses from left to right; each sign is looked at once and from each only a bounded way, so time is linear."""
    backwards = text[::-1] if _SIGN.search(text) else ""
    for sign in _SIGN.finditer(text):
        name = _NAME_BACKWARDS.match(backwards, len(text) - sign.start())
        domain = _DOMAIN.match(text, sign.end())
        if name is None or domain is None or not _is_address(text, sign, name[0][::-1], domain[0]):
            continue
        yield Span("email", sign.start() - len(name[0]), domain.end())


def _is_address(text: str, sign: re.Match[str], name: str, domain: str) -> bool:
    if not any(char.isalnum() for char in name):
        return False
    dotted = "." in domain or _WORDED.search(domain) is not None
    if sign["clear"] is not None:
        # `3 stk @ 50 kr` is no address; `ola@sykehuset` is one, and so is anything with a domain.
        return dotted or " " not in sign[0] or "@" not in sign[0]
    if not dotted:
        return False
    worded = _WORDED.search(domain) is not None
    personal = any(char in "._0123456789" for char in name.strip(".")) or _PROVIDER.match(domain) is not None
    return worded or personal or _MAIL_WORD.search(text[max(0, sign.start() - _BEFORE) : sign.start()]) is not None
