"""What we write comes back as it was."""

from decimal import Decimal

import pytest

from courses.imports.gift_writing import write_gift
from courses.imports.questions import ImportedQuestion
from courses.imports.reading import read_questions
from tests.courses.imports.test_gift import choice


def question(kind, *answers, text="What is it?", **fields):
    return ImportedQuestion(line=0, kind=kind, text=text, answers=list(answers), **fields)


def accepted(text, feedback=""):
    return ("accepted", {"text": text, "feedback": feedback})


def number(value, tolerance="0", feedback=""):
    value, tolerance = Decimal(value), Decimal(tolerance)
    return ("number", {"value": value, "tolerance": tolerance, "feedback": feedback})


def pair(text, match):
    return ("pair", {"text": text, "match": match})


AWKWARD = r"~=#{}:\ // [html] <b>x</b> & ->  \n"
EXPRESSIBLE = [
    question("single", choice("a", True, "yes"), choice("b", False, "no"), choice("c")),
    question("single", choice("%50% of it", True), choice("%all", False), choice("[html]x")),
    question("single", choice(r"\=", True, "[plain] #"), choice("~"), text=AWKWARD.strip()),
    question("single", choice("a", True), choice("b"), text="One\n\nthree\n$CATEGORY: x\n// y"),
    question("multiple", choice("a", True), choice("b", True), choice("c", True), choice("d")),
    question("multiple", choice("a", True), choice("%5 b")),
    question("multiple", *(choice(str(n), True) for n in range(7)), choice("no")),
    question("true-false", choice("True", True), choice("False")),
    question("true-false", choice("True", False, "why not"), choice("False", True)),
    question("matching", pair("%50% a", "x -> y"), pair("b =", "[z]")),
    question("ordering", *(("item", step) for step in ("1", "TRUE", "abc", "= ~ }"))),
    question("short", accepted("Sokha", "yes"), accepted("%1")),
    question("number", number("3.50", "0.25"), number("-7", "0", "below")),
    question("open", points=5),
    question("single", choice("ត្រូវ", True), choice("ខុស"), text="តើមួយណា៖ ត្រូវ?", points=3),
]


def bare(question):
    return question.kind, question.text, question.answers, question.points, question.category


@pytest.mark.parametrize("given", EXPRESSIBLE, ids=lambda q: q.kind)
def test_each_kind_comes_back_equal(given):
    (found,) = read_questions(write_gift([given], title="T", language="en").encode(), language="en")
    assert found.problem == ""
    assert bare(found) == bare(given)


def test_a_whole_file_comes_back_equal_with_its_categories():
    for given, category in zip(EXPRESSIBLE, ["", "A/B", "A/B", "ក ខ", ""] * 3, strict=True):
        given.category = category
    text = write_gift(EXPRESSIBLE, title="Post-test\nof {PCM}", language="en")
    found = read_questions(text.encode(), language="en")
    assert [bare(each) for each in found] == [bare(each) for each in EXPRESSIBLE]
    assert [q.warnings for q in found] == [[] for _q in found]


def test_what_gift_cannot_say_is_a_comment_that_says_so():
    rating = question("rating", ("item", "low"), ("item", "high"), text="How sure\nare you?")
    arrows = question("matching", pair("a -> b", "c"), pair("d", "e"))
    text = write_gift([rating, arrows], title="T", language="en")
    assert "// Left out: GIFT has no rating scale.\n// How sure\n// are you?\n// - low" in text
    assert "// Left out: GIFT cannot have “->” inside a pair." in text
    assert all(line.startswith("//") for line in text.splitlines() if line)


def test_true_or_false_in_other_words_becomes_a_choice():
    text = write_gift(
        [question("true-false", choice("Safe", True), choice("Not safe"))],
        title="T",
        language="en",
    )
    assert "True or false in words of its own, written as a choice." in text
    (found,) = read_questions(text.encode(), language="en")
    assert (found.kind, found.answers) == ("single", [choice("Safe", True), choice("Not safe")])


def test_weights_are_those_that_moodle_knows():
    text = write_gift([EXPRESSIBLE[4]], title="T", language="en")
    assert "~%33.33333%a" in text
    assert "~%-100%d" in text
