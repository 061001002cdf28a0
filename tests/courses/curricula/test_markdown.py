import pytest

from courses.curricula.markdown import MarkdownError, lesson_blocks, rich_text


def values(markdown):
    return [(block["type"], block["value"]) for block in lesson_blocks(markdown)]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**a** and *b*", "<p><b>a</b> and <i>b</i></p>"),
        ("two\nlines", "<p>two lines</p>"),
        ("a <script> & b", "<p>a &lt;script&gt; &amp; b</p>"),
        ("## Part\n\n### Less", "<h2>Part</h2><h3>Less</h3>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n\n   more", "<ol><li>a<br />more</li></ol>"),
        ("1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("ស្ត្រី **មួយ**", "<p>ស្ត្រី <b>មួយ</b></p>"),
    ],
)
def test_rich_text_has_only_what_the_editor_writes(markdown, html):
    assert rich_text(markdown) == html


@pytest.mark.parametrize(
    "markdown", ["# One", "`code`", "![x](y.png)", "```\ncode\n```", "---", "[a](b)"]
)
def test_rich_text_refuses_what_would_be_lost(markdown):
    with pytest.raises(MarkdownError):
        rich_text(markdown)


def test_lesson_becomes_blocks_in_reading_order():
    markdown = (
        "Text\n\n| | A |\n|---|---|\n| **r** | *x* y |\n\n> Slowly\n\n"
        "::: key-point\nRemember\n:::\n\nEnd"
    )
    assert values(markdown) == [
        ("rich_text", "<p>Text</p>"),
        (
            "table",
            {
                "table": {
                    "columns": [
                        {"type": "text", "heading": ""},
                        {"type": "text", "heading": "A"},
                    ],
                    "rows": [{"values": ["r", "x y"]}],
                    "caption": "",
                },
                "row_headings": True,
            },
        ),
        ("quote", {"text": "Slowly", "source": ""}),
        ("key_point", "<p>Remember</p>"),
        ("rich_text", "<p>End</p>"),
    ]


def test_activity_parts_steps_from_notes_and_their_tables():
    table = "| H |\n|---|\n| c |\n"
    ((kind, value),) = values(
        "::: activity\ntitle: Look\nkind: game\nminutes: 20\ngroup_size: 4: or 5\nmaterials: Pens\n"
        f"---\n1. Walk\n\n{table}\n### Facilitator's notes\nStay near.\n\n{table}:::"
    )
    grid = {
        "columns": [{"type": "text", "heading": "H"}],
        "rows": [{"values": ["c"]}],
        "caption": "",
    }
    assert kind == "activity"
    assert value == {
        "title": "Look",
        "kind": "game",
        "minutes": 20,
        "group_size": "4: or 5",
        "materials": "Pens",
        "table": grid,
        "steps": "<ol><li>Walk</li></ol>",
        "facilitator_notes": "<p>Stay near.</p>",
        "facilitator_table": grid,
    }


@pytest.mark.parametrize(
    ("markdown", "reason"),
    [
        (":::", "closes nothing"),
        ("::: key-point\nx", "not closed"),
        ("::: key-point\n::: reflection\n:::\n:::", "inside another"),
        ("::: activity\ntitle: x\n:::", "end with a line"),
        ("::: case-study\nkind: x\n---\nStory\n:::", "no title"),
        ("::: activity\ntitle: x\nkind: game\nminutes: soon\n---\n1. a\n:::", "not a number"),
    ],
)
def test_broken_containers_are_named(markdown, reason):
    with pytest.raises(MarkdownError, match=reason):
        lesson_blocks(markdown)
