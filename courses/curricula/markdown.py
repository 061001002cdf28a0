"""Lessons in Markdown become the raw data of lesson blocks.

Rich text comes out with the tags that Wagtail's editor writes itself, and with nothing it could
not show: an unknown construct is an error, never silently lost.
"""

import re
import uuid
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {"strong": "b", "em": "i"}
_PLAIN = {"bullet_list", "ordered_list", "list_item", "paragraph", "heading", "strong", "em"}
_CONTAINER = re.compile(r"^:::\s*(?P<kind>[a-z-]+)\s*$")
ACTIVITY_KINDS = {
    "discussion", "group-work", "pairs", "role-play", "individual", "demonstration", "game",
}  # fmt: skip


class MarkdownError(ValueError):
    """Something in a lesson that has no place in it; the text says what."""


def rich_text(markdown: str) -> str:
    """Return ``markdown`` as the HTML of a rich text block."""
    return _html(_MARKDOWN.parse(markdown))


def lesson_blocks(markdown: str) -> list[dict]:
    """Return a lesson as raw stream data: ``{"type", "value", "id"}`` in reading order."""
    blocks = []
    for kind, text in _containers(markdown):
        if kind is None:
            blocks += _running_text(text)
        else:
            blocks.append((kind.replace("-", "_"), _CONTAINERS[kind](text)))
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks]


def _containers(markdown: str):
    """Yield ``(kind, text)``; ``kind`` is None for what stands between containers."""
    kind, lines = None, []
    for line in markdown.splitlines():
        opening = _CONTAINER.match(line)
        if line.strip() == ":::":
            if kind is None:
                raise MarkdownError("“:::” closes nothing")
            yield kind, "\n".join(lines)
            kind, lines = None, []
        elif opening:
            if kind is not None:
                raise MarkdownError(f"“{line}” stands inside another container")
            if opening["kind"] not in _CONTAINERS:
                raise MarkdownError(f"unknown container “{opening['kind']}”")
            yield None, "\n".join(lines)
            kind, lines = opening["kind"], []
        else:
            lines.append(line)
    if kind is not None:
        raise MarkdownError(f"container “{kind}” is not closed")
    yield None, "\n".join(lines)


def _running_text(markdown: str) -> list[tuple[str, object]]:
    """Text, tables and quotes between the containers, each as a block of its own."""
    blocks: list[tuple[str, object]] = []
    for special, group in groupby(_top_level(_MARKDOWN.parse(markdown)), key=_special_kind):
        if special == "table":
            blocks += [("table", _table(tokens)) for tokens in group]
        elif special == "blockquote":
            blocks += [("quote", {"text": _text(tokens), "source": ""}) for tokens in group]
        else:
            blocks.append(("rich_text", _html([token for tokens in group for token in tokens])))
    return blocks


def _top_level(tokens: list[Token]):
    """Yield the tokens of each top-level element."""
    element: list[Token] = []
    for token in tokens:
        element.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield element
            element = []


def _special_kind(tokens: list[Token]) -> str:
    return tokens[0].tag if tokens[0].type in ("table_open", "blockquote_open") else ""


def _text(tokens: list[Token]) -> str:
    """The plain words of the inline tokens."""
    return " ".join(
        "".join(" " if child.type == "softbreak" else child.content for child in token.children)
        for token in tokens
        if token.type == "inline"
    ).strip()


def _table(tokens: list[Token]) -> dict:
    headings: list[str] = []
    rows: list[list[Token]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif before.type == "th_open":
            headings.append(_text([token]))
        elif before.type == "td_open":
            rows[-1].append(token)
    rows = [row for row in rows if row]
    return {
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in headings],
            "rows": [{"values": [_text([cell]) for cell in row]} for row in rows],
            "caption": "",
        },
        "row_headings": bool(rows) and all(_is_bold(row[0]) for row in rows),
    }


