"""The ledger of merges knows how a row was left, which row stands for a dropped one, and what was added."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that are null or have a constant default, and indexes of a table that nothing has written yet.

    Until now merges had tables and no function that made one, so there are no rows to read or to wait for.
    """

    dependencies = [
        ("archive", "0008_merges"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="mergemove", name="merge_move_action_known"),
        migrations.AddField(
            model_name="mergemove",
            name="after",
            field=models.JSONField(default=dict, help_text="Its changed columns as the merge left them."),
        ),
        migrations.AddField(
            model_name="mergemove",
            name="instead",
            field=models.BigIntegerField(blank=True, help_text="The row that stands for a dropped one.", null=True),
        ),
        migrations.AlterField(
            model_name="mergemove",
            name="action",
            field=models.CharField(
                choices=[
                    ("moved", "Moved"),
                    ("dropped", "Dropped: the keeper had it"),
                    ("changed", "Changed"),
                    ("added", "Added"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="mergemove",
            index=models.Index(models.F("table"), models.F("row_id"), name="merge_move_by_row"),
        ),
        migrations.AddIndex(
            model_name="mergemove",
            index=models.Index(
                models.F("table"),
                models.F("instead"),
                condition=models.Q(("instead__isnull", False)),
                name="merge_move_by_instead",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["moved", "dropped", "changed", "added"])),
                name="merge_move_action_known",
            ),
        ),
    ]
