"""What must always hold while a proposal is written: 1, 2, 3, 7, 8 and 21 through every way in."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from lms.records.models import Mentorship
from seedgrants.models import Application, GrantFile, KeptText
from seedgrants.services import decisions, feedback, reviews, submission
from seedgrants.services.files import remove_file
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    PNG,
    fresh,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_feedback,
    make_file,
    make_mentor,
    make_reviewer,
    make_round,
    make_under_review,
    score_review,
    set_state,
)
from tests.seedgrants.test_flow import budget, post, signed_in

pytestmark = pytest.mark.django_db


def autosave(client, draft, section, **data):
    return client.post(
        f"/en/grants/proposals/{draft.pk}/edit/{section}/", data | {"go": "autosave"}
    )


def with_file_question(**fields):
    """An open round whose second question wants a file."""
    round_page = make_round(**fields)
    question = round_page.questions.last()
    question.kind = "file"
    question.save()
    return round_page, question


def test_invariant_01_a_file_that_was_sent_stays_with_the_receipt():
    round_page, question = with_file_question()
    draft = make_draft(round_page=round_page)
    file = make_file(draft, question_key=question.translation_key)
    revision = submission.submit_application(application=draft, by=draft.applicant.user, key="a")
    assert [row["sha256"] for row in revision.content["files"]] == [file.sha256]
    with pytest.raises(submission.MoveRefused):
        remove_file(file=file, by=draft.applicant.user)
    assert GrantFile.objects.present().count() == 1


def test_invariant_02_autosave_answers_with_the_new_version():
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    answer = autosave(client, draft, "about", version=1, title="Boats")
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer.json()["message"].startswith("Saved at ")
    assert fresh(draft).title == "Boats"


def test_invariant_02_autosave_over_newer_work_keeps_both():
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    autosave(client, draft, "about", version=1, title="On the phone")
    for _again in range(2):
        answer = autosave(client, draft, "about", version=1, title="On the laptop")
        assert (answer.status_code, answer.json()["version"]) == (409, 2)
        assert answer.json()["theirs"] == [["Title of your project", "On the phone"]]
    assert fresh(draft).title == "On the phone"
    kept = KeptText.objects.get()
    assert kept.texts == [["Title of your project", "On the laptop"]]
    page = client.get(f"/en/grants/proposals/{draft.pk}/edit/about/").content.decode()
    assert "On the phone" in page
    assert "On the laptop" in page
    post(client, "settle", kept.pk)
    page = client.get(f"/en/grants/proposals/{draft.pk}/edit/about/").content.decode()
    assert "On the laptop" not in page


def test_invariant_02_half_typed_work_is_refused_and_changes_nothing():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    answer = autosave(client, draft, "budget", **budget(draft.version, unit_cost="twelve"))
    assert answer.json()["outcome"] == "refused"
    assert fresh(draft).version == draft.version


def test_invariant_02_a_line_saved_while_typing_is_there_after_the_button():
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    typed = budget(1)
    assert autosave(client, draft, "budget", **typed).json()["version"] == 2
    post(client, "edit", draft.pk, "budget", **typed | {"version": 2})
    assert str(fresh(draft).requested) == "250.00"


def test_invariant_02_a_review_on_two_devices():
    review = make_under_review().reviews.first()
    client = signed_in(review.reviewer.user)
    post(client, "declare", review.pk, answer="free")
    address = f"/en/grants/reviews/{review.pk}/"
    first = client.post(address, {"go": "autosave", "version": 1, "feedback": "Phone"})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    second = client.post(address, {"go": "autosave", "version": 1, "feedback": "Laptop"})
    assert second.status_code == 409
    page = client.post(address, {"go": "save", "version": 1, "feedback": "Laptop"}).content.decode()
    assert "Phone" in page
    assert "Laptop" in page
    assert fresh(review).feedback == "Phone"


def test_invariant_03_the_same_file_twice_is_kept_once():
    round_page, question = with_file_question()
    draft = make_draft(round_page=round_page)
    client = signed_in(draft.applicant.user)
    for _again in range(2):
        draft = fresh(draft)
        upload = SimpleUploadedFile("IMG.png", PNG, content_type="image/png")
        post(
            client, "edit", draft.pk, "2", version=draft.version,
            **{f"q_{question.translation_key.hex}": upload},
        )  # fmt: skip
    assert GrantFile.objects.count() == 1


def test_invariant_07_no_way_to_a_proposal_of_ones_own_side(client):
    """List, address, file, PDF, export, timeline and notification."""
    organisation = make_organisation()
    round_page, question = with_file_question()
    draft = make_draft(round_page=round_page, applicant=make_applicant(organisation=organisation))
    file = make_file(draft, question_key=question.translation_key)
    submission.submit_application(application=draft, by=draft.applicant.user, key="k")
    near = make_coordinator(organisation=organisation)
    reviewer = make_reviewer(organisation=organisation)
    other = make_coordinator()
    addresses = [
        f"/en/grants/proposals/{draft.pk}/manage/",
        f"/en/grants/proposals/{draft.pk}/sent/1.pdf",
        f"/en/grants/proposals/{draft.pk}/timeline/",
        f"/en/grants/files/{file.pk}/",
    ]
    for user, status in ((near, 404), (other, 200), (reviewer.user, None)):
        client.force_login(user)
        for address in addresses:
            answer = client.get(address)
            if answer.streaming:
                answer.getvalue()
            expected = status or (403 if "manage" in address else 404)
            assert (address, answer.status_code) == (address, expected)
    tables = [
        f"/en/grants/rounds/{round_page.pk}/{table}.csv"
        for table in ("applications", "scores", "ledger", "reports")
    ]
    number = fresh(draft).number
    for user, found in ((near, False), (other, True)):
        client.force_login(user)
        text = b"".join(client.get(tables[0]).streaming_content).decode()
        assert (number in text) is found
    client.force_login(near)
    assert all(number.encode() not in client.get(t).getvalue() for t in tables)
    assert mail.outbox == []


def test_invariant_08_no_file_or_paper_before_the_declaration(client):
    round_page, question = with_file_question()
    draft = make_draft(round_page=round_page)
    file = make_file(draft, question_key=question.translation_key)
    submission.submit_application(application=draft, by=draft.applicant.user, key="k")
    application = fresh(draft)
    round_page.state = "reviewing"
    type(round_page).objects.filter(pk=round_page.pk).update(state="reviewing")
    person = make_reviewer()
    asked = reviews.assign_reviewers(
        application=application, reviewers=[person, make_reviewer()], by=make_coordinator()
    )
    client.force_login(person.user)
    addresses = [f"/en/grants/files/{file.pk}/", f"/en/grants/proposals/{draft.pk}/sent/1.pdf"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    reviews.declare(review=asked[0], by=person.user, conflict=False)
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200]
    with file.file.open() as kept:
        assert answers[0].getvalue() == kept.read()
    reviews.declare(review=fresh(asked[0]), by=person.user, conflict=True)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_invariant_21_a_mentors_comments_enter_no_score():
    """Two proposals alike, one of them with a mentor's words before it was sent."""
    coordinator, round_page = make_coordinator(), make_round()
    helped, alone = make_draft(round_page=round_page), make_draft(round_page=round_page)
    asked, _comment = make_feedback(helped)
    feedback.answer_feedback(request=asked, by=asked.mentor.user, summary="Five points of five.")
    for draft in (helped, alone):
        submission.submit_application(application=fresh(draft), by=draft.applicant.user, key="k")
    set_state(round_page, "reviewing")
    pages = {}
    for draft in (helped, alone):
        asked_to = [make_reviewer(), make_reviewer()]
        reviews.assign_reviewers(application=fresh(draft), reviewers=asked_to, by=coordinator)
        for points, review in enumerate(draft.reviews.all(), 3):
            score_review(review, points=points)
            address = f"/en/grants/reviews/{review.pk}/"
            pages.setdefault(draft, []).append(signed_in(review.reviewer.user).get(address).text)
        manage = f"/en/grants/proposals/{draft.pk}/manage/"
        pages[draft].append(signed_in(coordinator).get(manage).text)
    keys = ("average", "spread", "reviews_counted")
    judged = {draft: decisions.judge(fresh(draft)) for draft in (helped, alone)}
    assert [judged[helped][key] for key in keys] == [Decimal("70.00"), Decimal("20.00"), 2]
    assert [judged[alone][key] for key in keys] == [judged[helped][key] for key in keys]
    rows = Application.objects.filter(round=round_page).with_marks()
    assert {(r.average, r.reviews_in, r.reviews_asked) for r in rows} == {(70, 2, 2)}
    sent = json.dumps([r.content for r in helped.revisions.all()])
    for words in ("Is one box enough?", "Five points of five."):
        assert words not in sent
        assert not [page for page in pages[helped] if words in page]
    assert "Flip charts" in sent
    compare = signed_in(helped.applicant.user).get(f"/en/grants/feedback/{asked.pk}/compare/").text
    assert "Five points of five." in compare


