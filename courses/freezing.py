"""Freezing the questions of an assessment for one attempt: drawn, shuffled, without hints.

A frozen question is plain JSON: ``{"key", "kind", "text", "points", "objective_key"}`` and what its
kind needs besides. ``key`` is the question's ``translation_key``; ``objective_key`` is None where a
question belongs to no objective; ``language`` is there only where it is not the assessment's own.

======================  =======================================================================
single, multiple,       ``choices``: ``[{"key", "text", "is_correct", "feedback"}]``
true-false
rating                  the same without a right one: the steps of the scale, 0 points
matching, ordering      ``rows``: ``[{"key", "text", "right"}]``, ``options``: ``[{"key",
                        "text"}]``; ``right`` is the key of the option that a row belongs with.
                        To put in order is to match rows with the places 1, 2, 3 …
short                   ``accepted``: ``[{"text", "feedback"}]``
number                  ``numbers``: ``[{"value", "tolerance", "feedback"}]``, decimals as text
open                    nothing
======================  =======================================================================

Keys of rows and options are made anew for each attempt, so they tell nothing about what belongs
together; right answers stay on the server: ``courses.grading`` reads them.
"""

from collections import defaultdict
from collections.abc import Callable
from secrets import SystemRandom, token_hex

from django.conf import settings
from django.db.models.functions import Left

from courses.models import AssessmentKind, AssessmentPage, CoursePage, Question, QuestionKind
from courses.models.mixins import same_words
from courses.models.questions import CHOOSING

SCALE = range(1, 6)
chance = SystemRandom()


def snapshot_questions(assessment: AssessmentPage) -> list[dict]:
    """The questions of one attempt, frozen in the order in which they will be shown.

    With ``draw_count`` so many are drawn, evenly over the objectives; with ``draws_from_pool``
    from the pool of the course as well. With ``shuffle`` they and their choices come in another
    order each time; steps to order and things to match always do. A question that a translated
    test still asks in the original words says so. One query; with a pool three; one more where
    the test is a translation.
    """
    questions = list(assessment.questions.all())
    pool_language = {}
    if assessment.draws_from_pool:
        pool = find_pool(assessment)
        if pool is not None:
            known = {question.translation_key for question in questions}
            questions += [q for q in pool.questions.all() if q.translation_key not in known]
            if pool.locale_id != assessment.locale_id:
                pool_language = {pool.pk: {"language": pool.locale.language_code}}
    if assessment.draw_count is not None:
        questions = draw_evenly(questions, assessment.draw_count)
    if assessment.shuffle:
        chance.shuffle(questions)
    languages = _languages_of_untranslated(assessment, questions)
    return [
        freeze(question, shuffle=assessment.shuffle)
        | languages.get(question.translation_key, {})
        | pool_language.get(question.page_id, {})
        for question in questions
    ]


def _languages_of_untranslated(assessment: AssessmentPage, questions: list[Question]) -> dict:
    """``{"language": …}`` by translation key, for questions that still read as in the original."""
    if assessment.locale.language_code == settings.LANGUAGE_CODE:
        return {}
    originals = Question.objects.filter(
        translation_key__in=[question.translation_key for question in questions],
        locale__language_code=settings.LANGUAGE_CODE,
    )
    words = dict(originals.order_by().values_list("translation_key", "text"))
    return {
        question.translation_key: {"language": settings.LANGUAGE_CODE}
        for question in questions
        if same_words(question.text, words.get(question.translation_key, ""))
    }


def find_pool(assessment: AssessmentPage) -> AssessmentPage | None:
    """The live question pool beside ``assessment``.

    Where the course's translation has none, that of the site's default language, else of any.
    """
    path = assessment.course_path
    key = CoursePage.objects.filter(path=path).values("translation_key")
    courses = CoursePage.objects.filter(translation_key__in=key)
    pools = (
        AssessmentPage.objects.live()
        .filter(kind=AssessmentKind.POOL, depth=assessment.depth)
        .alias(beside=Left("path", len(path)))
        .filter(beside__in=courses.order_by().values("path"))
        .select_related("locale")
        .order_by("path")
    )

    def distance(pool) -> int:
        if pool.locale_id == assessment.locale_id:
            return 0
        return 1 if pool.locale.language_code == settings.LANGUAGE_CODE else 2

    return min(pools, key=distance, default=None)


def draw_evenly(questions: list[Question], count: int) -> list[Question]:
    """``count`` of the questions (all if there are fewer), as many of each objective as can be.

    They stay in the order in which they came.
    """
    groups = defaultdict(list)
    for question in questions:
        groups[question.objective_key].append(question)
    piles = list(groups.values())
    chance.shuffle(piles)
    for pile in piles:
        chance.shuffle(pile)
    drawn = set()
    while piles and len(drawn) < count:
        for pile in piles[: count - len(drawn)]:
            drawn.add(pile.pop())
        piles = [pile for pile in piles if pile]
    return [question for question in questions if question in drawn]


def freeze(question: Question, *, shuffle: bool = False) -> dict:
    """One question as plain data; ``shuffle`` mixes its choices."""
    kind = QuestionKind(question.kind)
    frozen = {
        "key": str(question.translation_key),
        "kind": kind.value,
        "text": question.text,
        "points": 0 if kind == QuestionKind.RATING else question.points,
        "objective_key": str(question.objective_key) if question.objective_key else None,
    }
    parts = FREEZERS[kind](question) if kind in FREEZERS else {}
    if shuffle and kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        chance.shuffle(parts["choices"])
    return frozen | parts


def _choices(question) -> dict:
    return {
        "choices": [
            {
                "key": block.id,
                "text": block.value["text"],
                "is_correct": block.value["is_correct"],
                "feedback": block.value["feedback"],
            }
            for block in question.choices
        ]
    }


def _scale(question) -> dict:
    steps = [(block.id, str(block.value)) for block in question.choices]
    return {
        "choices": [
            {"key": key, "text": text, "is_correct": False, "feedback": ""}
            for key, text in steps or [(str(step), str(step)) for step in SCALE]
        ]
    }


def _pairs(question) -> dict:
    rows, options = [], []
    for block in question.choices:
        option = {"key": token_hex(4), "text": block.value["match"]}
        options.append(option)
        rows.append({"key": token_hex(4), "text": block.value["text"], "right": option["key"]})
    return {"rows": rows, "options": _mixed(options)}


def _steps(question) -> dict:
    rows = [
        {"key": token_hex(4), "text": str(block.value), "right": str(place)}
        for place, block in enumerate(question.choices, start=1)
    ]
    places = [{"key": row["right"], "text": row["right"]} for row in rows]
    return {"rows": _mixed(rows), "options": places}


def _mixed(things: list[dict]) -> list[dict]:
    """In another order, never the one they came in: that would be the answer."""
    mixed = things[:]
    while mixed == things and len(things) > 1:
        chance.shuffle(mixed)
    return mixed


def _accepted(question) -> dict:
    return {
        "accepted": [
            {"text": block.value["text"], "feedback": block.value["feedback"]}
            for block in question.choices
        ]
    }


def _numbers(question) -> dict:
    return {
        "numbers": [
            {
                "value": str(block.value["value"]),
                "tolerance": str(block.value["tolerance"] or 0),
                "feedback": block.value["feedback"],
            }
            for block in question.choices
        ]
    }


FREEZERS: dict[str, Callable[[Question], dict]] = {
    **dict.fromkeys(CHOOSING, _choices),
    QuestionKind.RATING: _scale,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _steps,
    QuestionKind.SHORT_ANSWER: _accepted,
    QuestionKind.NUMBER: _numbers,
}
