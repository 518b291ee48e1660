"""PostgreSQL lets our programs into their own database, and nowhere else on its server."""

import psycopg
import pytest
from sqlalchemy import make_url

from tests.cluster import Cluster
from tests.deployment.stack import Stack

pytestmark = [pytest.mark.slow]
ROLES = ("consultation_public", "consultation_staff", "consultation_mixer", "consultation")
REFUSED = ("pg_hba.conf rejects", "max_wal_senders")
ELSEWHERE = ("postgres", "template1", "somebody_elses")


@pytest.fixture(scope="module")
def doors(stack: Stack, quiet_postgres: Cluster):
    """Tells whether a role gets into a database. There is another one, and everybody may connect to it."""

    def opens(role: str, database: str, **more: str) -> bool:
        url = make_url(quiet_postgres.url).set(drivername="postgresql", username=role, database=database)
        try:
            psycopg.connect(url.render_as_string(), **more).close()
        except psycopg.OperationalError as refused:
            if not any(why in str(refused) for why in REFUSED):
                raise
            return False
        return True

    url = make_url(quiet_postgres.url).set(drivername="postgresql").render_as_string()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE somebody_elses")
        connection.execute("CREATE ROLE consultation LOGIN")
        connection.execute("CREATE ROLE somebody LOGIN")
        connection.execute("GRANT CONNECT ON DATABASE consultation TO consultation")
    return opens


@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_ours_comes_into_its_own_database_alone(doors, role: str):
    assert doors(role, "consultation")
    assert [database for database in ELSEWHERE if doors(role, database)] == []
    assert not doors(role, "consultation", replication="true")


def test_nobody_else_comes_into_ours(doors):
    assert doors("somebody", "somebody_elses")
    assert not doors("somebody", "consultation")
