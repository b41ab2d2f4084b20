"""What a process of `extracting` does. Nothing of Django is imported here: a fresh process must set it up first."""

import os
from datetime import date


def set_up(database: str, model: str) -> None:
    """Make a fresh process know this database and this model."""
    os.environ["DATABASE_URL"], os.environ["ARCHIVE_SPACY_MODEL"] = database, model
    import django

    django.setup()


def read(texts: list[tuple[str, str, str]]) -> int:
    """Read headlines, texts and days; how many."""
    from archive.extraction.knowledge import reader
    from archive.extraction.reading import ToRead

    articles = [
        ToRead({"headline": headline, "text": text}, date.fromisoformat(day) if day else None)
        for headline, text, day in texts
    ]
    return len(reader().read_all(articles))
