"""How the desk writes ages."""

from django import template

register = template.Library()


@register.filter
def upto_comma(words: str) -> str:
    """The first part of an age: "3 days" of "3 days, 2 hours"; of what is younger than a minute, in words."""
    return "just now" if words.startswith("0") else words.partition(",")[0]
