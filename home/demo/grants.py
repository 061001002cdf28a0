"""Invented grant rounds: one open with a draft, one decided with a grant under way."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from courses.models import CoursePage
from home.demo.grant_texts import (
    ANSWERS,
    BUDGET,
    CALL_KM,
    CRITERIA,
    CRITERIA_KM,
    LEVELS,
    LEVELS_KM,
    QUESTIONS,
    QUESTIONS_KM,
    SPENT,
    SUMMARY_KM,
)
from home.models import ContentPage
from lms.records.models import Person
from seedgrants.enums import Outcome, RoundState
from seedgrants.models import (
    GrantRoundPage,
    Review,
    RoundCourse,
    RoundCriterion,
    RoundQuestion,
)
from seedgrants.services import (
    agreements,
    consent,
    decisions,
    drafts,
    grants,
    payments,
    reports,
    reviews,
    submission,
)
from seedgrants.transitions import move


@dataclass(frozen=True)
class Proposal:
    """One invented proposal of the decided round; ``scores`` are those of its two reviewers."""

    title: str
    scores: tuple[int, int]
    award: Decimal | None


PROPOSALS = [
    Proposal("Evening sessions for mothers in three villages", (5, 4), Decimal(360)),
    Proposal("A savings group for young women", (4, 4), Decimal(300)),
    Proposal("Banners on the main road", (2, 3), None),
]


def make_rounds(
    trainees: list[Person], staff: dict[str, list[Person]], *, coordinator
) -> list[GrantRoundPage]:
    """Make both rounds below the grants page; applicants completed PCM1 in the recent cohort."""
    parent = ContentPage.objects.get(slug="seed-grants", locale__language_code="en")
    now = timezone.now()
    open_round = make_round(
        parent,
        "ជុំជំនួយបន្ទាប់",
        title="Seed grants, next round",
        code="SG-NEXT",
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=30),
        state=RoundState.OPEN,
    )
    applicants = [person for person in trainees if person.user][:4]
    draft = drafts.start_application(round_page=open_round, by=applicants[3].user)
    drafts.save_about(
        application=draft,
        by=applicants[3].user,
        version=draft.version,
        title="Safe rides to school",
    )
    decided = make_round(
        parent,
        "ជុំជំនួយមុន",
        title="Seed grants, last round",
        code="SG-LAST",
        opens_at=now - timedelta(days=60),
        closes_at=now + timedelta(days=1),
        state=RoundState.OPEN,
    )
    _run_round(decided, applicants[:3], staff, coordinator=coordinator)
    return [open_round, decided]


def make_round(parent, title_km, **fields) -> GrantRoundPage:
    page = GrantRoundPage(
        slug=fields["code"].lower(),
        summary="Up to 500 US dollars for a small project of three to six months.",
        call=(
            "<p>Practise what you learned: a small project, planned, carried out and reported by "
            "you. Every applicant gets feedback, whatever the decision. This round is invented, "
            "to try the site with.</p>"
        ),
        currency="USD",
        fund=Decimal(2000),
        cap=Decimal(500),
        **fields,
    )
    page.questions = [
        RoundQuestion(
            section=section,
            label=label,
            help_text=help_text,
            good_example=good,
            weak_example=weak,
            kind=kind,
            sort_order=order,
        )
        for order, (section, label, help_text, good, weak, kind) in enumerate(QUESTIONS)
    ]
    page.criteria = [
        RoundCriterion(
            label=label,
            description=description,
            levels="\n".join(LEVELS),
            weight=weight,
            sort_order=order,
        )
        for order, (label, description, weight) in enumerate(CRITERIA)
    ]
    course = CoursePage.objects.get(code="PCM1", locale__language_code="en")
    page.required_courses = [RoundCourse(course=course)]
    parent.add_child(instance=page)
    page.save_revision().publish()
    _translate(page, title_km)
    return page


def _translate(page: GrantRoundPage, title_km: str) -> None:
    khmer = page.copy_for_translation(Locale.objects.get(language_code="km"))
    khmer.title, khmer.summary, khmer.call = title_km, SUMMARY_KM, CALL_KM
    khmer.slug = page.slug
    questions = list(khmer.questions.all())
    for question, (section, label, help_text) in zip(questions, QUESTIONS_KM, strict=True):
        question.section, question.label, question.help_text = section, label, help_text
        question.good_example = question.weak_example = ""
    criteria = list(khmer.criteria.all())
    for criterion, (label, description) in zip(criteria, CRITERIA_KM, strict=True):
        criterion.label, criterion.description = label, description
        criterion.levels = "\n".join(LEVELS_KM)
    khmer.questions, khmer.criteria = questions, criteria
    khmer.save_revision().publish()


def _run_round(round_page, applicants, staff, *, coordinator) -> None:
    """Proposals, two reviews each, decisions, and a grant that is paid and reported on."""
    sent = [
        submit(round_page, person, proposal)
        for person, proposal in zip(applicants, PROPOSALS, strict=True)
    ]
    round_page.closes_at = timezone.now() - timedelta(days=20)  # as if time had passed
    round_page.save(update_fields=["closes_at"])
    move(round_page, RoundState.CLOSED, by=coordinator)
    move(round_page, RoundState.REVIEWING, by=coordinator)
    for application, proposal in zip(sent, PROPOSALS, strict=True):
        _review(application, proposal, staff["reviewer"], coordinator)
        application.refresh_from_db()
        decisions.open_discussion(application=application, by=coordinator)
        decisions.decide(
            application=application,
            outcome=Outcome.AWARD if proposal.award else Outcome.DECLINE,
            feedback=(
                "A clear need and a plan we can follow. Keep the receipts from the first day."
                if proposal.award
                else "We like the idea. Ask ten families first what would help them, then apply again."
            ),
            amount=proposal.award,
            by=coordinator,
        )
    decisions.publish_decisions(round_page=round_page, by=coordinator)
    sent[0].refresh_from_db()
    _carry_out(sent[0].grant, applicants[0].user, coordinator)


def submit(round_page, person, proposal):
    user = person.user
    application = drafts.start_application(round_page=round_page, by=user)
    application = drafts.save_about(
        application=application, by=user, version=application.version, title=proposal.title
    )
    questions = drafts.questions_of(round_page)
    application = drafts.save_answers(
        application=application,
        by=user,
        version=application.version,
        answers={q.translation_key: text for q, text in zip(questions, ANSWERS, strict=True)},
    )
    application = drafts.save_budget(
        application=application,
        by=user,
        version=application.version,
        lines=[
            {
                "category": category,
                "item": item,
                "quantity": Decimal(quantity),
                "unit": unit,
                "unit_cost": Decimal(unit_cost),
                "times": times,
                "note": "",
            }
            for category, item, quantity, unit, unit_cost, times in BUDGET
        ],
    )
    submission.submit_application(application=application, by=user, key=f"demo-{person.pk}")
    application.refresh_from_db()
    return application


def _review(application, proposal, reviewers, coordinator) -> None:
    possible = reviews.possible_reviewers(application=application)
    chosen = [person for person in reviewers if person in possible][:2]
    asked = reviews.assign_reviewers(application=application, reviewers=chosen, by=coordinator)
    for review, score in zip(asked, proposal.scores, strict=True):
        review = Review.objects.get(pk=review.pk)  # as a later request would read it
        user = review.reviewer.user
        review = reviews.declare(review=review, by=user, conflict=False)
        review = reviews.save_scores(
            review=review,
            by=user,
            scores={s.criterion_key: score for s in review.scores.all()},
            feedback="The steps are easy to follow. Say who counts the people, and when.",
        )
        reviews.submit_review(review=review, by=user)


def _carry_out(grant, grantee, coordinator) -> None:
    """Half way: paid once and reported on, listed publicly; the second payment is to be paid."""
    today = timezone.localdate()
    starts_on, ends_on = today - timedelta(days=60), today + timedelta(days=90)
    grant = grants.accept_grant(grant=grant, by=grantee)
    agreement = agreements.draw_up_agreement(
        grant=grant, by=coordinator, starts_on=starts_on, ends_on=ends_on
    )
    agreements.accept_agreement(agreement=agreement, by=grantee, name=str(grantee))
    grant = grants.activate_grant(grant=grant, by=coordinator)
    first, second = grants.plan_tranches(
        grant=grant, by=coordinator, plan=[(Decimal(200), starts_on), (Decimal(160), today)]
    )
    early, last = grants.schedule_reports(
        grant=grant, by=coordinator, ends=[today - timedelta(days=10), ends_on]
    )
    finance = get_user_model().objects.get(email="finance@demo.example")
    first = _approve(first, coordinator)
    first = payments.pay_tranche(tranche=first, by=finance, paid_on=starts_on, reference="DEMO-001")
    payments.acknowledge_tranche(tranche=first, by=grantee)
    _report(reports.open_report(report=early, by=coordinator), grantee, coordinator)
    _approve(second, coordinator)
    consent.set_consent(grant=grant, by=grantee, agreed=True)
    reports.open_report(report=last, by=coordinator)


def _approve(tranche, coordinator):
    payments.mark_ready(tranche=tranche, by=coordinator)
    return payments.approve_tranche(tranche=tranche, by=coordinator)


def _report(report, grantee, coordinator) -> None:
    report = reports.save_report(
        report=report,
        by=grantee,
        version=report.version,
        story={
            "done": "We met the chiefs of three villages and held four of the six evenings.",
            "changed": "Mothers ask for the number of the district office before they sign.",
            "learned": "Begin after the rice harvest: at first only nine people had time.",
        },
        counts={"women": 31, "men": 4, "girls": 6, "boys": 2},
        people=43,
        actuals={line.pk: spent for line, spent in zip(report.lines.all(), SPENT, strict=True)},
    )
    report = reports.submit_report(report=report, by=grantee)
    reports.accept_report(report=report, by=coordinator)
