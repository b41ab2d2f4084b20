"""How many rows a list has, at the price of a plan."""

import json
from typing import Any

from django.db.models import QuerySet


def estimated_count(rows: QuerySet[Any]) -> int:
    """How many rows the database expects, without looking at any."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])