def test_invariant_21_a_practice_score_is_in_no_other_rounds_figures():
    """The same person, practising badly and then proposing well, read by the same two."""
    coordinator, applicant = make_coordinator(), make_applicant()
    people = [make_reviewer(), make_reviewer()]
    both = [
        make_discussed(
            coordinator=coordinator,
            applicant=applicant,
            reviewers=people,
            round_page=make_round(is_practice=is_practice),
            points=points,
        )
        for is_practice, points in ((True, 1), (False, 5))
    ]
    practised, real = both
    assert [decisions.judge(one)["average"] for one in both] == [20, 100]
    marks = Application.objects.with_marks()
    assert [marks.get(pk=one.pk).average for one in both] == [20, 100]
    assert [marks.get(pk=one.pk).reviews_in for one in both] == [2, 2]
    client = signed_in(coordinator)
    for table in ("scores", "applications"):
        text = client.get(f"/en/grants/rounds/{real.round_id}/{table}.csv").getvalue().decode()
        assert real.number in text
        assert practised.number not in text
    board = client.get(f"/en/grants/rounds/{real.round_id}/")
    assert [(row.number, row.average) for row in board.context["applications"]] == [
        (real.number, 100)
    ]
    decision = decisions.decide(
        application=real, outcome="decline", feedback="No money left.", by=coordinator
    )
    assert (decision.average, decision.reviews_counted) == (100, 2)


