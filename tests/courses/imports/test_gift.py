"""Reading GIFT: what Moodle writes, what people write by hand, and what is wrong with it."""

from decimal import Decimal

import pytest

from courses.imports.exceptions import UnreadableFileError
from courses.imports.reading import read_questions


def read(text, language="en"):
    data = text if isinstance(text, bytes) else text.encode()
    return read_questions(data, language=language)


def one(text):
    (question,) = read(text)
    assert question.problem == ""
    return question


def choice(text, right=False, feedback=""):
    return ("choice", {"text": text, "is_correct": right, "feedback": feedback})


def test_single_choice_with_title_feedback_and_comment():
    question = one(
        "// question: 12  name: files\n"
        "::Case files::Who may read a case file? {\n"
        "  =The case worker #She needs it.\n"
        "  ~Everyone#Think of the client.\n"
        "  ~%0%The driver\n"
        "####Files are locked away.\n}\n"
    )
    assert question.line == 2
    assert question.kind == "single"
    assert question.text == "Who may read a case file?"
    assert question.answers == [
        choice("The case worker", True, "She needs it."),
        choice("Everyone", False, "Think of the client."),
        choice("The driver"),
    ]
    assert question.warnings == ["The general feedback is left out."]


def test_several_right_answers_by_even_weights():
    question = one("Pick two {~%50%a ~%50%b ~%-100%c}")
    assert question.kind == "multiple"
    assert question.answers == [choice("a", True), choice("b", True), choice("c")]
    assert question.warnings == []


def test_thirds_count_as_even():
    assert one("q {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}").warnings == []


def test_uneven_weights_are_warned_of():
    question = one("q {~%70%a ~%30%b ~c}")
    assert question.warnings == [
        "The answers have different weights. Here all right ones must be ticked."
    ]


def test_half_right_beside_a_right_one_counts_as_wrong():
    question = one("q {=a ~%50%b ~c}")
    assert (question.kind, question.answers[1]) == ("single", choice("b"))
    assert question.warnings == ["“b” earned a part of the points. Here it counts as wrong."]


def test_two_wholly_right_answers_become_several():
    question = one("q {=a =b ~c}")
    assert question.kind == "multiple"
    assert "all of them must be ticked" in question.warnings[0]


@pytest.mark.parametrize(
    ("answers", "right"), [("T", True), ("TRUE", True), ("F", False), (" false ", False)]
)
def test_true_or_false(answers, right):
    question = one(f"Consent can be taken back. {{{answers}}}")
    assert question.kind == "true-false"
    assert question.answers == [choice("True", right), choice("False", not right)]


def test_feedback_of_true_or_false_begins_with_the_wrong_answer():
    question = one("q {F#No, sorry.#Well done.}")
    assert question.answers == [
        choice("True", False, "No, sorry."),
        choice("False", True, "Well done."),
    ]


def test_matching_and_a_match_without_a_partner():
    question = one("Match { =Kampot -> Pepper =Pailin -> Longan = -> Rice }")
    assert question.kind == "matching"
    assert question.answers == [
        ("pair", {"text": "Kampot", "match": "Pepper"}),
        ("pair", {"text": "Pailin", "match": "Longan"}),
    ]
    assert question.warnings == ["“Rice” belongs with nothing and is left out."]


def test_short_answers_and_the_star():
    question = one("Who? {=Sokha #Yes =%100%Sok* =%50%Dara}")
    assert question.kind == "short"
    assert question.answers == [
        ("accepted", {"text": "Sokha", "feedback": "Yes"}),
        ("accepted", {"text": "Sok*", "feedback": ""}),
    ]
    assert len(question.warnings) == 2


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [
        ("#3:2", "3", "2"),
        ("#3", "3", "0"),
        ("#1..5", "3", "2"),
        ("#-2.5:0.1", "-2.5", "0.1"),
        ("#3,5", "3.5", "0"),
        ("#១២:២", "12", "2"),
        ("#=1822:0 #The year", "1822", "0"),
    ],
)
def test_numbers(answer, value, tolerance):
    question = one(f"How many? {{{answer}}}")
    assert question.kind == "number"
    (name, found) = question.answers[0]
    assert (name, found["value"], found["tolerance"]) == (
        "number",
        Decimal(value),
        Decimal(tolerance),
    )


def test_essay_and_missing_word():
    assert one("Tell us. {}").kind == "open"
    question = one("Two plus {=two ~three} equals four.")
    assert question.text == "Two plus _____ equals four."
    assert question.kind == "single"


def test_escapes_stand_for_the_signs_themselves():
    question = one(r"What is a \= b \{x\} \~ \# \: c\nd? {=\=1 ~a \~ b #c \# d ~50% of it}")
    assert question.text == "What is a = b {x} ~ # : c\nd?"
    assert question.answers == [
        choice("=1", True),
        choice("a ~ b", False, "c # d"),
        choice("50% of it"),
    ]


