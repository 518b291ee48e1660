"""Write a question's codebook as a file that a spreadsheet or another program for qualitative analysis reads."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy.orm import Session

from consultation.storage import codebooks, runs
from consultation.themes.book.exchange import codebook_as_csv
from consultation.themes.book.qdc import codebook_as_qdc
from consultation.themes.book.quoted import comments_quoted, in_words
from consultation.themes.book.theme import Theme

Kind = Literal["csv", "qdc"]


def exchange_codebook(session: Session, slug: str, question: str, kind: Kind) -> bytes:
    """Return the newest version as a file, with the words of its examples.

    Raises:
        ValueError: where the codebook is empty and the kind is REFI-QDA, which has no empty codebook.
    """
    themes = worded(session, codebooks.current(session, slug, question).themes)
    return codebook_as_qdc(themes) if kind == "qdc" else codebook_as_csv(themes)


def worded(session: Session, themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Return the themes with the words of those examples that comments gave; one whose comment is gone is gone too."""
    return in_words(themes, runs.texts(session, comments_quoted(themes)))