def test_feedback_freezes_the_draft_and_leaves_it_editable():
    draft = make_draft()
    asked, _comment = make_feedback(draft)
    client = signed_in(draft.applicant.user)
    post(client, "edit", draft.pk, "about", version=draft.version, title="A new title")
    assert (fresh(draft).state, fresh(draft).title) == ("feedback", "A new title")
    assert fresh(asked).content["title"] == "Safe migration"


def test_feedback_comes_back_and_is_resolved_one_by_one():
    draft = make_draft()
    asked, comment = make_feedback(draft)
    client = signed_in(draft.applicant.user)
    mentor = signed_in(asked.mentor.user)
    key = draft.answers.first().question_key
    post(mentor, "feedback", asked.pk, go="comment", target=f"answer:{key}", text="Say who.")
    page = client.get(f"/en/grants/proposals/{draft.pk}/edit/1/").content.decode()
    assert "Say who." not in page
    post(mentor, "feedback", asked.pk, go="answer", summary="A good start.")
    assert fresh(draft).state == "draft"
    assert "Say who." in client.get(f"/en/grants/proposals/{draft.pk}/edit/1/").content.decode()
    budget_page = client.get(f"/en/grants/proposals/{draft.pk}/edit/budget/").content.decode()
    assert "Is one box enough?" in budget_page
    post(client, "edit", draft.pk, "about", version=draft.version, title="Safer migration")
    page = client.get(f"/en/grants/feedback/{asked.pk}/compare/").content.decode()
    assert "<del>Safe</del>" in page
    assert "<ins>Safer</ins>" in page
    assert "2 comments are not resolved." in page
    page = post(client, "resolve", comment.pk, resolved="1").content.decode()
    assert "1 comment is not resolved." in page
    budget_page = client.get(f"/en/grants/proposals/{draft.pk}/edit/budget/").content.decode()
    assert "Is one box enough?" not in budget_page


def test_feedback_lapses_when_the_promise_does(django_assert_num_queries):
    draft = make_draft()
    asked, _comment = make_feedback(draft)
    assert feedback.lapse_promises() == 0
    asked.promised_for = asked.asked_at.date().replace(year=2020)
    asked.save()
    assert feedback.lapse_promises() == 1
    assert fresh(draft).state == "draft"
    assert draft.events.last().actor is None
    with pytest.raises(feedback.MoveRefused):
        feedback.answer_feedback(request=fresh(asked), by=asked.mentor.user, summary="Late")


def test_only_ones_own_mentor_reads_a_draft():
    draft = make_draft()
    stranger = make_mentor(make_applicant())
    with pytest.raises(feedback.NotAllowed):
        feedback.ask_for_feedback(application=draft, by=draft.applicant.user, mentor=stranger)
    asked, _comment = make_feedback(draft)
    Mentorship.objects.all().delete()
    client = signed_in(asked.mentor.user)
    assert client.get(f"/en/grants/feedback/{asked.pk}/").status_code == 404


def test_a_draft_with_the_mentor_can_be_sent():
    draft = make_draft()
    asked, _comment = make_feedback(draft)
    submission.submit_application(application=fresh(draft), by=draft.applicant.user, key="k")
    assert fresh(draft).state == "submitted"
    assert not fresh(asked).is_waiting


