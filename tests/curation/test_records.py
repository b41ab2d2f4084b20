import pytest

from archive import queries
from archive.curation import records
from archive.models import Entity, Redirect, Source
from tests.factories import EntityFactory

pytestmark = pytest.mark.django_db


def test_what_an_editor_writes_is_accepted_at_once(editor):
    entity = Entity(kind="place", name="Islam Qala")
    records.save(entity, editor)
    assert (entity.verdict, entity.known_by, entity.decided_by) == ("accepted", "editor", editor)
    assert entity.slug == "islam-qala"


def test_a_changed_slug_leaves_a_redirect(editor):
    entity = EntityFactory(slug="islam-kala")
    entity.slug = "islam-qala"
    records.save(entity, editor)
    with pytest.raises(queries.Moved) as moved:
        queries.entity("islam-kala", None)
    assert moved.value.target == entity


def test_a_slug_taken_back_ends_its_redirect(editor):
    entity = EntityFactory(slug="first")
    for slug in ("second", "first"):
        entity.slug = slug
        records.save(entity, editor)
    assert [redirect.old_slug for redirect in Redirect.objects.all()] == ["second"]
    assert queries.entity("first", None) == entity


def test_a_source_keeps_its_address_when_only_its_name_changes(editor):
    source = Source(name="Harbour Courier")
    records.save(source, editor)
    source.name = "The Harbour Courier"
    records.save(source, editor)
    assert source.slug == "harbour-courier"
    assert not Redirect.objects.exists()
