"""Skills rated by both, beside the tests, for one learner and for a cohort."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import ModuleObjective
from lms.records.models import SkillRating
from lms.records.services.skills import skills_of
from lms.records.services.skills_over_time import Rated, skills_of_cohort, skills_of_learner
from lms.records.skill_chart import draw_skill, height_of
from lms.roles import Role
from tests.factories.courses import make_course, make_module
from tests.factories.learning import make_mentor, make_mentorship, make_visit
from tests.factories.mentoring import make_rating
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def mentorship():
    course = make_course()
    module = make_module(parent=course, title="Listening")
    for text in ("ask open questions", "wait for the answer"):
        ModuleObjective.objects.create(page=module, text=text, locale=module.locale)
    enrolment = make_enrolment(cohort=make_cohort(course=course), person=make_trainee())
    return make_mentorship(mentor=make_mentor(), learner=enrolment.person, enrolment=enrolment)


def test_skills_are_those_of_the_course_in_its_order(mentorship):
    assert [(skill.text, skill.module) for skill in skills_of(mentorship)] == [
        ("ask open questions", "Listening"),
        ("wait for the answer", "Listening"),
    ]
    assert skills_of(make_mentorship()) == []


def test_both_rate_at_a_visit_and_the_learner_has_the_last_word(client, mentorship):
    client.force_login(mentorship.mentor.user)
    data = {
        "met_on": timezone.localdate().isoformat(),
        "minutes": "60",
        "way": "visit",
        "skill_1_mentor": "2",
        "skill_1_learner": "3",
    }
    client.post(reverse("records:visit", args=[mentorship.pk]), data)
    rating = SkillRating.objects.get()
    assert (rating.text, rating.by_mentor, rating.by_learner) == ("ask open questions", 2, 3)
    url = reverse("records:rate_skill", args=[rating.pk])
    assert client.post(url, {"level": "4"}).status_code == 404
    client.force_login(mentorship.learner.user)
    for level in ("9", "x", "4"):
        client.post(url, {"level": level})
    rating.refresh_from_db()
    assert (rating.by_mentor, rating.by_learner) == (2, 4)
    html = client.get(reverse("records:mentorship", args=[mentorship.pk])).text
    assert ("does it with help" in html, "can show others" in html) == (True, True)


def test_line_of_a_learner_and_its_chart(mentorship):
    key = skills_of(mentorship)[1].key
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 4)]
    for day, levels in zip(days, [(1, 2), (2, None), (4, 3)], strict=True):
        visit = make_visit(mentorship=mentorship, met_on=day)
        make_rating(visit=visit, objective_key=key, by_mentor=levels[0], by_learner=levels[1])
    [line] = skills_of_learner([mentorship])
    assert line.text == "wait for the answer"
    assert line.ratings == [Rated(days[0], 1, 2), Rated(days[1], 2, None), Rated(days[2], 4, 3)]
    chart = draw_skill(line)
    assert [y for _x, y in chart.mentor] == [height_of(level) for level in (1, 2, 4)]
    assert (chart.mentor[0][0], len(chart.learner), chart.mentor[-1][0]) == (38, 2, 308)
    line.ratings = line.ratings[:1]
    assert draw_skill(line) is None


def test_figures_of_four_people_are_left_out_and_of_five_shown(client):
    cohort, key = make_cohort(), uuid4()
    for number in range(1, 6):
        enrolment = make_enrolment(cohort=cohort)
        mentorship = make_mentorship(learner=enrolment.person, enrolment=enrolment)
        for day, level in ((date(2026, 1, 1), 1), (date(2026, 2, 1), 3)):
            make_rating(
                visit=make_visit(mentorship=mentorship, met_on=day),
                objective_key=key,
                by_mentor=level,
                by_learner=2 if number < 5 else None,
            )
        [skill] = skills_of_cohort(cohort)
        shown = (skill.people, skill.by_mentor, skill.by_learner)
        assert shown == ((5, Decimal("3.0"), None) if number == 5 else (None, None, None))
    client.force_login(make_person(role=Role.COORDINATOR).user)
    html = client.get(reverse("records:cohort_skills", args=[cohort.pk])).text
    assert ("3.0" in html, "fewer than 5</td>" in html) == (True, False)


def test_results_of_tests_are_for_the_learner_and_coordinators(client, mentorship, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "lms.records.views.skills.skills_of_learner",
        lambda found, course_key, person: asked.append(person) or [],
    )
    url = reverse("records:skills", args=[mentorship.pk])
    for user in (
        mentorship.mentor.user,
        mentorship.learner.user,
        make_person(role=Role.COORDINATOR).user,
    ):
        client.force_login(user)
        client.get(url)
    assert asked == [None, mentorship.learner_id, mentorship.learner_id]
