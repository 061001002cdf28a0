"""Handing work in, what is kept of it, who may read it, and marking it."""

from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.models import course_of
from lms.records.models import Submission
from lms.records.rubrics import marked_rubric
from lms.records.services.assignments import (
    AlreadyAccepted,
    AlreadyMarked,
    Mark,
    NothingHandedIn,
    ReplacedMeanwhile,
    mark_submission,
)
from lms.roles import Role
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee
from tests.factories.work import docx, make_assignment, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PDF = b"%PDF-1.7\n%%EOF"


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }


@pytest.fixture
def assignment():
    return make_assignment(title="Logframe")


@pytest.fixture
def trainee():
    return make_trainee(family_name="Dara", given_name="")


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER, family_name="Vanna", given_name="")


@pytest.fixture(autouse=True)
def cohort(assignment, trainee, trainer):
    cohort = make_cohort(course=course_of(assignment), trainers=[trainer])
    make_enrolment(cohort=cohort, person=trainee)
    return cohort


@pytest.fixture
def reader(client, trainee):
    client.force_login(trainee.user)
    return client


def mark(work, by, *, accepts=True, points="4", feedback="Good.", seen=None):
    return mark_submission(
        submission=work,
        actor=by.user,
        seen=seen or work.submitted_at,
        marks={c["key"]: Mark(Decimal(points) if points else None, "Clear") for c in work.rubric},
        feedback=feedback,
        accepts=accepts,
    )


def hand_in_url(assignment):
    return reverse("records:hand_in", args=[assignment.pk])


def submission_url(work, name="submission"):
    return reverse(f"records:{name}", args=[work.pk])


