"""A story: one report and the articles that carry it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.models import Story

from .lists import listed
from .refusals import page
from .reports import Printing, relations_to_lead
from .treedrawing import draw

IN_ORDER = ("sort_on", "id")


@page
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead, the origin, and every article of the story in order of date."""
    found = Story.objects.visible_to(request.user).select_related("origin").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no story {pk}.")
    members = queries.articles(request.user).filter(story_membership__story=found)
    rows = listed(request, members, IN_ORDER)
    relations = relations_to_lead([found], (row.pk for row in rows.rows), request.user)
    # The lead itself may not be public; then the earliest that is stands for the report.
    lead = members.filter(pk=found.lead_id).first() or members.order_by(*IN_ORDER).first()
    context = {
        "story": found,
        "lead": lead,
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "drawing": draw(found, lead, request.user) if lead else None,
        "outlets": sum(outlet.source is not None for outlet in queries.outlets(members, request.user)),
        "count": members.count(),
        "page": rows,
        "printings": [Printing(row, *relations.get(row.pk, ())) for row in rows.rows],
    }
    return render(request, "pages/story.html", context)
