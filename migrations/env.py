"""Run migrations: on the connection that `steepest.schema` hands over, or by `alembic` on the configured database.

New migration: `alembic revision --autogenerate -m "add the gradebook"`, then read and tidy what it wrote.
"""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from steepest.config import Settings
from steepest.db import Database
from steepest.models import Base, Moment


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """A migration must not change with the models: it names the plain type."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,  # true of SQLite too, as `steepest.db` begins the transaction itself
    )
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    migrate(connection)
else:
    with Database(Settings.load().url).engine.connect() as own, own.begin():
        migrate(own)
