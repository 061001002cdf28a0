"""How many queries a request may cost, and that no page costs more with more rows on it."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from courses.models import CourseObjective, CoursePrerequisite
from home.models import ContentPage
from home.navigation import forget_navigation
from home.setup import setup_locales, setup_pages
from lms.records.models import Message
from lms.records.services.attendance import Mark, record_attendance
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import make_requested
from tests.factories.courses import make_course, make_curriculum, make_lesson
from tests.factories.learning import finish_lesson, make_mentor, make_mentorship, make_taught_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)
from tests.factories.seedgrants import (
    make_active_grant,
    make_applicant,
    make_draft,
    make_reviewer,
    make_round,
    make_submitted,
    make_under_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

# What the page shows, who asks, and the queries it may cost. The page cache would answer a visitor
# with none; a query in the address goes past it.
PUBLIC_PAGES = [
    ("home", "visitor", 4),
    ("catalogue", "visitor", 6),
    ("catalogue, searched", "visitor", 6),
    ("catalogue, filtered", "trainee", 10),
    ("catalogue in Vietnamese", "visitor", 6),
    ("curriculum", "visitor", 6),
    ("course", "visitor", 6),
    ("course in Khmer", "visitor", 6),
    ("course", "trainee", 10),
    ("course", "newcomer", 12),
    ("lesson", "trainee", 10),
    ("lesson in Khmer", "trainee", 10),
    ("test", "trainee", 10),
]
# Above a lesson's own: the images, and all their sizes.
PICTURES = 10 + 1
STAFF_LISTS = [
    ("people", "coordinator", 15),
    ("cohorts", "coordinator", 15),
    ("organisations", "coordinator", 15),
    ("certificates", "coordinator", 15),
    ("proposals", "coordinator", 15),
    ("rounds", "coordinator", 15),
    ("board", "coordinator", 15),
    ("figures", "coordinator", 15),
    ("my reviews", "reviewer", 15),
    ("payments", "finance", 15),
    ("teaching", "trainer", 15),
    ("cohort", "trainer", 15),
    ("cohort", "coordinator", 15),
    ("outbox", "coordinator", 15),
    ("call list", "trainer", 15),
    ("decide", "coordinator", 15),
    ("register", "trainer", 15),
    ("mentoring", "mentor", 15),
    ("my courses", "trainee", 15),
    ("my proposals", "applicant", 15),
]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def count(client, url) -> int:
    assert client.get(url).status_code == 200  # warms what is remembered between requests
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def measure(world, table) -> dict:
    return {
        (page, who): count(world.clients[who], world.urls[page] + "?fresh")
        for page, who, _budget in table
    }


def assert_within(table, few: dict, many: dict):
    budgets = {(page, who): budget for page, who, budget in table}
    assert {key: n for key, n in [*few.items(), *many.items()] if n > budgets[key]} == {}
    assert {key: (few[key], n) for key, n in many.items() if n > few[key]} == {}


@pytest.fixture
def public():
    """A site with one course, in English and Khmer, that a trainee takes part in."""
    setup_locales()
    pages = setup_pages()
    curriculum = make_curriculum(parent=pages["catalogue"])
    course = make_taught_course(parent=curriculum)
    khmer = Locale.objects.get(language_code="km")
    lesson, module = course.all_lessons[0], course.all_lessons[0].get_parent().specific
    for page in (curriculum, course, module, lesson):
        page.copy_for_translation(khmer).save_revision().publish()
    CoursePrerequisite.objects.create(page=course, course=make_course(parent=curriculum))
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    make_session(cohort=make_cohort(course=course))
    return SimpleNamespace(
        pages=pages,
        curriculum=curriculum,
        course=course,
        module=module,
        trainee=trainee,
        clients={
            "visitor": Client(),
            "trainee": signed_in(trainee.user),
            "newcomer": signed_in(make_trainee().user),
        },
        urls={
            "home": pages["home"].url,
            "catalogue": pages["catalogue"].url,
            "catalogue, searched": pages["catalogue"].url + "?q=course&language=km&x=",
            "catalogue, filtered": pages["catalogue"].url + "?dates=open&level=1&x=",
            "catalogue in Vietnamese": pages["catalogue"].url.replace("/en/", "/vi/"),
            "curriculum": curriculum.url,
            "course": course.url,
            "course in Khmer": course.get_translation(khmer).url,
            "lesson": lesson.url,
            "lesson in Khmer": lesson.get_translation(khmer).url,
            "test": course.pre_test.url,
        },
    )


def grow_public(world, rows):
    for n in range(rows):
        world.pages["home"].add_child(
            instance=ContentPage(title=f"{n}", slug=f"page-{n}", body="x", show_in_menus=True)
        )
        world.module.refresh_from_db()
        lesson = make_lesson(parent=world.module)
        finish_lesson(person=world.trainee, lesson=lesson)
        CoursePrerequisite.objects.create(
            page=world.course, course=make_course(parent=world.curriculum)
        )
        CourseObjective.objects.create(page=world.course, text=f"{n}", locale=world.course.locale)
        make_session(cohort=make_cohort(course=world.course))
    forget_navigation()


def test_public_pages_stay_within_their_budget_however_much_they_show(public):
    few = measure(public, PUBLIC_PAGES)
    grow_public(public, 30)
    assert_within(PUBLIC_PAGES, few, measure(public, PUBLIC_PAGES))


@pytest.mark.parametrize("language", ["en", "km"])
def test_lesson_opened_for_the_first_time_stays_within_the_budget(public, language):
    """The reading position is written, which a lesson read again does not need."""
    public.clients["trainee"].get(public.urls["test"])
    url = public.urls["lesson" if language == "en" else "lesson in Khmer"]
    with CaptureQueriesContext(connection) as queries:
        assert public.clients["trainee"].get(url).status_code == 200
    assert len(queries) <= 10


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.parametrize("number", [1, 8])
def test_lesson_with_pictures_stays_within_the_budget(public, number):
    images = [Image(title=f"{n}", file=get_test_image_file()) for n in range(number)]
    for image in images:
        image.save()
    lesson = make_lesson(
        parent=public.module,
        blocks=[("image", {"image": image.pk, "alt_text": "A map"}) for image in images],
    )
    assert count(public.clients["trainee"], lesson.url) <= PICTURES


@pytest.fixture
def staff():
    """People of every role, and the lists that wait for them."""
    users = {
        "coordinator": make_person(user=make_user(role=Role.COORDINATOR)).user,
        "finance": make_user(role=Role.FINANCE),
    }
    people = {
        "trainer": make_person(role=Role.TRAINER),
        "mentor": make_mentor(),
        "reviewer": make_reviewer(),
        "trainee": make_trainee(),
        "applicant": make_applicant(),
    }
    users |= {who: person.user for who, person in people.items()}
    session = make_session(cohort=make_cohort(trainers=[people["trainer"]]))
    board = make_round()
    return SimpleNamespace(
        users=users,
        people=people,
        session=session,
        board=board,
        other_reviewer=make_reviewer(),
        clients={who: signed_in(user) for who, user in users.items()},
        urls={
            "people": reverse("person:index"),
            "cohorts": reverse("cohort:index"),
            "organisations": reverse("organisation:index"),
            "certificates": reverse("certificate:index"),
            "proposals": reverse("seedgrant_applications:index"),
            "rounds": reverse("seedgrants:rounds"),
            "board": reverse("seedgrants:board", args=[board.pk]),
            "figures": reverse("reports:figures"),
            "my reviews": reverse("seedgrants:my_reviews"),
            "payments": reverse("seedgrants:payments"),
            "teaching": reverse("records:teach"),
            "cohort": reverse("records:cohort", args=[session.cohort_id]),
            "outbox": reverse("records:outbox", args=[session.cohort_id]),
            "call list": reverse("records:calls", args=[session.cohort_id]),
            "decide": reverse("records:decide", args=[session.cohort_id]),
            "register": reverse("records:register", args=[session.pk]),
            "mentoring": reverse("records:mentoring"),
            "my courses": reverse("records:my_courses"),
            "my proposals": reverse("seedgrants:my_applications"),
        },
    )


def grow_records(world, rows):
    course = world.session.cohort.course
    for _ in range(rows):
        organisation = make_organisation()
        person = make_person(organisation=organisation)
        make_enrolment(cohort=world.session.cohort, person=person, organisation=organisation)
        make_enrolment(cohort=world.session.cohort, organisation=organisation, state="applied")
        Message.objects.create(
            person=person,
            cohort=world.session.cohort,
            session=world.session,
            kind="session-changed",
            key=f"news:{person.pk}",
            language="km",
            state="to-call",
        )
        cohort = make_cohort(course=course, trainers=[world.people["trainer"]])
        make_session(cohort=cohort)
        make_enrolment(cohort=cohort, person=world.people["trainee"])
        make_mentorship(mentor=world.people["mentor"], learner=person)
        make_requested(owner=world.users["trainee"])


def grow_grants(world, rows):
    for _ in range(rows):
        make_submitted(round_page=world.board)
        make_under_review(reviewers=[world.people["reviewer"], world.other_reviewer])
        make_draft(applicant=world.people["applicant"])
        make_active_grant()


def test_staff_lists_stay_within_their_budget_however_long_they_are(staff):
    grow_records(staff, 1)
    grow_grants(staff, 1)
    few = measure(staff, STAFF_LISTS)
    grow_records(staff, 99)
    grow_grants(staff, 9)
    assert_within(STAFF_LISTS, few, measure(staff, STAFF_LISTS))


def test_register_of_forty_is_saved_within_the_budget(staff, django_assert_max_num_queries):
    grow_records(staff, 40)
    session, trainer = staff.session, staff.users["trainer"]
    enrolments = list(session.cohort.enrolments.holding_a_place().values_list("pk", flat=True))
    with django_assert_max_num_queries(10):
        record_attendance(
            session=session, marks=[Mark(pk, "present") for pk in enrolments], actor=trainer
        )
    client, url = staff.clients["trainer"], staff.urls["register"]
    client.get(url)
    with django_assert_max_num_queries(15):
        response = client.post(url, {f"status_{pk}": "absent" for pk in enrolments})
    assert response.status_code == 302
    assert set(session.attendances.values_list("status", flat=True)) == {"absent"}
