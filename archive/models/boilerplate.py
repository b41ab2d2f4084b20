"""What each source repeats in its articles: derived from them, renewed with them, never edited, no history."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .sources import Source

# Lines known of a source at most: the table stays small, and so does what an ingest asks of it.
MOST_LINES = 200


class Boilerplate(models.Model):
    """The lines that stand in many articles of a source, as keys (`archive.boilerplate.key`): no words are kept."""

    source = models.OneToOneField(Source, models.CASCADE, primary_key=True, related_name="boilerplate")
    lines = ArrayField(models.BigIntegerField(), default=list, help_text="Keys of lines, those found last first.")
    waiting = models.PositiveIntegerField(default=0, help_text="Articles that came since it was learned.")
    looked_at = models.PositiveIntegerField(default=0, help_text="Articles that it was learned from.")
    learned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "boilerplate"
        constraints = [
            models.CheckConstraint(name="boilerplate_bounded", condition=Q(lines__len__lte=MOST_LINES)),
        ]

    def __str__(self) -> str:
        return f"{len(self.lines)} lines that {self.source} repeats"
