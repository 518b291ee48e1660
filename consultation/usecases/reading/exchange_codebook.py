"""Write a question's codebook as a file that a spreadsheet or another program for qualitative analysis reads."""

from typing import Literal

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks
from consultation.themes.book.exchange import codebook_as_csv
from consultation.themes.book.qdc import codebook_as_qdc
from consultation.themes.book.quoted import in_words
from consultation.usecases.reading.quote_examples import quote_examples

Kind = Literal["csv", "qdc"]


def exchange_codebook(session: Session, slug: str, question: str, kind: Kind) -> bytes:
    """Return the newest version as a file, with the words of its examples.

    Raises:
        ValueError: where the codebook is empty and the kind is REFI-QDA, which has no empty codebook.
    """
    stored = codebooks.current(session, slug, question).themes
    themes = in_words(stored, quote_examples(session, slug, question, stored))
    return codebook_as_qdc(themes) if kind == "qdc" else codebook_as_csv(themes)