def upload(name="plan.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


# -- Handing in ---------------------------------------------------------------------------


def test_work_freezes_the_rubric_and_counts_from_one(assignment, trainee):
    work = make_submission(person=trainee, assignment=assignment, text="Mine")
    criterion = assignment.criteria.first()
    criterion.title, criterion.points = "Changed", 50
    criterion.save()
    work.refresh_from_db()
    assert (work.number, work.text, work.state, work.title) == (1, "Mine", "submitted", "Logframe")
    assert [(c["title"], c["points"]) for c in work.rubric] == [
        ("Criterion 1", 5), ("Criterion 2", 5),
    ]  # fmt: skip


def test_newer_version_takes_the_place_of_waiting_work(
    assignment, trainee, django_capture_on_commit_callbacks
):
    first = make_submission(
        person=trainee, assignment=assignment, file=ContentFile(PDF, "a.pdf"), warned=True
    )
    old = Path(first.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        second = make_submission(
            person=trainee, assignment=assignment, text="", file=ContentFile(PDF, "b.pdf")
        )
    assert (second.pk, second.number, second.text, second.file_name) == (first.pk, 1, "", "b.pdf")
    assert second.warned
    assert (old.exists(), Path(second.file.path).exists()) == (False, True)


def test_file_of_waiting_work_stays_only_when_asked(assignment, trainee):
    make_submission(person=trainee, assignment=assignment, file=ContentFile(PDF, "a.pdf"))
    kept = make_submission(person=trainee, assignment=assignment, text="New", keeps_file=True)
    assert (kept.file_name, Path(kept.file.path).read_bytes()) == ("a.pdf", PDF)
    gone = make_submission(person=trainee, assignment=assignment, text="New")
    assert (gone.file_name, bool(gone.file)) == ("", False)
    with pytest.raises(NothingHandedIn):
        make_submission(person=trainee, assignment=assignment, text=" \n", keeps_file=True)


def test_returned_work_is_kept_beside_the_next_version(assignment, trainee, trainer):
    first = make_submission(person=trainee, assignment=assignment, text="First")
    mark(first, trainer, accepts=False)
    second = make_submission(person=trainee, assignment=assignment, text="Second")
    first.refresh_from_db()
    assert (first.state, first.text) == ("returned", "First")
    assert (second.state, second.number) == ("submitted", 2)


def test_accepted_work_is_the_end(assignment, trainee, trainer):
    mark(make_submission(person=trainee, assignment=assignment), trainer)
    with pytest.raises(AlreadyAccepted):
        make_submission(person=trainee, assignment=assignment)


def test_database_keeps_one_waiting_work(assignment, trainee):
    work = make_submission(person=trainee, assignment=assignment)
    work.pk, work.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        work.save(force_insert=True)


# -- The pages of a trainee ---------------------------------------------------------------


def test_assignment_page_shows_instructions_rubric_and_the_way_in(reader, assignment):
    html = text_of(reader.get(assignment.url))
    assert "Draft a logframe." in html
    assert "Criterion 2" in html
    assert hand_in_url(assignment) in html


def test_course_page_links_assignments(reader, assignment):
    assert assignment.url in text_of(reader.get(course_of(assignment).url))


def test_stranger_is_sent_to_the_course(client, assignment):
    client.force_login(make_trainee().user)
    assert client.get(assignment.url).url == course_of(assignment).url
    assert client.get(hand_in_url(assignment)).status_code == 403


def test_trainer_reads_the_page_and_hands_nothing_in(client, assignment, trainer):
    client.force_login(trainer.user)
    html = text_of(client.get(assignment.url))
    assert (reverse("records:marking") in html, hand_in_url(assignment) in html) == (True, False)
    assert client.post(hand_in_url(assignment), {"text": "x"}).status_code == 403


def test_hand_in_text_and_file(reader, assignment, trainee):
    response = reader.post(
        hand_in_url(assignment), {"text": "ការងារ", "file": upload("ផែនការ.docx", docx())}
    )
    work = Submission.objects.get()
    assert response.url == submission_url(work)
    assert (work.person, work.text, work.file_name) == (trainee, "ការងារ", "ផែនការ.docx")
    assert work.course_key == course_of(assignment).translation_key
    assert "ផែនការ" not in work.file.name
    html = text_of(reader.get(response.url))
    assert ("ការងារ" in html, "Your trainer reads it next." in html) == (True, True)


def test_refused_file_loses_no_text(reader, assignment):
    html = text_of(
        reader.post(
            hand_in_url(assignment),
            {"text": "Long work of mine", "file": upload("a.pdf", b"<html>")},
        )
    )
    assert ("Long work of mine" in html, "Files of this kind are not taken" in html) == (True, True)
    assert not Submission.objects.exists()


def test_personal_data_is_asked_about_and_the_file_asked_for_again(reader, assignment):
    text = "Call 012 345 678"
    html = text_of(reader.post(hand_in_url(assignment), {"text": text, "file": upload()}))
    assert ("a phone number" in html, text in html) == (True, True)
    assert "Choose the file once more" in html
    assert not Submission.objects.exists()
    reader.post(
        hand_in_url(assignment), {"text": text, "file": upload(), "confirm": "on", "warned": "on"}
    )
    assert Submission.objects.get().warned


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": ""}, "Write something or choose a file"),
        ({"text": "   "}, "Write something or choose a file"),
        ({"text": "x" * 20_001}, "at most 20000 characters"),
        ({"text": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_bad_input_says_what_to_do(reader, assignment, data, message):
    assert message in text_of(reader.post(hand_in_url(assignment), data))
    assert not Submission.objects.exists()


def test_assignment_takes_only_what_it_says(reader, assignment):
    assignment.takes_file = False
    assignment.save()
    html = text_of(reader.get(hand_in_url(assignment)))
    assert ('name="text"' in html, 'name="file"' in html) == (True, False)
    reader.post(hand_in_url(assignment), {"text": "Words", "file": upload()})
    assert (Submission.objects.get().text, Submission.objects.get().file_name) == ("Words", "")
    assignment.takes_file, assignment.takes_text = True, False
    assignment.save()
    html = text_of(reader.post(hand_in_url(assignment), {"text": "Words"}))
    assert "This field is required." in html


def test_waiting_work_is_there_to_be_changed(reader, assignment, trainee):
    work = make_submission(
        person=trainee, assignment=assignment, text="Mine", file=ContentFile(PDF, "a.pdf")
    )
    html = text_of(reader.get(hand_in_url(assignment)))
    assert ("Mine" in html, "Keep the file handed in before: a.pdf" in html) == (True, True)
    reader.post(hand_in_url(assignment), {"text": "Better", "keeps_file": "on"})
    work.refresh_from_db()
    assert (work.text, work.file_name, Submission.objects.count()) == ("Better", "a.pdf", 1)


def test_returned_work_shows_feedback_and_its_text_again(reader, assignment, trainee, trainer):
    work = make_submission(person=trainee, assignment=assignment, text="First text")
    mark(work, trainer, accepts=False, points="", feedback="Who does what?")
    html = text_of(reader.get(submission_url(work)))
    assert ("Who does what?" in html, "Clear" in html) == (True, True)
    assert hand_in_url(assignment) in html
    assert "First text" in text_of(reader.get(hand_in_url(assignment)))


def test_accepted_work_leads_from_the_form_to_the_result(reader, assignment, trainee, trainer):
    work = mark(make_submission(person=trainee, assignment=assignment), trainer)
    assert reader.get(hand_in_url(assignment)).url == submission_url(work)
    assert "8 of 10 points" in text_of(reader.get(submission_url(work)))


def test_work_outlives_its_page(reader, assignment, trainee):
    work = make_submission(person=trainee, assignment=assignment, text="Mine")
    assignment.unpublish()
    assert "Mine" in text_of(reader.get(submission_url(work)))
    assert reader.get(hand_in_url(assignment)).status_code == 404


# -- Files --------------------------------------------------------------------------------


def test_file_is_given_to_its_owner_and_markers_only(client, assignment, trainee, trainer):
    work = make_submission(
        person=trainee, assignment=assignment, file=ContentFile(PDF, "ផែនការ.pdf")
    )
    fellow, stranger = make_trainee(), make_person(role=Role.TRAINER)
    make_enrolment(cohort=trainee.enrolments.get().cohort, person=fellow)
    for person, status in (
        (trainee, 200),
        (trainer, 200),
        (make_person(role=Role.COORDINATOR), 200),
        (fellow, 404),
        (stranger, 404),
        (make_person(role=Role.FOCAL_POINT), 404),
    ):
        client.force_login(person.user)
        response = client.get(submission_url(work, "submission_file"))
        assert response.status_code == status
        assert (PDF in response.getvalue()) == (status == 200)
        assert client.get(submission_url(work)).status_code == status
    client.force_login(trainee.user)
    response = client.get(submission_url(work, "submission_file"))
    assert response.getvalue() == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E1")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_no_file_is_not_found(reader, assignment, trainee):
    work = make_submission(person=trainee, assignment=assignment)
    assert reader.get(submission_url(work, "submission_file")).status_code == 404
    work.file.save("a.pdf", ContentFile(PDF))
    work.file.storage.delete(work.file.name)
    assert reader.get(submission_url(work, "submission_file")).status_code == 404


# -- Marking ------------------------------------------------------------------------------


def test_marks_keep_points_and_words(assignment, trainee, trainer):
    work = mark(make_submission(person=trainee, assignment=assignment), trainer, points="3.5")
    key = work.rubric[0]["key"]
    assert work.marks[key] == {"points": "3.50", "feedback": "Clear"}
    assert (work.state, work.feedback, work.marked_by) == ("accepted", "Good.", trainer.user)
    assert marked_rubric(work).given == Decimal("7.00")


def test_returned_without_points_has_no_sum(assignment, trainee, trainer):
    work = make_submission(person=trainee, assignment=assignment)
    assert marked_rubric(mark(work, trainer, accepts=False, points="")).given is None


def test_only_trainers_of_the_person_mark(assignment, trainee, trainer, cohort):
    work = make_submission(person=trainee, assignment=assignment)
    stranger = make_person(role=Role.TRAINER)
    make_cohort(course=course_of(assignment), trainers=[stranger])
    for person in (stranger, trainee, make_person(role=Role.MENTOR)):
        with pytest.raises(PermissionDenied):
            mark(work, person)
    mark(work, make_person(role=Role.COORDINATOR))


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_nobody_marks_their_own_work(assignment, cohort, role):
    me = make_person(role=role)
    cohort.trainers.add(me)
    make_enrolment(cohort=cohort, person=me)
    with pytest.raises(PermissionDenied):
        mark(make_submission(person=me, assignment=assignment), me)


def test_work_marked_or_replaced_meanwhile_is_refused(assignment, trainee, trainer):
    work = make_submission(person=trainee, assignment=assignment)
    with pytest.raises(ReplacedMeanwhile):
        mark(work, trainer, seen=work.submitted_at - timedelta(seconds=1))
    mark(work, trainer)
    with pytest.raises(AlreadyMarked):
        mark(work, trainer, accepts=False)
    work.refresh_from_db()
    assert work.state == "accepted"
