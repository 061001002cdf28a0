"""What is typed on a page older than the draft is kept beside the newer work: 2, for every form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from seedgrants.models import KeptText
from seedgrants.services import reports
from tests.factories.seedgrants import (
    fresh,
    make_active_grant,
    make_coordinator,
    make_draft,
    make_under_review,
)
from tests.seedgrants.test_flow import budget, get, post, signed_in
from tests.seedgrants.test_invariants_of_drafts import autosave

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    return reports.open_report(report=grant.reports.get(), by=coordinator)


@pytest.fixture
def review():
    review = make_under_review().reviews.first()
    post(signed_in(review.reviewer.user), "declare", review.pk, answer="free")
    return review


def test_a_reports_text_over_newer_work_is_kept_and_shown(report):
    client = signed_in(report.application.applicant.user)
    address = f"/en/grants/reports/{report.pk}/"
    client.post(address, {"go": "autosave", "version": 1, "done": "On the phone"})
    for _again in range(2):
        stale = {"go": "autosave", "version": 1, "done": "On the laptop", "women": "many"}
        answer = client.post(address, stale)
        assert (answer.status_code, answer.json()["outcome"]) == (409, "stale")
    kept = KeptText.objects.get()
    assert (answer.json()["kept"], kept.report) == (kept.pk, report)
    assert ["Women", "many"] in kept.texts
    page = client.get(address).content.decode()
    assert "On the phone" in page
    assert "On the laptop" in page
    post(client, "settle", kept.pk)
    assert "On the laptop" not in client.get(address).content.decode()
    assert fresh(report).done == "On the phone"


def test_a_reviews_text_over_newer_work_is_kept_for_its_reviewer_alone(review):
    client = signed_in(review.reviewer.user)
    address = f"/en/grants/reviews/{review.pk}/"
    client.post(address, {"go": "autosave", "version": 1, "feedback": "Phone"})
    answer = client.post(address, {"go": "autosave", "version": 1, "feedback": "Laptop"})
    kept = KeptText.objects.get()
    assert answer.json()["kept"] == kept.pk
    page = client.get(address).content.decode()
    assert "Phone" in page
    assert "Laptop" in page
    owner = signed_in(review.application.applicant.user)
    assert owner.post(f"/en/grants/kept/{kept.pk}/").status_code == 404
    assert "Laptop" not in get(owner, "application", review.application.pk).content.decode()
    post(client, "settle", kept.pk)
    assert "Laptop" not in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["people", "number"])
def test_half_filled_boxes_over_newer_work_are_kept(kind):
    draft = make_draft()
    question = draft.round.questions.first()
    question.kind = kind
    question.save()
    name = f"q_{question.translation_key.hex}"
    typed = {f"{name}_0": "25", f"{name}_3": "some"} if kind == "people" else {name: "25, some"}
    answer = autosave(signed_in(draft.applicant.user), draft, "1", version=1, **typed)
    assert answer.json()["outcome"] == "stale"
    [(_label, text)] = KeptText.objects.get(pk=answer.json()["kept"]).texts
    assert "25" in text
    assert "some" in text


def test_every_part_of_a_budget_line_is_kept():
    draft = make_draft()
    typed = budget(1, item="Boat", unit="day", unit_cost="9o", note="In the rain")
    answer = autosave(signed_in(draft.applicant.user), draft, "budget", **typed)
    [(item, text)] = KeptText.objects.get(pk=answer.json()["kept"]).texts
    assert item == "Boat"
    for part in ("day", "9o", "In the rain", "Activities"):
        assert part in text, text
    assert "Flip charts" in str(answer.json()["theirs"])


def test_a_save_whose_answer_was_lost_is_no_conflict(report):
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    for _again in range(2):
        answer = autosave(client, draft, "about", version=1, title="Boats")
        assert (answer.json()["outcome"], answer.json()["version"]) == ("saved", 2)
    typed = budget(2, quantity="10", unit_cost="12.50", note="In the rain")
    autosave(client, draft, "budget", **typed)
    assert autosave(client, draft, "budget", **typed).json()["outcome"] == "saved"
    for part in ("unit", "note", "category"):
        other = typed | {f"lines-0-{part}": "materials" if part == "category" else "other"}
        assert autosave(client, draft, "budget", **other).json()["outcome"] == "stale", part


def test_only_what_stood_in_the_form_is_put_away_when_it_is_saved():
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    autosave(client, draft, "about", version=1, title="On the phone")
    autosave(client, draft, "about", version=1, title="On the tablet")
    page = post(client, "edit", draft.pk, "about", version=1, title="On the laptop")
    standing = page.context["standing"]
    version = page.context["form"]["version"].value()
    post(
        client, "edit", draft.pk, "about",
        version=version, title="On the laptop", standing=standing.pk,
    )  # fmt: skip
    left = KeptText.objects.get(settled_at=None)
    assert left.texts == [["Title of your project", "On the tablet"]]
    assert fresh(draft).title == "On the laptop"


def test_a_spreadsheet_over_newer_lines_is_kept_beside_them():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    sheet = client.get(f"/en/grants/proposals/{draft.pk}/budget.xlsx").content
    opened = get(client, "edit", draft.pk, "budget").context["sheet_form"]["version"].value()
    post(client, "edit", draft.pk, "budget", **budget(draft.version, item="Boat"))
    upload = SimpleUploadedFile("b.xlsx", sheet)
    page = post(client, "budget_in", draft.pk, version=opened, sheet=upload).content.decode()
    assert [line.item for line in draft.budget_lines.all()] == ["Boat"]
    assert "Both are kept" in page
    [(item, text)] = KeptText.objects.get().texts
    assert (item, "10 box × 12.5" in text) == ("Flip charts", True), text
    assert "Flip charts" in page
