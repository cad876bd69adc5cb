"""``make migration NAME="what it does"``: a migration from the tables as they are; read it before it is committed."""

import sys

from alembic import command
from sqlalchemy import create_engine

from bot.storage import migrate


def main() -> None:
    """Bring an empty database to the newest revision, and write what is missing as the next one."""
    engine = create_engine("sqlite://")
    migrate.upgrade(engine)
    following = f"{int(migrate.head()) + 1:04}"
    with engine.begin() as connection:
        command.revision(migrate.config(connection), sys.argv[1], autogenerate=True, rev_id=following)


if __name__ == "__main__":
    main()
