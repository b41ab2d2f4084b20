"""Who gave a queue, or a row of it, to the editor who has it in hand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an empty column to a table of a few rows: those in hand now count as taken by their editors."""

    dependencies = [("archive", "0021_what_searches_start_from")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Who gave it to the editor; empty: taken by themselves.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
