"""An attempt that was handed in, question by question, for the page that shows it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from courses.grading import accepted_answer, chosen_options, points_earned, share_right
from courses.models import QuestionKind
from lms.records.models import AssessmentAttempt

ROWS = (QuestionKind.MATCHING, QuestionKind.ORDERING)
TYPED = (QuestionKind.SHORT_ANSWER, QuestionKind.NUMBER)


def reviewed(attempt: AssessmentAttempt, *, with_answers: bool = True) -> list[dict]:
    """Each frozen question with the answer given, the right one, and how it went.

    Without answers, a question that was not answered wholly right shows what the person gave, how
    it went and the feedback to wrong choices they made, and ``is_withheld``: nothing that says
    which other answer was right.

    Beside the question's own: ``outcome`` (words), ``tag`` (its colour), ``points_earned`` (None
    while it waits for a trainer); and by kind ``choices`` with ``is_chosen``, ``pairs`` of rows,
    or ``typed`` with ``right_texts``; ``remark`` is the feedback to what was typed or written.
    """
    return [
        seen if with_answers else _withhold(seen, attempt.answers.get(seen["key"], []))
        for seen in (_review(question, attempt) for question in attempt.questions)
    ]


def _review(question: dict, attempt: AssessmentAttempt) -> dict:
    kind, key = question["kind"], question["key"]
    chosen = attempt.answers.get(key, [])
    waits = kind == QuestionKind.OPEN_TEXT and bool(chosen) and attempt.needs_marking
    outcome, tag = _outcome(question, chosen, waits)
    seen = question | {
        "outcome": outcome,
        "tag": tag,
        "points_earned": None if waits else points_earned(question, attempt.answers, attempt.marks),
    }
    if kind in ROWS:
        return seen | {"pairs": _pairs(question, chosen)}
    if kind in TYPED:
        match = accepted_answer(question, chosen) or {}
        remark = match.get("feedback", "")
        return seen | _typed(chosen) | {"right_texts": _right_texts(question), "remark": remark}
    if kind == QuestionKind.OPEN_TEXT:
        return seen | _typed(chosen) | {"remark": attempt.marks.get(key, {}).get("feedback", "")}
    choices = [choice | {"is_chosen": choice["key"] in chosen} for choice in question["choices"]]
    return seen | {"choices": choices}


def _withhold(seen: dict, chosen: list[str]) -> dict:
    """The same question without what tells its right answer, unless the person gave it."""
    kind = seen["kind"]
    if kind in (QuestionKind.OPEN_TEXT, QuestionKind.RATING) or share_right(seen, chosen) == 1:
        return seen
    hidden = seen | {"is_withheld": True}
    if kind in TYPED:
        return hidden | {"right_texts": []}
    if kind in ROWS:
        pairs = [pair | {"right": "", "is_right": False} for pair in seen["pairs"]]
        if kind == QuestionKind.ORDERING:  # sorted by their right places they would tell them
            pairs.sort(key=lambda pair: int(pair["chosen"] or len(pairs) + 1))
        return hidden | {"pairs": pairs}
    choices = [
        choice
        | {"is_correct": False, "feedback": "" if choice["is_correct"] else choice["feedback"]}
        for choice in seen["choices"]
    ]
    return hidden | {"choices": choices}


def _outcome(question: dict, chosen: list[str], waits: bool) -> tuple[str, str]:
    if not chosen:
        return _("no answer"), "tag--warn"
    if waits:
        return _("waiting to be marked"), "tag--warn"
    if question["kind"] == QuestionKind.OPEN_TEXT:
        return _("marked"), ""
    if question["kind"] == QuestionKind.RATING:
        return _("answered"), ""
    share = share_right(question, chosen)
    if share == 1:
        return _("right"), "tag--good"
    return (_("partly right"), "tag--warn") if share else (_("not right"), "tag--bad")


def _pairs(question: dict, chosen: list[str]) -> list[dict]:
    """Rows with the texts of the option chosen and of the right one; steps in their right order."""
    texts = {option["key"]: option["text"] for option in question["options"]}
    options = chosen_options(chosen)
    rows = question["rows"]
    if question["kind"] == QuestionKind.ORDERING:
        rows = sorted(rows, key=lambda row: int(row["right"]))
    return [
        {
            "text": row["text"],
            "chosen": texts.get(options.get(row["key"]), ""),
            "right": texts[row["right"]],
            "is_right": options.get(row["key"]) == row["right"],
        }
        for row in rows
    ]


def _typed(chosen: list[str]) -> dict:
    return {"typed": chosen[0] if chosen else ""}


def _right_texts(question: dict) -> list[str]:
    if question["kind"] == QuestionKind.SHORT_ANSWER:
        return [each["text"] for each in question["accepted"]]
    return [
        f"{_plain(each['value'])} ± {_plain(each['tolerance'])}"
        if Decimal(each["tolerance"])
        else _plain(each["value"])
        for each in question["numbers"]
    ]


def _plain(number: str) -> str:
    return f"{Decimal(number).normalize():f}"
