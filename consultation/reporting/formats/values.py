"""A document as plain values, for the formats that are not drawn here."""

from collections.abc import Callable
from dataclasses import asdict

from consultation.reporting.blocks import Apart, Block, Document


def values(document: Document, fit: Callable[[str], str]) -> object:
    """The document as dicts, lists, texts and numbers; every text in it passes through ``fit``."""
    made = document.made_on
    return _fit(
        {
            "title": asdict(document.title),
            "kicker": asdict(document.kicker),
            "subtitle": asdict(document.subtitle),
            "language": document.language,
            "year": made.year,
            "month": made.month,
            "day": made.day,
            "facts": asdict(document.facts)["lines"],
            "contents": asdict(document.contents),
            "blocks": [_block(block) for block in document.blocks],
        },
        fit,
    )


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Apart):
        return {"kind": "apart", "label": asdict(block.label), "blocks": [_block(inner) for inner in block.blocks]}
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _fit(value: object, fit: Callable[[str], str]) -> object:
    """The same value with every text in it fit to print."""
    match value:
        case str():
            return fit(value)
        case dict():
            return {key: _fit(one, fit) for key, one in value.items()}
        case list() | tuple():
            return [_fit(one, fit) for one in value]
    return value
