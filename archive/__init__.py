"""The news archive: domain model, ingest, curation, queries, admin and pages."""
