"""A page before it is published, seen by a trainee, a trainer, a visitor and in Khmer."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.models import (
    AssessmentPage,
    AssignmentPage,
    CoursePage,
    CurriculumPage,
    EvaluationPage,
    LessonPage,
    ModulePage,
)
from lms.roles import Role
from tests.courses.editing import make_site, sign_in_as, typed
from tests.factories.courses import (
    make_assessment,
    make_catalogue,
    make_course,
    make_curriculum,
    make_khmer_tree,
    make_lesson,
    make_module,
)
from tests.factories.records import make_person

pytestmark = pytest.mark.django_db

NOTES = "Only for whoever teaches it."
ACTIVITY = {
    "title": "Draw a problem tree",
    "kind": "group-work",
    "minutes": 30,
    "steps": "<ol><li>Draw.</li></ol>",
    "facilitator_notes": f"<p>{NOTES}</p>",
}
MODES = ["trainee", "trainer", "signed-out", "khmer", "", "unheard-of"]


@pytest.fixture
def trainer(client, roles):
    make_site()
    sign_in_as(client, Role.TRAINER)
    return client


def draft_of(page) -> str:
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


@pytest.mark.parametrize("mode", MODES)
def test_notes_are_in_the_trainers_preview_alone(trainer, mode):
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    response = trainer.get(draft_of(lesson), {"mode": mode})
    assert response.status_code == 200
    assert "Draw a problem tree" in response.text
    assert (NOTES in response.text) == (mode == "trainer")


def test_notes_stay_hidden_from_an_editor_who_may_not_see_them(client, roles):
    make_site()
    user = sign_in_as(client, Role.TRAINER)
    user.groups.get().permissions.remove(
        *user.groups.get().permissions.filter(codename="see_facilitator_notes")
    )
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    response = client.get(draft_of(lesson), {"mode": "trainer"})
    assert response.status_code == 200
    assert NOTES not in response.text


def test_signed_out_preview_offers_to_sign_in(trainer):
    lesson = make_lesson()
    assert reverse("account_login") in trainer.get(draft_of(lesson), {"mode": "signed-out"}).text
    assert reverse("account_login") not in trainer.get(draft_of(lesson), {"mode": "trainee"}).text


def test_khmer_preview_shows_the_newest_khmer_draft(trainer):
    khmer = make_khmer_tree()
    lesson = make_lesson()
    for page in [*lesson.get_ancestors()[3:], lesson]:
        translation = page.specific.copy_for_translation(khmer)
        translation.save_revision().publish()
    translation = lesson.get_translation(khmer)
    translation.title = "មេរៀនថ្មី"
    translation.save_revision()
    text = trainer.get(draft_of(lesson), {"mode": "khmer"}).text
    assert "មេរៀនថ្មី" in text
    assert '<html lang="km"' in text
    assert "មេរៀនថ្មី" not in trainer.get(draft_of(lesson), {"mode": "trainee"}).text


def test_khmer_preview_of_an_untranslated_page_keeps_its_words(trainer):
    lesson = make_lesson(title="Only in English")
    text = trainer.get(draft_of(lesson), {"mode": "khmer"}).text
    assert "Only in English" in text
    assert '<html lang="km"' in text


def test_khmer_page_has_no_khmer_mode():
    lesson = make_lesson()
    assert [name for name, _label in lesson.preview_modes][-1] == "khmer"
    lesson.locale = Locale.objects.get_or_create(language_code="km")[0]
    assert [name for name, _label in lesson.preview_modes] == ["trainee", "trainer", "signed-out"]


NEW_PAGES = [
    (CurriculumPage, make_catalogue, {"code": "new", "summary": "New."}),
    (CoursePage, make_curriculum, {"code": "NEW1", "summary": "New."}),
    (ModulePage, make_course, {"code": "N1"}),
    (LessonPage, make_module, {}),
    (AssessmentPage, make_course, {}),
    (AssignmentPage, make_course, {}),
    (EvaluationPage, make_course, {}),
]


@pytest.mark.parametrize(("model", "make_parent", "fields"), NEW_PAGES)
@pytest.mark.parametrize("role", [Role.TRAINER, None])
def test_new_page_is_previewed_before_it_is_saved(client, roles, model, make_parent, fields, role):
    make_site()
    user = sign_in_as(client, role)
    make_person(user=user)  # so that what a learner does on the page is shown as well
    parent = make_parent()
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["courses", model._meta.model_name, parent.pk]
    )
    data = typed(model, parent, user, title="ទំព័រថ្មី", **fields)
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    for mode in MODES:
        response = client.get(url, {"mode": mode})
        assert response.status_code == 200
        assert "ទំព័រថ្មី" in response.text, mode
    assert client.get(url).status_code == 200
    assert not model.objects.filter(title="ទំព័រថ្មី").exists()


@pytest.mark.parametrize("make", [make_catalogue, make_curriculum, make_course, make_assessment])
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_of_a_saved_page_opens(trainer, make, mode):
    assert trainer.get(draft_of(make()), {"mode": mode}).status_code == 200


def test_preview_is_for_editors(client, roles):
    make_site()
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    assert client.get(draft_of(lesson), {"mode": "trainer"}).status_code == 302
    sign_in_as(client, Role.TRAINEE)
    response = client.get(draft_of(lesson), {"mode": "trainer"})
    assert response.status_code == 302
