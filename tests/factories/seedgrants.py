"""Rounds, proposals and grants for tests, each brought to its state by the services."""

from copy import copy as copy_of
from datetime import date, timedelta
from decimal import Decimal
from itertools import count as counting
from types import SimpleNamespace

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale, Page

from lms.records.models import Mentorship
from seedgrants.enums import FilePurpose, Outcome, QuestionKind, RoundState
from seedgrants.models import (
    Grant,
    GrantRoundPage,
    RoundCourse,
    RoundCriterion,
    RoundQuestion,
)
from seedgrants.services import (
    agreements,
    decisions,
    drafts,
    feedback,
    grants,
    payments,
    reports,
    reviews,
    submission,
)
from seedgrants.services.files import keep_file
from seedgrants.services.kept import keep_text
from tests.factories.accounts import make_user
from tests.factories.records import make_organisation, make_person

_serial = counting(1)


def site_root():
    """The page to hang rounds on; made anew where a flushed database lost it."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    return root or Page.add_root(instance=Page(title="Root", slug="root"))


def make_round(
    *, state=RoundState.OPEN, courses=(), questions=2, criteria=2, parent=None, **fields
):
    """A round open for the last and the next week: USD, cap 1,000, fund 5,000."""
    n = next(_serial)
    now = timezone.now()
    page = GrantRoundPage(
        **{
            "title": f"Round {n}",
            "slug": f"round-{n}",
            "code": f"SG{n}",
            "summary": "Small projects in your village.",
            "opens_at": now - timedelta(days=7),
            "closes_at": now + timedelta(days=7),
            "currency": "USD",
            "fund": Decimal(5000),
            "cap": Decimal(1000),
            "state": state,
        }
        | fields
    )
    page.questions = [
        RoundQuestion(
            section=f"Part {i}", label=f"Question {i}", kind=QuestionKind.TEXT, sort_order=i
        )
        for i in range(1, questions + 1)
    ]
    page.criteria = [
        RoundCriterion(label=f"Criterion {i}", weight=i, max_score=5, sort_order=i)
        for i in range(1, criteria + 1)
    ]
    page.required_courses = [RoundCourse(course=course) for course in courses]
    (parent or site_root()).add_child(instance=page)
    return GrantRoundPage.objects.get(pk=page.pk)


def allow(user, *codenames):
    """Give permissions of this app; the account as a fresh request would see it."""
    found = Permission.objects.filter(content_type__app_label="seedgrants", codename__in=codenames)
    user.user_permissions.add(*found)
    return type(user).objects.get(pk=user.pk)


def make_coordinator(**person):
    user = allow(make_user(), "coordinate_grants")
    if person:
        make_person(user=user, **person)
    return user


def make_finance(**person):
    user = allow(make_user(), "pay_grants")
    if person:
        make_person(user=user, **person)
    return user


def make_reviewer(*, organisation=None):
    """A person with an account that may review proposals."""
    user = allow(make_user(), "review_proposals")
    return make_person(user=user, organisation=organisation)


def make_applicant(*, organisation=None):
    return make_person(user=make_user(), organisation=organisation or make_organisation())


def line(**fields):
    return {
        "category": "activities",
        "item": "Flip charts",
        "quantity": Decimal(10),
        "unit": "box",
        "unit_cost": Decimal("12.50"),
        "times": 2,
        "note": "",
    } | fields


def make_draft(
    *,
    round_page=None,
    applicant=None,
    lines=None,
    filled=True,
    title="Safe migration",
    answer=None,
):
    """A draft; ``filled`` so that it can be sent, asking for 250.00."""
    round_page = round_page or make_round()
    applicant = applicant or make_applicant()
    user = applicant.user
    draft = drafts.start_application(round_page=round_page, by=user)
    if filled:
        draft = drafts.save_about(application=draft, by=user, version=draft.version, title=title)
        answers = {
            q.translation_key: answer or f"About {q.label}"
            for q in round_page.questions.exclude(kind=QuestionKind.FILE)
        }
        draft = drafts.save_answers(
            application=draft, by=user, version=draft.version, answers=answers
        )
        draft = drafts.save_budget(
            application=draft, by=user, version=draft.version, lines=lines or [line()]
        )
    return draft


def make_submitted(**kwargs):
    draft = make_draft(**kwargs)
    submission.submit_application(application=draft, by=draft.applicant.user, key="key")
    return fresh(draft)


def fresh(thing):
    return type(thing)._base_manager.get(pk=thing.pk)


def set_state(round_page, state):
    GrantRoundPage.objects.filter(pk=round_page.pk).update(state=state)
    round_page.state = state
    return round_page


def make_under_review(*, coordinator=None, reviewers=None, **kwargs):
    """A proposal with two invited reviewers, in a round that is being reviewed."""
    application = make_submitted(**kwargs)
    set_state(application.round, RoundState.REVIEWING)
    reviews.assign_reviewers(
        application=application,
        reviewers=reviewers or [make_reviewer(), make_reviewer()],
        by=coordinator or make_coordinator(),
    )
    return fresh(application)


def score_review(review, points=4, feedback="Clear; name the place."):
    """Declare, score every criterion with ``points``, or each with its own, and submit."""
    user = review.reviewer.user
    review = reviews.declare(review=review, by=user, conflict=False)
    marks = points if isinstance(points, tuple) else (points,) * review.scores.count()
    review = reviews.save_scores(
        review=review,
        by=user,
        scores=dict(zip((s.criterion_key for s in review.scores.all()), marks, strict=True)),
        feedback=feedback,
    )
    return reviews.submit_review(review=review, by=user)


def make_discussed(*, coordinator=None, points=4, **kwargs):
    """A proposal in discussion with all its reviews."""
    coordinator = coordinator or make_coordinator()
    application = make_under_review(coordinator=coordinator, **kwargs)
    for review in application.reviews.all():
        score_review(review, points)
    decisions.open_discussion(application=application, by=coordinator)
    return fresh(application)


def make_grant(*, amount=Decimal("250.00"), coordinator=None, **kwargs):
    """An offered grant, published together with its round's decisions."""
    coordinator = coordinator or make_coordinator()
    application = make_discussed(coordinator=coordinator, **kwargs)
    decisions.decide(
        application=application,
        outcome=Outcome.AWARD,
        amount=amount,
        feedback="Well done.",
        by=coordinator,
    )
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    return fresh(application).grant


