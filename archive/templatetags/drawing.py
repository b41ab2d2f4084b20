"""Small drawings of what a page already says in words."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive import queries
from archive.charts.bars import Bars
from archive.charts.dots import Dots, dots

from .narrowing import within

register = template.Library()


@register.simple_tag
def dots_of(numbers: queries.Numbers) -> Dots | None:
    """An event's articles as dots: full where a report begins, hollow where it is told again."""
    return dots(numbers.articles, numbers.reports)


# Not in the template, which would localise each number of hundreds of bars and look up each word.
@register.simple_tag(takes_context=True)
def drawn_bars(context: Context, drawn: Bars, narrows: bool = False) -> SafeString:
    """The bars with what they stand for; where they narrow a search, each leads to its span."""
    rects = [
        (
            format_html(
                '<rect x="{}%" y="{}" width="{}%" height="{}"><title>{}: {}</title></rect>',
                bar.x, bar.y, bar.width, bar.height, bar.words, _number(bar.count),
            ),
            bar.span,
        )
        for bar in drawn.filled
    ]  # fmt: skip
    if not narrows:
        return format_html_join("", "{}", ((rect,) for rect, _ in rects))
    linked = ((within(context, span), rect) for rect, span in rects)
    return format_html_join("", '<a href="{}" tabindex="-1">{}</a>', linked)


@register.simple_tag(takes_context=True)
def bar_rows(context: Context, drawn: Bars, narrows: bool = False) -> SafeString:
    """The same as rows of a table."""
    row = '<tr><td>{}</td><td class="number">{}</td></tr>'
    if not narrows:
        return format_html_join("", row, ((bar.words, _number(bar.count)) for bar in drawn.filled))
    link = '<a href="{}">{}</a>'
    cells = ((format_html(link, within(context, bar.span), bar.words), _number(bar.count)) for bar in drawn.filled)
    return format_html_join("", row, cells)


def _number(count: int) -> str:
    return str(intcomma(count)) if count >= 1_000 else str(count)
