"""Read by Alembic for every migration: works inside the caller's connection and transaction."""

from alembic import context

from qa_service.adapters.sql.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
