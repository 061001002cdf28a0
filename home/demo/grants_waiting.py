"""Grants that wait for somebody, so that each role finds something of its own to try."""

from datetime import timedelta

from django.utils import timezone

from home.demo.grant_texts import ANSWERS
from home.demo.grants import Proposal, make_round, submit
from seedgrants.enums import RoundState
from seedgrants.models import Application, Review
from seedgrants.permissions import mentors_of
from seedgrants.services import drafts, feedback, reviews
from seedgrants.transitions import move

IN_REVIEW = ("Walking home together", "A corner for questions at the clinic", "Songs for the fair")


def make_waiting(rounds, trainees, staff, *, coordinator) -> None:
    """Drafts with a mentor, a round in review and one for practice, beside ``rounds``: the open
    one and the decided one."""
    open_round = rounds[0]
    applicants = [person for person in trainees if person.user][:4]
    draft = Application.objects.get(round=open_round, applicant=applicants[3])
    _ask(_write(draft), question="Is it clear what happens in which month?")
    again = drafts.start_application(round_page=open_round, by=applicants[2].user)
    again = drafts.save_about(
        application=again,
        by=applicants[2].user,
        version=again.version,
        title="Banners, asked for by ten families",
    )
    _answer(_ask(_write(again), question="Is this better than last time?"))
    _make_practice(open_round.get_parent())
    _make_round_in_review(open_round.get_parent(), applicants, staff, coordinator)


def _write(draft: Application) -> Application:
    """The first answers; the last and the budget are still to do."""
    questions = drafts.questions_of(draft.round)[:-1]
    return drafts.save_answers(
        application=draft,
        by=draft.applicant.user,
        version=draft.version,
        answers={q.translation_key: text for q, text in zip(questions, ANSWERS, strict=False)},
    )


def _ask(draft: Application, *, question: str):
    return feedback.ask_for_feedback(
        application=draft,
        by=draft.applicant.user,
        mentor=mentors_of(draft.applicant).first(),
        question=question,
    )


def _answer(asked) -> None:
    mentor = asked.mentor.user
    first, second, *_others = asked.content["answers"]
    for answer, text in (
        (first, "Good: you say for whom. Which three villages?"),
        (second, "Twenty-five is a good number. When did you ask?"),
    ):
        feedback.comment(request=asked, by=mentor, target=f"answer:{answer['key']}", text=text)
    feedback.answer_feedback(
        request=asked, by=mentor, summary="Much clearer than last time. Two small things to add."
    )


def _make_practice(parent) -> None:
    now = timezone.now()
    make_round(
        parent,
        "ជុំសាកល្បង",
        title="Practice round",
        code="SG-PRACTICE",
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=60),
        state=RoundState.OPEN,
        is_practice=True,
    )


def _make_round_in_review(parent, applicants, staff, coordinator) -> None:
    """One proposal half reviewed, one that nobody has opened, one without reviewers."""
    now = timezone.now()
    page = make_round(
        parent,
        "ជុំជំនួយនេះ",
        title="Seed grants, this round",
        code="SG-NOW",
        opens_at=now - timedelta(days=40),
        closes_at=now + timedelta(days=1),
        state=RoundState.OPEN,
    )
    sent = [
        submit(page, person, Proposal(title, (0, 0), None))
        for person, title in zip(applicants, IN_REVIEW, strict=False)
    ]
    page.closes_at = now - timedelta(days=5)  # as if time had passed
    page.save(update_fields=["closes_at"])
    move(page, RoundState.CLOSED, by=coordinator)
    move(page, RoundState.REVIEWING, by=coordinator)
    for application in sent[:2]:
        possible = reviews.possible_reviewers(application=application)
        chosen = [person for person in staff["reviewer"] if person in possible][:2]
        reviews.assign_reviewers(application=application, reviewers=chosen, by=coordinator)
    _begin(sent[0].reviews.first())


def _begin(review: Review) -> None:
    """Declared free of conflict and half scored."""
    user = review.reviewer.user
    review = reviews.declare(review=review, by=user, conflict=False)
    first, second, *_others = review.scores.all()
    reviews.save_scores(
        review=review,
        by=user,
        scores={first.criterion_key: 4, second.criterion_key: 3},
        feedback="The need is clear. Who walks with whom, and on which days?",
    )