def _is_bold(cell: Token) -> bool:
    children = [child for child in cell.children if child.content or child.nesting]
    return bool(children) and (children[0].type, children[-1].type) == (
        "strong_open",
        "strong_close",
    )


def _html(tokens: list[Token]) -> str:
    """Render tokens with ``<b>`` and ``<i>``, and list items without paragraphs inside."""
    depth_of_items = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        name = re.sub(r"_(open|close)$", "", token.type)
        if token.type == "inline":
            _plain_inline(token)
        elif name not in _PLAIN:
            raise MarkdownError(f"“{name}” cannot be used here")
        elif token.type == "heading_open" and token.tag not in ("h2", "h3", "h4"):
            raise MarkdownError("headings are written ##, ### or ####")
        elif name == "list_item":
            depth_of_items += token.nesting
        elif name == "paragraph" and depth_of_items:
            token.hidden = True
            if token.nesting == 1 and before is not None and before.type == "paragraph_close":
                token.hidden, token.tag, token.nesting, token.type = False, "br", 0, "hardbreak"
    return _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}).replace("\n", "")


def _plain_inline(token: Token) -> None:
    for child in token.children:
        if child.type == "softbreak":
            child.type, child.content = "text", " "
        elif child.type not in ("text", "hardbreak"):
            if child.tag not in _TAGS:
                raise MarkdownError(f"“{child.type}” cannot be used here")
            child.tag = _TAGS[child.tag]


def _attributes(text: str) -> tuple[dict[str, str], str]:
    head, separator, body = text.partition("\n---\n")
    if not separator:
        raise MarkdownError("a container's attributes end with a line “---”")
    pairs = (line.partition(":") for line in head.splitlines() if line.strip())
    attributes = {key.strip(): value.strip().strip('"') for key, _colon, value in pairs}
    if not attributes.get("title"):
        raise MarkdownError("a container has no title")
    return attributes, body


def _split_at(heading: str, body: str) -> tuple[str, str]:
    before, _line, after = body.partition(f"### {heading}")
    return before, after


def _with_table(title: str, markdown: str) -> tuple[str, dict]:
    """Part the text of a container from the one table that may stand in it."""
    elements = list(_top_level(_MARKDOWN.parse(markdown)))
    tables = [_table(tokens)["table"] for tokens in elements if _special_kind(tokens) == "table"]
    if len(tables) > 1:
        raise MarkdownError(f"“{title}” has more than one table")
    rest = [token for tokens in elements if _special_kind(tokens) != "table" for token in tokens]
    return _html(rest), tables[0] if tables else {"columns": [], "rows": [], "caption": ""}


def _activity(text: str) -> dict:
    attributes, body = _attributes(text)
    title, kind = attributes["title"], attributes.get("kind")
    if kind not in ACTIVITY_KINDS:
        raise MarkdownError(f"activity “{title}”: unknown kind “{kind}”")
    if not attributes.get("minutes", "").isdigit():
        raise MarkdownError(f"activity “{title}”: minutes is not a number")
    steps, notes = _split_at("Facilitator's notes", body)
    steps, table = _with_table(title, steps)
    notes, notes_table = _with_table(title, notes)
    return {
        "title": title,
        "kind": kind,
        "minutes": int(attributes["minutes"]),
        "group_size": attributes.get("group_size", ""),
        "materials": attributes.get("materials", ""),
        "table": table,
        "steps": steps,
        "facilitator_notes": notes,
        "facilitator_table": notes_table,
    }


def _case_study(text: str) -> dict:
    attributes, body = _attributes(text)
    story, questions = _split_at("Questions", body)
    story, table = _with_table(attributes["title"], story)
    return {
        "title": attributes["title"],
        "text": story,
        "table": table,
        "questions": rich_text(questions),
        "is_fictional": True,
    }


_CONTAINERS = {
    "key-point": rich_text,
    "activity": _activity,
    "case-study": _case_study,
    "reflection": rich_text,
    "further-reading": rich_text,
}
