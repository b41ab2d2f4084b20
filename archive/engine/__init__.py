"""Django's engine for PostgreSQL, with one thing made quicker: the `ENGINE` of the archive's database."""
