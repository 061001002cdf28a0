"""Parts of a page that every reader gets alike, made once; inside them what is each reader's own."""

import re

from django import template
from django.utils.translation import get_language

from courses.kept import FRAGMENTS, generation_of

register = template.Library()
PIECES = "_kept_pieces"
PLACE = re.compile("\x00([0-9]+)\x00")


class KeptNode(template.Node):
    """Keeps its HTML by page, language and the values that it varies by."""

    def __init__(self, nodelist, name, varies_by):
        self.nodelist, self.name, self.varies_by = nodelist, name, varies_by

    def render(self, context):
        page = context.get("page")
        generation = generation_of(page)
        request = context.get("request")
        if generation is None or request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        values = tuple(value.resolve(context) for value in self.varies_by)
        key = (self.name, page.pk, get_language(), values)
        parts = FRAGMENTS.get(generation, key, lambda: self._make(context))
        return "".join(self._personal(part, context) for part in parts)

    def _make(self, context) -> list:
        """The shared HTML as text, and between it what is rendered anew for every reader."""
        pieces: list = []
        with context.push(**{PIECES: pieces}):
            texts = PLACE.split(self.nodelist.render(context))
        return [pieces[int(text)] if n % 2 else text for n, text in enumerate(texts)]

    def _personal(self, part, context) -> str:
        if isinstance(part, str):
            return part
        nodelist, values = part
        with context.push(**values):
            return nodelist.render(context)


class PersonalNode(template.Node):
    """Rendered for each reader, with the values of ``names`` as they were in the shared part."""

    def __init__(self, nodelist, names):
        self.nodelist, self.names = nodelist, names

    def render(self, context):
        pieces = context.get(PIECES)
        if pieces is None:
            return self.nodelist.render(context)
        pieces.append((self.nodelist, {name: context.get(name) for name in self.names}))
        return f"\x00{len(pieces) - 1}\x00"


@register.tag
def kept(parser, token):
    """``{% kept "body" show_facilitator_notes %}…{% endkept %}``.

    Everything inside that is not the same for all must be named after the first word, or stand in
    ``{% personal %}``.
    """
    _tag, name, *varies_by = token.split_contents()
    nodelist = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(nodelist, name, [parser.compile_filter(value) for value in varies_by])


@register.tag
def personal(parser, token):
    """``{% personal lesson outline %}…{% endpersonal %}``: what only this reader gets."""
    _tag, *names = token.split_contents()
    nodelist = parser.parse(["endpersonal"])
    parser.delete_first_token()
    return PersonalNode(nodelist, names)
