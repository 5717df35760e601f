"""What Alembic runs: it works on the connection that `storage.upgrading` hands it, inside that transaction."""

from __future__ import annotations

from alembic import context

from trainee_exercises.storage.tables import metadata
from trainee_exercises.storage.upgrading import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
