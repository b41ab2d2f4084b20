"""Bringing articles in: readers turn bytes into records, the store turns records into rows."""
