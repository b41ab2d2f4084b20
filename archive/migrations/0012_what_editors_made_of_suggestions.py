"""What editors last made of the machine's suggestions is found without reading all decisions."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

TABLES = {
    "articlelink": "article_link",
    "credit": "credit",
    "coverage": "coverage",
    "mention": "mention",
    "entitypair": "entity_pair",
    "sourcepair": "source_pair",
}


class Migration(migrations.Migration):
    """Six partial indexes, built while the tables are written. Where one fails, drop the invalid index and run again."""

    atomic = False

    dependencies = [
        ("archive", "0011_roles_and_assignments"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name=model,
            index=models.Index(
                F("decided_at").desc(),
                condition=~Q(known_by="editor") & Q(decided_at__isnull=False),
                name=f"{table}_decided",
            ),
        )
        for model, table in TABLES.items()
    ]
