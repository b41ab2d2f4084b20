"""Small drawings of what a page already says in words."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive import queries
from archive.charts.bars import Bar
from archive.charts.dots import Dots, dots

register = template.Library()


@register.simple_tag
def dots_of(numbers: queries.Numbers) -> Dots | None:
    """An event's articles as dots: full where a report begins, hollow where it is told again."""
    return dots(numbers.articles, numbers.reports)


@register.simple_tag
def drawn_bar(bar: Bar) -> SafeString:
    """A bar with what it stands for. Not in the template: of hundreds, each number would be localised there."""
    return format_html(
        '<rect x="{}%" y="{}" width="{}%" height="{}"><title>{}: {}</title></rect>',
        bar.x, bar.y, bar.width, bar.height, bar.words, intcomma(bar.count),
    )  # fmt: skip