def test_budget_goes_out_to_a_spreadsheet_and_comes_back():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    data = client.get(f"/en/grants/proposals/{draft.pk}/budget.xlsx").content
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["Activities and materials", "Flip charts", 10]
    sheet.append(["Travel", "=1+1", "៥", "trip", 2.5, 2.0, None])
    changed = BytesIO()
    book.save(changed)
    upload = SimpleUploadedFile("b.xlsx", changed.getvalue())
    page = post(client, "budget_in", draft.pk, version=draft.version, sheet=upload).content.decode()
    # A formula has no value until a spreadsheet has worked it out: the line is asked about.
    assert "Some lines are not right yet." in page
    sheet["B3"] = "Bus to town"
    changed = BytesIO()
    book.save(changed)
    post(
        client,
        "budget_in",
        draft.pk,
        version=draft.version,
        sheet=SimpleUploadedFile("b.xlsx", changed.getvalue()),
    )
    assert [str(line.total) for line in draft.budget_lines.all()] == ["250.00", "25.00"]
    assert str(fresh(draft).requested) == "275.00"


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04 broken", PNG])
def test_a_broken_spreadsheet_changes_nothing(content):
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    post(
        client,
        "budget_in",
        draft.pk,
        version=draft.version,
        sheet=SimpleUploadedFile("b.xlsx", content),
    )
    assert str(fresh(draft).requested) == "250.00"


def test_a_web_page_called_pdf_is_refused():
    round_page, question = with_file_question()
    draft = make_draft(round_page=round_page)
    client = signed_in(draft.applicant.user)
    upload = SimpleUploadedFile("plan.pdf", b"<html><script>alert(1)</script></html>")
    name = f"q_{question.translation_key.hex}"
    page = post(client, "edit", draft.pk, "2", version=draft.version, **{name: upload})
    assert "Files of this kind are not taken." in page.content.decode()
    assert GrantFile.objects.count() == 0


def test_what_looks_like_personal_data_is_asked_about_before_sending():
    draft = make_draft()
    user = draft.applicant.user
    client = signed_in(user)
    post(client, "edit", draft.pk, "about", version=draft.version, title="Call 012 345 678")
    page = post(client, "edit", draft.pk, "check", key="k").content.decode()
    assert "a phone number" in page
    assert fresh(draft).state == "draft"
    post(client, "edit", draft.pk, "check", key="k", confirm="on")
    assert (fresh(draft).state, fresh(draft).warned) == ("submitted", True)


def test_receipt_goes_out_by_mail_once(django_capture_on_commit_callbacks):
    draft = make_draft()
    draft.applicant.email = "grantee@example.org"
    draft.applicant.language = "km"
    draft.applicant.save()
    with django_capture_on_commit_callbacks(execute=True):
        revision = submission.submit_application(
            application=draft, by=draft.applicant.user, key="k"
        )
    from seedgrants.tasks import mail_receipt

    assert mail_receipt(revision.pk) is False
    [letter] = mail.outbox
    assert letter.to == ["grantee@example.org"]
    assert revision.sha256 in letter.body
    name, content, kind = letter.attachments[0]
    assert (name, content[:5], kind) == (
        f"{fresh(draft).number}.pdf", b"%PDF-", "application/pdf",
    )  # fmt: skip


def test_every_kind_of_question_is_answered_and_read_back():
    round_page = make_round(questions=4)
    kinds = ("date", "people", "logframe", "line")
    for question, kind in zip(round_page.questions.all(), kinds, strict=True):
        question.kind, question.section = kind, "All"
        question.save()
    draft = make_draft(round_page=round_page, filled=False)
    client = signed_in(draft.applicant.user)
    date, people, plan, line = (f"q_{q.translation_key.hex}" for q in round_page.questions.all())
    values = {
        date: "២០២៦-០៥-៣១",
        line: "Boats",
        **{f"{people}_{n}": value for n, value in enumerate(["៣", "2", "1", "0", "7"])},
        f"{plan}_0": "Girls stay in school",
        f"{plan}_3": "The register",
    }
    page = post(client, "edit", draft.pk, "1", version=1, **values).content.decode()
    assert "together make the number of people in all" in page
    assert "Girls stay in school" in page
    post(client, "edit", draft.pk, "1", version=1, **values | {f"{people}_4": "6"})
    answers = {a.kind: (a.text, a.data) for a in draft.answers.all()}
    assert answers["date"] == ("2026-05-31", None)
    assert answers["people"][1] == {"women": 3, "men": 2, "girls": 1, "boys": 0, "people": 6}
    assert answers["logframe"][1] == [
        {"goal": "Girls stay in school", "steps": "", "sign": "", "source": "The register"}
    ]
    page = client.get(f"/en/grants/proposals/{draft.pk}/edit/1/").content.decode()
    assert 'value="6"' in page
    assert "The register" in page
    assert Application.objects.count() == 1


def test_a_page_that_is_gone_says_so_to_the_script():
    draft = make_draft()
    assert Client().post(f"/en/grants/proposals/{draft.pk}/edit/about/").status_code == 302
