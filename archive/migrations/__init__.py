"""Migrations: each is reviewed like code, and safe on a table of millions of rows."""
