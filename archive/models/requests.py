"""How many requests of the API somebody made in a minute: one count for all web processes."""

import time

from django.db import models

HOUR = 60


class RequestCount(models.Model):
    """The requests of one user or address in the last minute that had any; not logged, since a crash may lose them."""

    who = models.CharField(primary_key=True, max_length=64, help_text="A user, or the keyed hash of an address.")
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    used = models.PositiveIntegerField()

    class Meta:
        verbose_name = "count of requests"

    def __str__(self) -> str:
        return f"{self.used} requests of {self.who}"

    @classmethod
    def forget_old(cls) -> int:
        """Delete the counts of those who asked nothing for an hour; how many those are."""
        return cls.objects.filter(minute__lt=time.time() // 60 - HOUR).delete()[0]
