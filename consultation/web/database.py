"""One database per application: a view opens a transaction around what it does, and nothing is committed behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from consultation.storage.database import Database

EXTENSION = "consultation.database"


def register(app: Flask, database: Database) -> None:
    """Make this the database of the application."""
    app.extensions[EXTENSION] = database


@contextmanager
def transaction() -> Iterator[Session]:
    """A session that is committed when the block ends well, and rolled back when it raises."""
    with _database().transaction() as session:
        yield session


@contextmanager
def beforehand() -> Iterator[Connection]:
    """A transaction for what only the one after it gives a meaning; it is on disk when that one is."""
    with _database().beforehand() as connection:
        yield connection


@contextmanager
def reading() -> Iterator[Session]:
    """A session for looking only."""
    with _database().reading() as session:
        yield session


@contextmanager
def looking_up() -> Iterator[Connection]:
    """A connection for one question, which every page of a respondent asks: how does this consultation stand?"""
    with _database().looking_up() as connection:
        yield connection


def check_schema() -> None:
    """Raises storage.database.WrongSchema, or Unavailable, unless the pages can work with the database as it stands."""
    _database().check_schema()


def _database() -> Database:
    database: Database = current_app.extensions[EXTENSION]
    return database
