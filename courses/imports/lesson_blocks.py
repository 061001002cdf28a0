"""Elements of a document as the blocks of a lesson."""

from copy import copy

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter
from wagtail.whitelist import check_url

from courses.blocks import TEXT_FEATURES
from courses.imports.docx import PICTURE, REFUSED
from courses.imports.texts import one_line

MOST_COLUMNS = 12
MOST_ROWS = 300
_TAGS = {"strong": "b", "em": "i"}


class BlockMaker:
    """Collects elements into ``blocks``; running text becomes one block until something else comes.

    ``lift`` is how many levels headings move up, so that a lesson's own begin at the second.
    """

    def __init__(self, refused: list[str], lift: int):
        self.refused, self.lift = refused, lift
        self.converter = EditorHTMLConverter(features=TEXT_FEATURES)
        self.blocks: list[tuple[str, object]] = []
        self.warnings: list[str] = []
        self.running: list[Tag] = []
        self.last_words = ""

    def add(self, element) -> None:
        if isinstance(element, NavigableString):
            if element.strip():
                paragraph = BeautifulSoup("<p></p>", "html.parser").p
                paragraph.string = str(element)
                self._add_text(paragraph)
        elif element.name == "table":
            self._add_table(element)
        elif element.name == "blockquote":
            self._add_quote(element)
        else:
            self._add_text(element)

    def finish(self) -> list[tuple[str, object]]:
        """Return all blocks; the maker is empty afterwards."""
        self._flush()
        blocks, self.blocks = self.blocks, []
        return blocks

    def _add_text(self, element: Tag) -> None:
        pictures = element.find_all("img")
        before = pictures and not _words_before(element, pictures[0])
        if before:
            self._add_pictures(pictures)
        for picture in pictures:
            picture.extract()
        words = one_line(element.get_text(" "))
        if words:
            self.last_words = words
            self.running.append(element)
        if pictures and not before:
            self._add_pictures(pictures)

    def _add_quote(self, element: Tag) -> None:
        pictures = [picture.extract() for picture in element.find_all("img")]
        words = "\n".join(filter(None, (one_line(part) for part in element.stripped_strings)))
        if words:
            self._flush()
            self.last_words = one_line(words)
            self.blocks.append(("quote", {"text": words, "source": ""}))
        self._add_pictures(pictures)

    def _add_pictures(self, pictures: list[Tag]) -> None:
        for picture in pictures:
            source = picture.get("src", "")
            if source.startswith(PICTURE):
                self._flush()
                self.blocks.append(("image", int(source.removeprefix(PICTURE))))
            elif source.startswith(REFUSED):
                self._warn(
                    _("A picture %(where)s is left out: %(reason)s."),
                    reason=self.refused[int(source.removeprefix(REFUSED))],
                )

    def _add_table(self, table: Tag) -> None:
        pictures = [picture.extract() for picture in table.find_all("img")]
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            # A frame around some text, as Word users draw it.
            for child in list(cells[0][0].children):
                self.add(child)
        elif grid := _grid(cells):
            self._flush()
            if len(grid[0]) > MOST_COLUMNS or len(grid) > MOST_ROWS:
                self._warn(
                    _("A table %(where)s is too large: %(columns)s columns and %(rows)s rows fit."),
                    columns=MOST_COLUMNS,
                    rows=MOST_ROWS,
                )
            grid = [row[:MOST_COLUMNS] for row in grid[:MOST_ROWS]]
            headings = grid.pop(0) if _is_heading(cells[0]) else [""] * len(grid[0])
            self.last_words = one_line(" ".join(headings)) or self.last_words
            columns = [{"type": "text", "heading": one_line(words)[:255]} for words in headings]
            grid_value = {
                "columns": columns,
                "rows": [{"values": row} for row in grid],
                "caption": "",
            }
            self.blocks.append(("table", {"table": grid_value, "row_headings": False}))
        self._add_pictures(pictures)

    def _warn(self, message: str, **parts) -> None:
        beginning = self.last_words[:60]
        where = _("after “%(words)s”") % {"words": beginning} if beginning else _("at the start")
        self.warnings.append(message % (parts | {"where": where}))

    def warn_of_empty_heading(self) -> None:
        self._warn(_("A heading without words %(where)s is left out."))

    def _flush(self) -> None:
        if not self.running:
            return
        markup = "".join(str(self._prepared(element)) for element in self.running)
        self.running = []
        if clean := self.converter.to_database_format(markup):
            self.blocks.append(("rich_text", clean))

    def _prepared(self, element: Tag) -> Tag:
        """A copy with the tags that our editor writes itself."""
        element = copy(element)
        for link in element.find_all("a"):
            href = link.get("href", "")
            if href.startswith(("#footnote-ref", "#endnote-ref")):
                link.decompose()
            elif href.startswith("#") or not check_url(href):
                link.unwrap()
        for item in element.find_all("li"):
            _join_paragraphs(item)
        for tag in [element, *element.find_all(True)]:
            tag.name = _TAGS.get(tag.name, tag.name)
            if len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1].isdigit():
                tag.name = f"h{min(max(int(tag.name[1]) - self.lift, 2), 4)}"
        return element


def _words_before(element: Tag, picture: Tag) -> bool:
    for found in element.descendants:
        if found is picture:
            return False
        if isinstance(found, NavigableString) and found.strip():
            return True
    return False


def _join_paragraphs(item: Tag) -> None:
    """Our editor's list items hold text, not paragraphs."""
    paragraphs = item.find_all("p", recursive=False)
    for number, paragraph in enumerate(paragraphs):
        if number:
            paragraph.insert_before(BeautifulSoup("<br/>", "html.parser").br)
        paragraph.unwrap()


def _grid(cells: list[list[Tag]]) -> list[list[str]]:
    """The words of all cells; what a joined cell covers is empty."""
    grid: list[dict[int, str]] = [{} for _row in cells]
    for number, row in enumerate(cells):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for down in range(min(high, len(cells) - number)):
                for right in range(wide):
                    grid[number + down].setdefault(column + right, "")
            grid[number][column] = _cell_words(cell)
            column += wide
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    rows = [[row.get(column, "") for column in range(width)] for row in grid]
    return [row for row in rows if any(row)]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 50) if value.isdigit() else 1


def _cell_words(cell: Tag) -> str:
    parts = cell.find_all(["p", "li"]) or [cell]
    return "\n".join(filter(None, (one_line(part.get_text()) for part in parts)))


def _is_heading(cells: list[Tag]) -> bool:
    """Word marks few heading rows; people make them bold."""
    if all(cell.name == "th" for cell in cells):
        return True
    return all(
        not cell.get_text(strip=True)
        or "".join(bold.get_text(strip=True) for bold in cell.find_all("strong"))
        == cell.get_text(strip=True)
        for cell in cells
    )
