"""Everything that is kept: SQLAlchemy tables, the unit of work, the outbox, migrations."""
