"""A quiz with every kind of question, in English and Khmer, and people who took it."""

import json
from uuid import uuid4

from wagtail.models import Locale

from courses.models import AssessmentKind, AssessmentPage, CoursePage, Question
from lms.records.models import Person
from lms.records.services.assessments import save_answers, start_attempt, submit_attempt

TITLE = ("Check yourself: the project cycle", "សាកល្បងខ្លួនឯង៖ វដ្តគម្រោង")
INSTRUCTIONS = (
    "<p>Nobody passes or fails here. It takes about ten minutes.</p>",
    "<p>នៅទីនេះគ្មានជាប់ ឬធ្លាក់ទេ។ ត្រូវការពេលប្រហែលដប់នាទី។</p>",
)
YES, NO = {"is_correct": True, "feedback": ""}, {"is_correct": False, "feedback": ""}
# Kind, points, question, answers: each a block's name and its values; a pair is English and Khmer.
QUESTIONS = [
    (
        "ordering",
        2,
        ("Put the steps of the project cycle in order.", "សូមរៀបជំហាននៃវដ្តគម្រោងតាមលំដាប់។"),
        [
            ("item", ("Identify the problem", "កំណត់បញ្ហា")),
            ("item", ("Plan the project", "រៀបផែនការគម្រោង")),
            ("item", ("Carry it out", "អនុវត្តគម្រោង")),
            ("item", ("Look back and learn", "ពិនិត្យឡើងវិញ និងរៀនសូត្រ")),
        ],
    ),
    (
        "matching",
        3,
        ("Which belongs together?", "តើអ្វីត្រូវគ្នាជាមួយអ្វី?"),
        [
            (
                "pair",
                {
                    "text": ("Goal", "គោលដៅ"),
                    "match": ("What changes in ten years", "អ្វីដែលផ្លាស់ប្តូរក្នុងដប់ឆ្នាំ"),
                },
            ),
            (
                "pair",
                {
                    "text": ("Result", "លទ្ធផល"),
                    "match": ("What people can do afterwards", "អ្វីដែលមនុស្សអាចធ្វើបានបន្ទាប់ពីនោះ"),
                },
            ),
            (
                "pair",
                {
                    "text": ("Activity", "សកម្មភាព"),
                    "match": ("What the team does each week", "អ្វីដែលក្រុមធ្វើរៀងរាល់សប្តាហ៍"),
                },
            ),
        ],
    ),
    (
        "true-false",
        1,
        ("A work plan names one person for every task.", "ផែនការការងារដាក់ឈ្មោះមនុស្សម្នាក់សម្រាប់កិច្ចការនីមួយៗ។"),
        [
            ("choice", {"text": ("True", "ត្រូវ")} | YES),
            ("choice", {"text": ("False", "ខុស")} | NO),
        ],
    ),
    (
        "short",
        1,
        ("What do we call people who have a stake in a project?", "តើគេហៅអ្នកដែលពាក់ព័ន្ធនឹងគម្រោងថាអ្វី?"),
        [("accepted", {"text": ("stakeholders", "អ្នកពាក់ព័ន្ធ"), "feedback": ""})],
    ),
    (
        "number",
        1,
        (
            "A project lasts 18 months and reports every 3 months. How many reports is that?",
            "គម្រោងមួយមានរយៈពេល ១៨ ខែ ហើយរាយការណ៍រៀងរាល់ ៣ ខែ។ តើមានរបាយការណ៍ប៉ុន្មាន?",
        ),
        [("number", {"value": "6", "tolerance": "0", "feedback": ""})],
    ),
    (
        "rating",
        0,
        ("How sure do you feel about writing a work plan?", "តើអ្នកមានទំនុកចិត្តប៉ុនណាក្នុងការសរសេរផែនការការងារ?"),
        [
            ("item", ("Not yet", "មិនទាន់")),
            ("item", ("With help", "ត្រូវការជំនួយ")),
            ("item", ("Alone", "ដោយខ្លួនឯង")),
        ],
    ),
    (
        "open",
        4,
        ("What will you do differently in your next project, and why?", "តើអ្នកនឹងធ្វើអ្វីខុសពីមុនក្នុងគម្រោងបន្ទាប់ ហើយហេតុអ្វី?"),
        [],
    ),
]  # fmt: skip
WRITTEN = (
    "I will ask the young people first what they want to change, before we write any activity.",
    "We will write down who does what. Last time two people did the same work.",
    "ខ្ញុំនឹងសួរសហគមន៍មុនពេលសរសេរផែនការ។",
)


def make_quiz(course: CoursePage) -> AssessmentPage:
    """The quiz in the course, published in English and in Khmer."""
    page = AssessmentPage(title=TITLE[0], slug="check-yourself", kind=AssessmentKind.QUIZ)
    page.instructions = INSTRUCTIONS[0]
    page.time_limit_minutes, page.attempts_allowed = 30, 3
    ids = [[str(uuid4()) for _ in answers] for _kind, _points, _text, answers in QUESTIONS]
    page.questions = [
        Question(kind=kind, points=points, sort_order=n, text=text[0], choices=_blocks(n, ids, 0))
        for n, (kind, points, text, _answers) in enumerate(QUESTIONS)
    ]
    course.add_child(instance=page)
    page.save_revision().publish()
    khmer = page.copy_for_translation(Locale.objects.get(language_code="km"))
    khmer.title, khmer.instructions = TITLE[1], INSTRUCTIONS[1]
    questions = list(khmer.questions.all())
    for n, question in enumerate(questions):
        question.text, question.choices = QUESTIONS[n][2][1], _blocks(n, ids, 1)
    khmer.questions = questions
    khmer.save_revision().publish()
    return page


def _blocks(number: int, ids: list[list[str]], language: int) -> str:
    return json.dumps(
        [
            {"id": ids[number][place], "type": name, "value": _spoken(value, language)}
            for place, (name, value) in enumerate(QUESTIONS[number][3])
        ]
    )


def _spoken(value, language: int):
    if isinstance(value, dict):
        return {name: _spoken(part, language) for name, part in value.items()}
    return value[language] if isinstance(value, tuple) else value


def take_quiz(quiz: AssessmentPage, people: list[Person], *, course_key) -> None:
    """Three people take it; what they wrote waits for their trainer."""
    for person, written in zip(people, WRITTEN, strict=False):
        attempt = start_attempt(person=person, assessment=quiz, course_key=course_key)
        answers = {question["key"]: _answer(question, written) for question in attempt.questions}
        submit_attempt(attempt=save_answers(attempt=attempt, answers=answers))


def _answer(question: dict, written: str) -> list[str]:
    match question["kind"]:
        case "ordering":
            return [f"{row['key']}:{row['right']}" for row in question["rows"]]
        case "matching":
            rows = question["rows"]
            return [f"{row['key']}:{rows[max(0, n - 1)]['right']}" for n, row in enumerate(rows)]
        case "short":
            return ["Stakeholders"]
        case "number":
            return ["៦"]
        case "open":
            return [written]
    return [question["choices"][0]["key"]]
