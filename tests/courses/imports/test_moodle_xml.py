"""Reading questions from XML as Moodle's question bank exports it."""

from decimal import Decimal

import pytest

from courses.imports.exceptions import UnreadableFileError
from courses.imports.reading import read_questions
from tests.courses.imports.test_gift import choice

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def element(kind, inner="", text="<p>What is it?</p>", more=""):
    return f"""<!-- question: 77  -->
  <question type="{kind}">
    <name><text>Short name</text></name>
    <questiontext format="html"><text><![CDATA[{text}]]></text>{more}</questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    {inner}
  </question>
"""


def answer(text, fraction, feedback="", more=""):
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>\n'
    )


def read(*elements, language="en"):
    data = (HEAD + "".join(elements) + "</quiz>\n").encode()
    return read_questions(data, language=language)


def one(*args, **kwargs):
    (question,) = read(element(*args, **kwargs))
    assert question.problem == ""
    return question


def test_single_and_several_choices():
    answers = answer("<p>a</p>", "100", "<p>yes</p>") + answer("<p>b</p>", "0")
    single = one("multichoice", f"<single>true</single>{answers}")
    assert (single.kind, single.text) == ("single", "What is it?")
    assert single.answers == [choice("a", True, "yes"), choice("b")]
    answers = answer("a", "50") + answer("b", "50") + answer("c", "-50")
    several = one("multichoice", f"<single>false</single>{answers}")
    assert several.kind == "multiple"
    assert [value["is_correct"] for _name, value in several.answers] == [True, True, False]
    assert several.warnings == []


def test_true_or_false_in_the_language_of_the_page():
    inner = answer("true", "0", "Look again") + answer("false", "100", "Right")
    question = one("truefalse", inner)
    assert question.answers == [
        choice("True", False, "Look again"),
        choice("False", True, "Right"),
    ]


def test_matching_short_answer_number_essay_ordering():
    inner = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer>'
        "</subquestion>"
        for left, right in [
            ("&lt;p&gt;Kampot&lt;/p&gt;", "Pepper"),
            ("Pailin", "Longan"),
            ("", "X"),
        ]
    )
    matching = one("matching", inner)
    assert matching.answers == [
        ("pair", {"text": "Kampot", "match": "Pepper"}),
        ("pair", {"text": "Pailin", "match": "Longan"}),
    ]
    assert matching.warnings == ["“X” belongs with nothing and is left out."]

    short = one("shortanswer", "<usecase>1</usecase>" + answer("Sokha", "100") + answer("S", "50"))
    assert short.answers == [("accepted", {"text": "Sokha", "feedback": ""})]
    assert len(short.warnings) == 2

    number = one("numerical", answer("12.5", "100", more="<tolerance>0.5</tolerance>"))
    assert number.answers == [
        ("number", {"value": Decimal("12.5"), "tolerance": Decimal("0.5"), "feedback": ""})
    ]
    assert one("essay", "<responseformat>editor</responseformat>").kind == "open"
    steps = answer("Plan", "2.0000000") + answer("Listen", "1.0000000")
    assert one("ordering", steps).answers == [("item", "Listen"), ("item", "Plan")]


def test_categories_come_before_their_questions():
    category = (
        '<question type="category"><category><text>$course$/top/Default for PCM/Ethics</text>'
        "</category></question>"
    )
    first, second = read(element("essay"), category, element("essay"))
    assert (first.category, second.category) == ("", "Ethics")


def test_pictures_and_files_are_named_as_not_taken():
    question = one(
        "essay",
        text='<p>Look: <img src="@@PLUGINFILE@@/map.png" alt="map"></p>',
        more='<file name="map.png" path="/" encoding="base64">aGk=</file>',
    )
    assert question.warnings == ["The picture or file “map.png” is not taken."]


def test_marks_are_rounded_with_a_warning():
    text = element("essay").replace("1.0000000</def", "2.5000000</def")
    (question,) = read(text)
    assert (question.points, question.warnings) == (2, ["Its mark of 2.5 becomes 2."])


def test_unknown_types_are_named_with_their_line_and_the_rest_is_kept():
    questions = read(element("essay"), element("cloze"), element("gapselect"), element("essay"))
    assert [bool(q.problem) for q in questions] == [False, True, True, False]
    assert questions[1].problem == "is of Moodle's type “cloze”, which has no counterpart here."
    data = (HEAD + element("essay") + element("cloze")).split("\n")
    assert '<question type="cloze">' in data[questions[1].line - 1]


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        (("multichoice", answer("a", "0") + answer("b", "0")), "has no right answer"),
        (("multichoice", answer("a", "lots")), "has a weight that cannot be read."),
        (("numerical", answer("many", "100")), "has “many” where a number belongs."),
        (("truefalse", answer("yes", "100")), "its answers are not “true” and “false”."),
        (("shortanswer", ""), "has no accepted answer."),
    ],
)
def test_faults_inside_a_question(inner, problem):
    (question,) = read(element(*inner))
    assert problem in question.problem


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><questiontext><text>&x;</text></questiontext></question></quiz>"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "definitions"),
        (OUTSIDE, "definitions"),
        ("<quiz>\n<question>\n</quiz>", "line 3 is not XML"),
        ('<?xml version="1.0"?><html></html>', "it begins with <html>, not <quiz>"),
        ("<quiz>" + "<a>" * 400, "nested too deeply"),
        ("<quiz></quiz>", "There is no question in it."),
        ('<?xml version="1.0" encoding="nonsense"?><quiz/>', "is not XML"),
    ],
)
def test_hostile_and_broken_files(text, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read_questions(text.encode(), language="en")


def test_scripts_in_html_leave_no_trace():
    question = one(
        "multichoice",
        answer("<img src=x onerror=alert(1)>a", "100") + answer("b<script>x()</script>", "0"),
        text="<p onclick='x()'>Who?</p><script>alert(1)</script><style>p{}</style>",
    )
    assert question.text == "Who?"
    assert [value["text"] for _name, value in question.answers] == ["a", "b"]
