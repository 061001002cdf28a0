"""A table of plain text that wagtail-localize can translate cell by cell."""

from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class TextTableBlock(TypedTableBlock):
    """Every column holds plain text. Paths of segments: ``caption``, ``heading-1``, ``cell-2-1``."""

    def get_translatable_segments(self, value):
        cells = {"caption": value.caption or ""}
        for column_index, column in enumerate(value.columns):
            cells[f"heading-{column_index}"] = column["heading"]
        for row_index, row in enumerate(value.row_data):
            for column_index, cell in enumerate(row["values"]):
                cells[f"cell-{row_index}-{column_index}"] = cell
        return [StringSegmentValue(path, text) for path, text in cells.items() if text]

    def restore_translated_segments(self, value, segments):
        for segment in segments:
            name, *position = segment.path.split("-")
            text = segment.render_text()
            if name == "caption":
                value.caption = text
            elif name == "heading":
                value.columns[int(position[0])]["heading"] = text
            else:
                row, column = map(int, position)
                value.row_data[row]["values"][column] = text
        return value
