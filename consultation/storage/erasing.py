"""All of one consultation goes: its rows, and what the rows leave behind in the database's files."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from consultation.storage import ballot_box, rewriting
from consultation.storage.database import Database, Unavailable
from consultation.storage.tables import (
    AdjudicationRow,
    AnswerRow,
    BatchRow,
    BlindCodingRow,
    CampaignCopyRow,
    CandidateLabelRow,
    CodebookVersionRow,
    CoderRow,
    CommentRow,
    ConfirmationRow,
    ConsultationRow,
    DefinitionRow,
    DoubleCodingRow,
    DrawnRow,
    FacetRow,
    HarmReadingRow,
    JobRow,
    MachineCodingRow,
    MachineReadingRow,
    MeasurementRow,
    NoteRow,
    OutcomeRow,
    PassageRow,
    RaisedRow,
    ReadAnewRow,
    ReadingRow,
    ResponseRow,
    ScreeningRow,
    SetAsideRow,
    StaleRunRow,
    SuggestionRow,
    ThemeRunRow,
    WithdrawnRow,
)

_PATIENCE_MS = 1000
_OF_A_COMMENT = (
    ReadingRow,
    ReadAnewRow,
    ConfirmationRow,
    SuggestionRow,
    CandidateLabelRow,
    MachineReadingRow,
    CampaignCopyRow,
    RaisedRow,
    HarmReadingRow,
    NoteRow,
    PassageRow,
    FacetRow,
    DrawnRow,
    BlindCodingRow,
    MachineCodingRow,
    AdjudicationRow,
)
_OF_A_RUN = (SuggestionRow, CandidateLabelRow, StaleRunRow, MachineReadingRow)
_OF_A_DOUBLE_CODING = (CoderRow, DrawnRow, BlindCodingRow, MachineCodingRow, AdjudicationRow)
_OF_A_RESPONSE = (CommentRow, AnswerRow)
_OF_A_CONSULTATION = (
    ResponseRow,
    BatchRow,
    ThemeRunRow,
    CodebookVersionRow,
    SetAsideRow,
    JobRow,
    WithdrawnRow,
    OutcomeRow,
    ScreeningRow,
    MeasurementRow,
    DoubleCodingRow,
)
# The ballot box is not among them: taking envelopes out gave it new files already.
_REWRITTEN = (
    *_OF_A_COMMENT,
    *_OF_A_RUN,
    *_OF_A_DOUBLE_CODING,
    *_OF_A_RESPONSE,
    *_OF_A_CONSULTATION,
    ConsultationRow,
    DefinitionRow,
)


def erase(session: Session, slug: str) -> None:
    """Deletes every row of a consultation, children first, the consultation itself last; another's rows stay.

    Nobody can mix its box or store anything for it before the transaction ends; afterwards call erase_physically.
    Raises as ballot_box.remove does.
    """
    ballot_box.keep_mixers_away(session)
    ballot_box.keep_putters_away(session, slug)  # else a withdrawal that comes now would lie in the box for ever
    envelopes = [one.envelope for one in ballot_box.contents(session, slug)]
    session.execute(select(ConsultationRow.slug).where(ConsultationRow.slug == slug).with_for_update())
    connection = session.connection()
    responses = select(ResponseRow.key).where(ResponseRow.consultation == slug)
    comments = select(CommentRow.key).where(CommentRow.response.in_(responses))
    runs = select(ThemeRunRow.key).where(ThemeRunRow.consultation == slug)
    for of_comment in _OF_A_COMMENT:
        connection.execute(delete(of_comment).where(of_comment.comment.in_(comments)))
    for of_run in _OF_A_RUN:
        connection.execute(delete(of_run).where(of_run.run.in_(runs)))
    samples = select(DoubleCodingRow.key).where(DoubleCodingRow.consultation == slug)
    for of_sample in _OF_A_DOUBLE_CODING:
        connection.execute(delete(of_sample).where(of_sample.double_coding.in_(samples)))
    for of_response in _OF_A_RESPONSE:
        connection.execute(delete(of_response).where(of_response.response.in_(responses)))
    for of_consultation in _OF_A_CONSULTATION:
        connection.execute(delete(of_consultation).where(of_consultation.consultation == slug))
    connection.execute(delete(ConsultationRow).where(ConsultationRow.slug == slug))
    connection.execute(delete(DefinitionRow).where(DefinitionRow.consultation == slug))
    ballot_box.remove(session, envelopes)


def erase_physically(database: Database) -> bool:
    """After the transaction that erased: writes the files anew, so that no page keeps a copy of what was moved in it.

    False when somebody who reads or writes was in the way; then call it again a while later. What PostgreSQL's server
    keeps beside the tables is cleared by server_traces.clear, after this.
    """
    try:
        with database.outside_transactions() as connection:
            if not database.on_sqlite:
                return rewriting.write_anew(connection, dict.fromkeys(row.__tablename__ for row in _REWRITTEN))
            _within_patience(connection)
    except Unavailable:
        return False
    return ballot_box.empty_physically(database)


def erase_from_queue(path: Path) -> bool:
    """Writes the file anew that carries keys of jobs, drawn at random, to workers; False when somebody was in the way."""
    if not path.exists():
        return True
    with closing(sqlite3.connect(path, timeout=_PATIENCE_MS / 1000, isolation_level=None)) as queue:
        try:
            queue.execute("VACUUM")
            return not queue.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False


def _within_patience(connection: Connection) -> None:
    """SQLite zeroes what is deleted, but its trees may have left copies where they moved a row: VACUUM leaves none."""
    usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        connection.exec_driver_sql("VACUUM")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