def make_agreement(*, grant=None, coordinator=None, **kwargs):
    """An accepted grant's agreement for the year 2026, to be signed."""
    coordinator = coordinator or make_coordinator()
    grant = grant or make_grant(coordinator=coordinator, **kwargs)
    grant = grants.accept_grant(grant=grant, by=grant.application.applicant.user)
    return agreements.draw_up_agreement(
        grant=grant, by=coordinator, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )


def make_signed_grant(*, grant=None, coordinator=None, **kwargs):
    agreement = make_agreement(grant=grant, coordinator=coordinator, **kwargs)
    agreements.accept_agreement(
        agreement=agreement, by=agreement.grant.application.applicant.user, name="Sok Dara"
    )
    return fresh(agreement.grant)


def make_active_grant(*, coordinator=None, amounts=("250.00",), parts=1, **kwargs):
    """A running grant for the year 2026 with ``parts`` reports and planned tranches."""
    coordinator = coordinator or make_coordinator()
    grant = make_grant(coordinator=coordinator, **kwargs)
    starts_on, ends_on = date(2026, 1, 1), date(2026, 12, 31)
    grant = make_signed_grant(grant=grant, coordinator=coordinator)
    grant = grants.activate_grant(grant=grant, by=coordinator)
    grants.schedule_reports(
        grant=grant, by=coordinator, ends=grants.even_ends(starts_on, ends_on, parts)
    )
    grants.plan_tranches(
        grant=grant, by=coordinator, plan=[(Decimal(amount), starts_on) for amount in amounts]
    )
    return fresh(grant)


def approve(tranche, coordinator):
    payments.mark_ready(tranche=tranche, by=coordinator)
    return payments.approve_tranche(tranche=fresh(tranche), by=coordinator)


