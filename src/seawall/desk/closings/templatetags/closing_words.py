"""How do templates write a remark on a row in the reader's language?"""

from __future__ import annotations

from django import template

from seawall.desk.closings.remark_words import remark_words

__all__ = ["register"]

register = template.Library()
register.filter("remark_words", remark_words)
