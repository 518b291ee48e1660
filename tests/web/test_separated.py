"""A front that runs alone starts on the role that it was granted, and on none that reads more: it says what, and what to do."""

from pathlib import Path

import pytest

from consultation.settings import BadSetting, Settings
from consultation.storage.database import Database
from consultation.web.separated import bring_up
from tests.databases import Postgres
from tests.roles import Separated, separate

pytestmark = pytest.mark.postgres


@pytest.fixture
def separated(postgres: Postgres) -> Separated:
    """A database whose powers a test may spoil."""
    return separate(postgres)


def start(separated: Separated, front: str, instance: Path) -> None:
    """What a front does at its start, on its own role."""
    settings = {"CONSULTATION_FRONT": front, "CONSULTATION_DATABASE_URL": separated.url(front)}
    database = Database(separated.url(front))
    try:
        bring_up(Settings.read({"CONSULTATION_INSTANCE": str(instance), **settings}), database)
    finally:
        database.close()


@pytest.mark.parametrize(("front", "table"), [("public", "consultation"), ("staff", "response"), ("public", "outcome")])
def test_a_front_whose_role_was_granted_whole_tables_as_until_2026_does_not_start(separated, tmp_path, front, table):
    start(separated, front, tmp_path)
    separated.run(f"GRANT SELECT ON {table} TO {separated.name(front)}")
    with pytest.raises(BadSetting, match=rf"whole tables \({table}\).*`consultation grant` again"):
        start(separated, front, tmp_path)
    separated.grant(by_superuser=False)
    start(separated, front, tmp_path)


@pytest.mark.parametrize(("front", "table"), [("public", "response"), ("staff", "ballot_box")])
def test_a_front_whose_role_reads_what_is_not_its_own_does_not_start(separated, tmp_path, front, table):
    separated.run(f"GRANT SELECT ON {table} TO {separated.name(front)}")
    with pytest.raises(BadSetting, match=f"may read {table}"):
        start(separated, front, tmp_path)