def write_report(report, *, coordinator, actual=Decimal("100.00"), note="As told", **counts):
    """Open a report and send it, with ``actual`` spent on its first line."""
    user = report.application.applicant.user
    report = reports.open_report(report=report, by=coordinator)
    counts = {"women": 3, "men": 2, "girls": 1, "boys": 0} | counts
    report = reports.save_report(
        report=report,
        by=user,
        version=report.version,
        story={
            "done": "Met",
            "changed": "Ask more",
            "learned": "Start early",
            "lasting": "It does",
        },
        counts=counts,
        people=sum(counts.values()),
        actuals={report.lines.first().pk: actual},
        notes={line.pk: note for line in report.lines.all()},
    )
    return reports.submit_report(report=report, by=user)


def copies(row, count, **columns):
    """``count`` more rows like ``row`` with one insert; ``columns`` names what differs, a value a copy."""
    made = []
    for n in range(count):
        copy = copy_of(row)
        copy.pk, copy._state.adding = None, True
        for name, values in columns.items():
            setattr(copy, name, values[n])
        made.append(copy)
    return type(row)._base_manager.bulk_create(made)


def copies_of_application(application, count, *, applicants, **columns):
    """The same proposal of other people, with its revision, reviews, decision, grant and tranche."""
    numbers = [f"C{application.pk}-{n}" for n in range(count)] if application.number else None
    columns |= {"number": numbers} if numbers else {}
    made = copies(fresh(application), count, applicant=applicants, **columns)
    found = {}
    for revision in application.revisions.all():
        found[revision.pk] = copies(revision, count, application=made)
    for review in application.reviews.all():
        copies(review, count, application=made, revision=found[review.revision_id])
    for grant in Grant.objects.filter(application=application):
        decided = copies(
            grant.decision, count, application=made, revision=found[grant.decision.revision_id]
        )
        given = copies(grant, count, application=made, decision=decided)
        for tranche in grant.tranches.all():
            copies(tranche, count, grant=given)
    return made


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def make_file(application, *, name="photo.png", content=PNG, **fields):
    """A file as a question of the proposal was answered with it."""
    return keep_file(
        application=application,
        upload=ContentFile(content, name=name),
        by=application.applicant.user,
        **{"purpose": FilePurpose.ATTACHMENT} | fields,
    )


def make_mentor(learner):
    """A person with an account who mentors ``learner`` today."""
    mentor = make_person(user=make_user())
    Mentorship.objects.create(mentor=mentor, learner=learner)
    return mentor


def make_feedback(draft, *, mentor=None):
    """The draft is with a mentor, who has written one comment; returns both."""
    if mentor is None:
        mentor = make_mentor(draft.applicant)
    elif not Mentorship.objects.filter(mentor=mentor, learner=draft.applicant).exists():
        Mentorship.objects.create(mentor=mentor, learner=draft.applicant)
    asked = feedback.ask_for_feedback(
        application=draft, by=draft.applicant.user, mentor=mentor, question="Is it clear?"
    )
    comment = feedback.comment(
        request=asked, by=mentor.user, target="line:0", text="Is one box enough?"
    )
    return asked, comment


def make_world_of_grants(*, users):
    """One thing of each kind for the permission matrix: the trainee applied, the reviewer reviews."""
    people = {
        name: getattr(user, "person", None) or make_person(user=user)
        for name, user in users.items()
    }
    coordinator = users["coordinator"]
    open_round = make_round()
    draft = make_draft(round_page=open_round, applicant=people["trainee"], title="Wells drafted")
    file = make_file(draft)
    kept = keep_text(thing=draft, by=draft.applicant.user, section="about", texts=[("A", "B")])
    asked, comment = make_feedback(draft, mentor=people["mentor"])
    second = make_reviewer()
    under_review = make_under_review(
        applicant=people["trainee"],
        title="Wells reviewed",
        coordinator=coordinator,
        reviewers=[people["reviewer"], second],
    )
    submitted = make_submitted(applicant=people["trainee"], title="Wells sent")
    set_state(submitted.round, RoundState.REVIEWING)
    grant = make_active_grant(
        applicant=people["trainee"], title="Wells granted", coordinator=make_coordinator()
    )
    return SimpleNamespace(
        open_round=open_round,
        draft=draft,
        file=file,
        kept=kept,
        asked=asked,
        comment=comment,
        agreement=grant.agreements.get(),
        submitted=submitted,
        under_review=under_review,
        review=under_review.reviews.get(reviewer=people["reviewer"]),
        grant=grant,
        tranche=grant.tranches.get(),
        report=grant.reports.get(),
    )
