"""Sessions made in bulk, changed and cancelled with notice."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.records.exceptions import SessionCancelled, SessionHasMarks
from lms.records.forms.sessions import read_row, topics_in_order
from lms.records.models import Message, Session
from lms.records.services.sessions import (
    SessionPlan,
    cancel_session,
    change_session,
    planning_doubts,
)
from lms.roles import Role
from tests.factories.courses import make_course, make_module
from tests.factories.records import make_cohort, make_enrolment, make_person, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def trainer(client):
    person = make_person(role=Role.TRAINER)
    client.force_login(person.user)
    return person


@pytest.fixture
def cohort(trainer):
    """Two weeks from a Monday on; a course of a half day and of a day."""
    course = make_course()
    for title, minutes in [("Hearing", 180), ("Asking", 360)]:
        make_module(parent=course, title=title, minutes=minutes)
    return make_cohort(
        course=course,
        trainers=[trainer],
        venue="Hall",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 12),
    )


def at(day, hour=8, minute=30):
    return timezone.make_aware(datetime(2027, 3, day, hour, minute))


def plan(session, **changes):
    return SessionPlan(
        **{
            "topic": session.topic,
            "starts_at": session.starts_at,
            "planned_minutes": session.planned_minutes,
            "venue": session.venue,
        }
        | changes
    )


def told():
    return list(Message.objects.order_by("pk").values_list("kind", "person"))


# -- Changing and cancelling ----------------------------------------------------------------


def test_a_new_time_or_place_counts_up_and_is_told_once(cohort, trainer):
    session = make_session(cohort=cohort, starts_at=at(1), venue="Hall")
    enrolment = make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort, state="waiting")
    change_session(session=session, plan=plan(session, topic="Other"), actor=trainer.user)
    assert told() == []
    moved = plan(session, starts_at=at(2), venue="")
    for _time in range(2):
        session = change_session(session=session, plan=moved, actor=trainer.user)
    assert (session.starts_at, session.revision, session.venue) == (at(2), 1, "Hall")
    assert told() == [("session-changed", enrolment.person_id)]
    change_session(session=session, plan=plan(session, venue="School"), actor=trainer.user)
    assert told() == [("session-changed", enrolment.person_id)] * 2


def test_a_session_with_marks_does_not_move(cohort, trainer):
    session = make_session(cohort=cohort)
    session.attendances.create(
        enrolment=make_enrolment(cohort=cohort), status="present", minutes=120
    )
    for change in ({"starts_at": at(2)}, {"planned_minutes": 90}):
        with pytest.raises(SessionHasMarks):
            change_session(session=session, plan=plan(session, **change), actor=trainer.user)
    session = change_session(
        session=session, plan=plan(session, topic="What it was", venue="Yard"), actor=trainer.user
    )
    assert (session.topic, session.venue, session.revision) == ("What it was", "Yard", 1)
    assert told() == []  # it is over


def test_cancelling_tells_why_and_a_cancelled_session_does_not_change(cohort, trainer):
    session = make_session(cohort=cohort, starts_at=at(1))
    enrolment = make_enrolment(cohort=cohort)
    for _time in range(2):
        session = cancel_session(session=session, actor=trainer.user, reason="Floods")
    assert (session.cancel_reason, session.revision) == ("Floods", 1)
    assert told() == [("session-cancelled", enrolment.person_id)]
    with pytest.raises(SessionCancelled):
        change_session(session=session, plan=plan(session), actor=trainer.user)


def test_changing_on_the_page_shows_doubts_once(client, cohort, trainer):
    session = make_session(cohort=cohort, starts_at=at(1), venue="Hall", trainer=trainer)
    make_session(cohort=cohort, starts_at=at(2), topic="There already")
    url = reverse("records:change_session", args=[session.pk])
    data = {
        "topic": "Listening", "day": "2027-03-02", "begins": "៩:០០", "planned_minutes": "៩០",
        "venue": "School", "trainer": trainer.pk, "module": "",
    }  # fmt: skip
    assert 'value="2027-03-01"' in client.get(url).content.decode()
    page = client.post(url, data)
    assert page.context["found"] == ["It is at the same time as “There already”."]
    assert 'value="2027-03-02"' in page.content.decode()
    client.post(url, data | {"doubts": page.context["doubts"]})
    session.refresh_from_db()
    assert (session.topic, session.starts_at, session.planned_minutes, session.venue) == (
        "Listening",
        at(2, 9, 0),
        90,
        "School",
    )


# -- Doubts ---------------------------------------------------------------------------------


def test_doubts_name_what_may_be_a_slip(cohort, trainer, django_assert_max_num_queries):
    make_session(cohort=cohort, starts_at=at(2), topic="Held", planned_minutes=60)
    make_session(cohort=cohort, starts_at=at(3), cancelled_at=timezone.now())
    make_session(starts_at=at(4), topic="Elsewhere", trainer=trainer)
    make_session(starts_at=at(5))
    plans = [
        SessionPlan("Outside", at(15), 60),
        SessionPlan("Together", at(2, 9, 0), 60),
        SessionPlan("After", at(2, 10, 0), 60),
        SessionPlan("Busy", at(4), 60, trainer=trainer),
        SessionPlan("Twice", at(3), 60),
        SessionPlan("Twice", at(3, 9, 0), 60),
        SessionPlan("Free", at(5), 60, trainer=trainer),
    ]
    with django_assert_max_num_queries(1):
        doubts = planning_doubts(cohort=cohort, plans=plans)
    assert doubts == [
        ["15 March 2027 is outside the cohort, which runs from 1 March 2027 to 12 March 2027."],
        ["It is at the same time as “Held”."],
        [],
        [f"{trainer} gives “Elsewhere” at the same time."],
        [],
        ["It is at the same time as “Twice”."],
        [],
    ]


# -- In bulk --------------------------------------------------------------------------------


def planning(cohort):
    return reverse("records:plan_sessions", args=[cohort.pk])


def weekly(**fields):
    return {
        "fill": "weekdays", "weekly-first": "2027-03-01", "weekly-last": "2027-03-09",
        "weekly-weekdays": ["0", "2"], "weekly-begins": "៨:៣០", "weekly-planned_minutes": "១៨០",
        "weekly-venue": "School", "weekly-trainer": "",
    } | {f"weekly-{name}": value for name, value in fields.items()}  # fmt: skip


def sent(formset, **fields):
    """What the browser sends when the rows of a preview are saved."""
    data = {"form-TOTAL_FORMS": len(formset.forms), "form-INITIAL_FORMS": 0}
    for form in formset.forms:
        for field in form:
            data[field.html_name] = "" if field.value() is None else field.value()
        del data[form["DELETE"].html_name]
    return data | fields


def rows(page):
    return [
        (form["day"].value(), form["begins"].value(), form["topic"].value())
        for form in page.context["formset"]
    ]


def test_weekdays_take_the_modules_in_order_and_save_nothing_yet(client, cohort, trainer):
    page = client.post(planning(cohort), weekly(trainer=trainer.pk))
    assert rows(page) == [
        ("2027-03-01", "08:30", "Hearing"),
        ("2027-03-03", "08:30", "Asking"),
        ("2027-03-08", "08:30", "Asking"),
    ]
    assert Session.objects.count() == 0
    data = sent(page.context["formset"]) | {"form-2-topic": "Asking again", "form-1-DELETE": "on"}
    client.post(planning(cohort), data)
    first, second = Session.objects.order_by("starts_at")
    assert (first.topic, first.starts_at, first.planned_minutes) == ("Hearing", at(1), 180)
    assert (first.venue, first.trainer) == ("School", trainer)
    modules = {module.title: module.translation_key for module in cohort.course.get_children()}
    assert first.module_key == modules["Hearing"]
    assert (second.topic, second.module_key) == ("Asking again", modules["Asking"])


def test_what_may_be_a_slip_is_shown_before_it_is_saved(client, cohort):
    page = client.post(planning(cohort), weekly(last="2027-03-15"))
    assert "outside the cohort" in page.content.decode()
    data = sent(page.context["formset"])
    again = client.post(planning(cohort), data)
    assert "outside the cohort" in again.content.decode()
    assert Session.objects.count() == 0
    client.post(planning(cohort), data | {"doubts": again.context["doubts"]})
    assert Session.objects.count() == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"last": "2027-02-01"},
        {"last": "2227-02-01"},
        {"weekdays": []},
        {"weekdays": ["6"], "last": "2027-03-02"},
        {"planned_minutes": "0"},
        {"begins": "early"},
        {"trainer": "999999"},
    ],
)
def test_a_wrong_week_is_said_and_kept(client, cohort, wrong):
    page = client.post(planning(cohort), weekly(**wrong))
    assert page.context["weekly"].errors
    assert 'value="School"' in page.content.decode()


def test_topics_are_as_long_as_their_modules_and_then_numbered():
    modules = [("A", 1, 180), ("B", 2, 200), ("C", 3, 0)]
    assert topics_in_order(modules, minutes=180, number=6) == [
        ("A", 1), ("B", 2), ("B", 2), ("C", 3), ("Session 5", None), ("Session 6", None),
    ]  # fmt: skip
    assert topics_in_order(modules, minutes=180, number=1) == [("A", 1)]


def test_a_pasted_table_is_looked_through_first(client, cohort):
    table = "Date\tTime\tMinutes\tTopic\n០១/០៣/២០២៧\t៨:៣០\t១៨០\tHearing\n2027-03-02\t13.30\t90\tTea, and talk\n"
    page = client.post(
        planning(cohort),
        {"fill": "table", "table-table": table, "table-venue": "", "table-trainer": ""},
    )
    assert rows(page) == [
        ("2027-03-01", "08:30", "Hearing"),
        ("2027-03-02", "13:30", "Tea, and talk"),
    ]
    client.post(planning(cohort), sent(page.context["formset"]))
    first, second = Session.objects.order_by("starts_at")
    assert (first.topic, first.venue, second.module_key) == ("Hearing", "Hall", None)
    assert first.module_key == cohort.course.get_children()[0].translation_key


def test_a_table_with_slips_says_which_lines_and_keeps_all(client, cohort):
    table = "2027-03-01; 8:30; 180; Fine\nsoon; 8:30; 180; A\n2027-03-01; noon; 180; B\n2027-03-01; 8:30; many; C\n🙂"
    page = client.post(planning(cohort), {"fill": "table", "table-table": table})
    assert page.context["table"].errors["table"] == [
        "Line 2: “soon” is no date; write it as 2026-03-05.",
        "Line 3: “noon” is no time; write it as 8:30.",
        "Line 4: “many” is no number of minutes.",
        "Line 5: part date, time, minutes and topic by tabs, semicolons or commas.",
    ]
    assert "2027-03-01; 8:30; many; C" in page.content.decode()
    for nothing in ("", "  \n ", "Date;Time;Minutes;Topic", "x" * 40_000):
        assert (
            client.post(planning(cohort), {"fill": "table", "table-table": nothing})
            .context["table"]
            .errors
        )
    with pytest.raises(ValueError, match="four parts"):
        read_row("2027-03-01, 8:30, 180")


@pytest.mark.parametrize("weeks", [1, 8])
def test_a_preview_takes_the_same_queries(client, cohort, weeks, django_assert_max_num_queries):
    cohort.ends_on = date(2027, 12, 31)
    cohort.save()
    client.get(planning(cohort))
    last = date(2027, 2, 28) + timedelta(weeks=weeks)
    data = weekly(last=str(last), weekdays=["0", "1", "2", "3", "4"])
    with django_assert_max_num_queries(15):
        page = client.post(planning(cohort), data)
    assert len(page.context["formset"].forms) == 5 * weeks
