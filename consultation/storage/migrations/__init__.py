"""How the schema came to be, one revision after another; Alembic runs them through storage.database."""
