"""Tables of matching: fingerprints, term frequencies, and the indexes that candidates are found by."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

_KEY = {"blank": True, "editable": False, "primary_key": True, "serialize": False}


class Migration(migrations.Migration):
    """Makes new tables only; those of articles are not locked, but for the moment the foreign key takes."""

    dependencies = [("archive", "0009_place_of_a_run")]
    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("pk", models.CompositePrimaryKey("shingle", "article_id", **_KEY)),
                ("shingle", models.BigIntegerField()),
                ("article_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RareTerm",
            fields=[
                ("pk", models.CompositePrimaryKey("term", "day", "article_id", **_KEY)),
                ("term", models.IntegerField()),
                ("day", models.DateField()),
                ("article_id", models.BigIntegerField()),
                ("weight", models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name="TermFrequency",
            fields=[
                ("term", models.IntegerField(primary_key=True, serialize=False)),
                ("articles", models.IntegerField()),
            ],
            options={"verbose_name_plural": "term frequencies"},
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("pk", models.CompositePrimaryKey("left_id", "right_id", **_KEY)),
                ("left_id", models.BigIntegerField()),
                ("right_id", models.BigIntegerField()),
                (
                    "figures",
                    ArrayField(
                        models.FloatField(), help_text="`archive.matching.features.FIGURES`, in that order."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "likenesses",
                "indexes": [models.Index(F("right_id"), F("left_id"), name="likeness_by_right")],
                "constraints": [
                    models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="likeness_stored_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="fingerprint",
                        serialize=False, to="archive.article",
                    ),
                ),
                (
                    "version",
                    models.CharField(help_text="MD5 of headline and text hash that it was made from.", max_length=32),
                ),
                ("text_hash", models.CharField(max_length=64)),
                ("day", models.DateField()),
                (
                    "stage",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Indexed: others find it"),
                            (1, "Weighed: compared with its candidates"),
                            (2, "Settled: suggestions written"),
                        ],
                        default=0,
                    ),
                ),
                ("words", models.BinaryField(help_text="Terms of the text in order, int32.")),
                ("headline", models.BinaryField(help_text="Terms of the headline in order, int32.")),
                ("names", models.BinaryField(help_text="Terms of its names, int32.")),
                ("numbers", models.BinaryField(help_text="Its numbers hashed, int32.")),
                ("rare", models.BinaryField(help_text="The terms it is indexed under, int32.")),
                ("anchors", models.BinaryField(help_text="The shingles it is indexed under, int64.")),
                (
                    "background",
                    ArrayField(
                        models.FloatField(), help_text="How like it the articles are that are merely alike."
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The first article with the same words, which is compared in its stead.",
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="represented",
                        to="archive.fingerprint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        F("stage"), F("day"), F("article"), condition=Q(stage__lt=2), name="fingerprint_backlog"
                    ),
                    models.Index(
                        F("text_hash"), F("article"), condition=Q(representative=None),
                        name="fingerprint_by_text_hash",
                    ),
                    models.Index(
                        F("representative"), condition=Q(representative__isnull=False),
                        name="fingerprint_represented",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(stage__in=[0, 1, 2]), name="fingerprint_stage_known")
                ],
            },
        ),
    ]  # fmt: skip
