import pytest

from archive.extraction import knowledge


@pytest.fixture
def by_rules(settings):
    """Extraction without the model: quick, and the same on every machine."""
    settings.ARCHIVE_SPACY_MODEL = "none"
    forget()
    yield
    forget()


def forget():
    knowledge._model.cache_clear()
    knowledge._latest = None
