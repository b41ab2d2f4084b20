"""Roles are groups; an editor takes a queue, or a row of it, for a while."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As `archive.models.Role` names them.
ROLES = ["contributor", "editor", "chief editor", "administrator"]


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A group for each role; a group of that name that is there already becomes the role."""
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Adds four groups and an empty table, and touches no other. Backwards, groups with their members stay."""

    dependencies = [
        ("archive", "0010_own_decisions"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "queue",
                    models.CharField(
                        choices=[
                            ("links", "Links"),
                            ("credits", "Credits"),
                            ("mentions", "Mentions"),
                            ("coverage", "Coverage"),
                            ("sources", "Sources"),
                            ("entities", "Entities"),
                            ("events", "Events"),
                            ("source-pairs", "Source pairs"),
                            ("entity-pairs", "Entity pairs"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "record",
                    models.BigIntegerField(
                        blank=True, help_text="The number of the row; empty: the whole queue.", null=True
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
            options={"ordering": ["queue", "record"]},
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("queue__in", [
                        "links", "credits", "mentions", "coverage", "sources", "entities", "events", "source-pairs",
                        "entity-pairs",
                    ])
                ),
                name="assignment_queue_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("queue", "record"), name="assignment_once", nulls_distinct=False
            ),
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]  # fmt: skip
