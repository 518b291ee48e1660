"""Runs the migrations on the connection that storage.database hands over, in its transaction."""

from alembic import context

from consultation.storage.tables import Schema

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Schema.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
context.run_migrations()