def test_formats_of_text():
    html = one("[html]<p>Who <b>decides</b>?</p><p>Say&nbsp;it.</p> {=<i>She</i> ~[plain]<b>}")
    assert html.text == "Who decides?\nSay it."
    assert html.answers == [choice("She", True), choice("<b>")]
    assert one("[markdown]**Who**? {=a ~b}").text == "**Who**?"
    assert one("Is 3 < 5? {T}").text == "Is 3 < 5?"


def test_ordering_as_moodle_writes_it():
    question = one("Put in order {>3 ALL VERTICAL ALL_OR_NOTHING SHOW none\nListen\nPlan\nAct\n}")
    assert question.kind == "ordering"
    assert question.answers == [("item", "Listen"), ("item", "Plan"), ("item", "Act")]


def test_categories_and_points():
    questions = read(
        "$CATEGORY: $course$/top/Ethics and law\n\n// [tag:points=3]\nq1 {T}\n\n"
        "$CATEGORY: $course$/top/A//B\n\nq2 {F}\n\n$CATEGORY: $course$/top\n\nq3 {F}\n"
    )
    assert [(q.category, q.points) for q in questions] == [
        ("Ethics and law", 3),
        ("A/B", 1),
        ("", 1),
    ]


def test_khmer_with_byte_order_mark_and_windows_line_ends():
    text = "\ufeffតើអ្នកណាសម្រេចចិត្ត? {\r\n=អតិថិជន#ត្រឹមត្រូវ\r\n~បុគ្គលិក\r\n}\r\n\r\nពិត {T}\r\n"
    first, second = read(text, language="km")
    assert first.text == "តើអ្នកណាសម្រេចចិត្ត?"
    assert first.answers == [choice("អតិថិជន", True, "ត្រឹមត្រូវ"), choice("បុគ្គលិក")]
    assert second.line == 6


def test_utf_16_is_read():
    assert read("Sure? {T}".encode("utf-16"))[0].text == "Sure?"


def test_a_fault_on_line_40_is_named_and_the_rest_is_kept():
    good = "Question {=a ~b}\n\n"
    text = good * 19 + "Where is\nthe end {\n=a\n~b\n\n" + good * 2
    questions = read(text)
    assert len(questions) == 22
    (bad,) = [q for q in questions if q.problem]
    assert (bad.line, bad.problem) == (40, "has no “}” at the end of its answers.")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("\n\nJust words.", 3, "has no answers: they stand between { and }."),
        ("q }", 1, "has “}” without “{”. Write \\} where the sign itself is meant."),
        ("q {\n=a\n~%101%b}", 3, "has a weight that is not from -100 to 100."),
        ("q {\n=a\n~%x%b}", 3, "has a weight that cannot be read. Write it as %50%."),
        ("q {\n=a ->b\n=c}", 3, "has a pair without “->”."),
        ("q {~a ~b}", 1, "has no right answer. Tick “right” at one of its choices."),
        ("q {#many}", 1, "has “many” where a number belongs."),
        ("q {#1e999999}", 1, "has “1e999999” where a number belongs."),
        ("q {#NaN}", 1, "has “NaN” where a number belongs."),
        ("q {=a ~ }", 1, "has an empty choice."),
        ("q {some words}", 1, "has answers that begin with neither = nor ~."),
        ("q {=a}\nr {=b}", 2, "has “{” after its answers. An empty line must stand between questions."),
        ("q {=a {b}", 1, "has “{” inside its answers. Write \\{ where the sign is meant."),
        ("{=a ~b}", 1, "has no text."),
        ("q {>x\na\nb}", 1, "puts things in order, but the line after > cannot be read."),
    ],
)  # fmt: skip
def test_faults_say_what_and_where(text, line, problem):
    (question,) = read(text)
    assert (question.line, question.problem) == (line, problem)


def test_too_long_a_choice_is_refused_by_the_rules_of_the_editor():
    (question,) = read(f"q {{=a ~{'x' * 501}}}")
    assert question.problem.startswith("answer 2: ")
    assert "500" in question.problem


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "There is no question in it."),
        (b"// only a comment\n\n\n", "There is no question in it."),
        (b"PK\x03\x04abc", "packed file"),
        (b"one\ntwo\n\xff\xfa", "Line 3 is not UTF-8"),
        (b"a\x00b", "not a text file"),
    ],
)
def test_files_without_questions(data, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read(data)


def test_hostile_texts_end_in_words_not_in_errors():
    for text in ["{" * 5000, "}" * 5000, "=" * 5000, "q {" + "~" * 5000 + "}", "::" * 5000,
                 "q {" + "#" * 5000 + "}", "\\" * 5001, "q {=" + "\ufdd0" * 9 + " ~b}",
                 "q {" + "%" * 4000 + "}", "<" * 5000 + " {T}", "q {>" + "1 " * 4000 + "}"]:  # fmt: skip
        assert len(read(text)) == 1


def test_more_questions_than_a_file_may_have():
    questions = read("q {T}\n\n" * 1003)
    assert len(questions) == 1001
    assert questions[-1].problem == "is not read: a file may have 1000 questions."
