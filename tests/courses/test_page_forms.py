"""New pages begin usefully, have an address in Latin letters, and show each role its own fields."""

import pytest

from courses.models import (
    AssessmentPage,
    AssignmentPage,
    CataloguePage,
    CoursePage,
    CurriculumPage,
    EvaluationPage,
    LessonPage,
    ModulePage,
)
from courses.slugs import latin_slug
from lms.roles import Role
from tests.courses.editing import add_url, edit_url, make_site, sign_in_as, typed
from tests.factories.courses import (
    make_assessment,
    make_catalogue,
    make_course,
    make_curriculum,
    make_khmer_tree,
    make_lesson,
    make_module,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(roles):
    return make_site()


def draft_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def fields_of(client, url) -> set[str]:
    return set(client.get(url).context["form"].fields)


# -- Addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("Đào tạo về quyền trẻ em", "dao-tao-ve-quyen-tre-em"),
        ("មេរៀនទី ១", "merientei-1"),
        ("១២៣", "lesson"),
        ("!!!", "lesson"),
        ("", "lesson"),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_latin_slug(title, slug):
    assert latin_slug(LessonPage(title=title)) == slug


def test_code_comes_before_khmer_spelt_in_latin():
    assert latin_slug(CoursePage(title="វគ្គ", code="PCM1")) == "pcm1"
    assert latin_slug(CoursePage(title="Course", code="PCM1")) == "course"


KHMER_PAGES = [
    (CurriculumPage, make_catalogue, {"code": "doors", "summary": "x"}, "doors"),
    (CoursePage, make_curriculum, {"code": "PCM1", "summary": "x"}, "pcm1"),
    (ModulePage, make_course, {"code": "D1"}, "d1"),
    (LessonPage, make_module, {}, "merienthmei"),
    (AssessmentPage, make_course, {}, "merienthmei"),
    (AssignmentPage, make_course, {}, "merienthmei"),
    (EvaluationPage, make_course, {}, "merienthmei"),
]


@pytest.mark.parametrize(("model", "make_parent", "fields", "slug"), KHMER_PAGES)
@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_khmer_title_gives_a_latin_address(
    client, catalogue, model, make_parent, fields, slug, role
):
    user = sign_in_as(client, role)
    parent = make_parent()
    for wanted in (slug, f"{slug}-2"):
        data = typed(model, parent, user, title="មេរៀនថ្មី", **fields)
        assert client.post(add_url(model, parent), data).status_code == 302
        page = model.objects.order_by("pk").last()
        assert (page.title, page.slug) == ("មេរៀនថ្មី", wanted)
        assert page.url_path.isascii()


def test_khmer_address_is_refused_and_an_own_one_is_kept(client, catalogue):
    user = sign_in_as(client, Role.COORDINATOR)
    module = make_module()
    data = typed(LessonPage, module, user, title="មេរៀន")
    refused = client.post(add_url(LessonPage, module), data | {"slug": "មេរៀន"})
    assert refused.status_code == 200
    assert "slug" in refused.context["form"].errors
    assert "មេរៀន" in refused.text
    client.post(add_url(LessonPage, module), data | {"slug": "my-own"})
    assert LessonPage.objects.get().slug == "my-own"


def test_trainer_does_not_change_the_address_of_a_page(client, catalogue):
    lesson = make_lesson(slug="kept")
    user = sign_in_as(client, Role.TRAINER)
    data = typed(LessonPage, lesson.get_parent().specific, user, title="New", slug="changed")
    assert client.post(edit_url(lesson), data).status_code == 302
    assert draft_of(lesson).slug == "kept"
    assert draft_of(lesson).title == "New"


# -- Who sees what --------------------------------------------------------------------------

KEPT = {"slug", "seo_title", "search_description"}
RULES = {"attendance_percent", "required_lessons", "follow_up_months"}


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.TRAINER, False), (Role.COORDINATOR, True), (None, True)]
)
def test_addresses_and_rules_are_the_coordinators(client, catalogue, role, sees):
    sign_in_as(client, role)
    course = make_course()
    fields = fields_of(client, edit_url(course))
    assert fields & (KEPT | RULES) == (KEPT | RULES if sees else set())
    assert {"title", "code", "summary", "minutes", "is_starter_text"} <= fields
    text = client.get(edit_url(course)).text
    assert ('id="tab-label-promote"' in text, 'id="tab-label-settings"' in text) == (sees, sees)
    assert 'id="tab-label-checks"' in text


@pytest.mark.parametrize("make", [make_catalogue, make_curriculum, make_module, make_assessment])
def test_form_of_every_page_opens(client, catalogue, make):
    sign_in_as(client, Role.COORDINATOR)
    page = make()
    assert fields_of(client, edit_url(page)) >= KEPT
    sign_in_as(client, Role.TRAINER)
    assert not KEPT & fields_of(client, edit_url(page))


def test_rules_survive_a_trainers_edit(client, catalogue):
    course = make_course(attendance_percent=70, follow_up_months="6")
    user = sign_in_as(client, Role.TRAINER)
    parent = course.get_parent().specific
    data = typed(CoursePage, parent, user, title="New", code="X", summary="New", minutes="360")
    assert client.post(edit_url(course), data | {"attendance_percent": "1"}).status_code == 302
    draft = draft_of(course)
    assert (draft.title, draft.attendance_percent, draft.follow_up_months) == ("New", 70, "6")


@pytest.mark.parametrize(("role", "code"), [(Role.TRAINER, "OLD"), (Role.COORDINATOR, "NEW")])
def test_published_code_is_the_coordinators(client, catalogue, role, code):
    course = make_course(code="OLD")
    course.save_revision().publish()
    user = sign_in_as(client, role)
    parent = course.get_parent().specific
    data = typed(CoursePage, parent, user, title="New", code="NEW", summary="New", slug="new")
    assert client.post(edit_url(course), data).status_code == 302
    assert draft_of(course).code == code


def test_trainer_may_still_change_the_code_of_a_draft(client, catalogue):
    course = make_course(code="OLD", live=False)
    user = sign_in_as(client, Role.TRAINER)
    parent = course.get_parent().specific
    data = typed(CoursePage, parent, user, title="New", code="NEW", summary="New")
    assert client.post(edit_url(course), data).status_code == 302
    assert draft_of(course).code == "NEW"


# -- A useful start -------------------------------------------------------------------------


def saved(client, model, parent, user, **fields):
    answer = client.post(add_url(model, parent), typed(model, parent, user, **fields))
    assert answer.status_code == 302
    return model.objects.order_by("pk").last()


def test_new_evaluation_asks_good_questions(client, catalogue):
    user = sign_in_as(client, Role.TRAINER)
    page = saved(client, EvaluationPage, make_course(), user)
    assert page.title == "Course evaluation"
    questions = list(page.questions.values_list("kind", "text"))
    assert len(questions) == 8
    assert questions[0] == ("scale", "Is what you learned useful in your work?")
    assert questions[-1] == ("open", "What should we change before the next course?")
    assert len({question.translation_key for question in page.questions.all()}) == 8


def test_new_assignment_has_a_rubric(client, catalogue):
    user = sign_in_as(client, Role.TRAINER)
    page = saved(client, AssignmentPage, make_course(), user, title="Logframe")
    assert list(page.criteria.values_list("title", "points")) == [
        ("Fits the task", 5),
        ("Clear", 5),
        ("Can be done", 5),
        ("Keeps people safe", 5),
    ]
    assert page.minutes == 60


def test_new_tests_are_those_the_course_lacks(client, catalogue):
    user = sign_in_as(client, Role.TRAINER)
    course = make_course()
    made = [saved(client, AssessmentPage, course, user) for _again in range(3)]
    assert [(page.kind, page.title, page.pass_percent) for page in made] == [
        ("pre-test", "Pre-test", None),
        ("post-test", "Post-test", 60),
        ("quiz", "Quiz", None),
    ]


def test_test_without_a_title_is_named_by_its_kind(client, catalogue):
    user = sign_in_as(client, Role.TRAINER)
    page = saved(client, AssessmentPage, make_course(), user, title="", kind="pool")
    assert page.title == "Question pool, from which other tests draw"


def test_new_lesson_shows_what_a_good_one_has(client, catalogue):
    sign_in_as(client, Role.TRAINER)
    form = client.get(add_url(LessonPage, make_module())).context["form"]
    blocks = [(block.block_type, block.value) for block in form["body"].value()]
    assert [name for name, _value in blocks] == [
        "rich_text",
        "key_point",
        "activity",
        "reflection",
    ]
    assert (blocks[2][1]["kind"], blocks[2][1]["minutes"]) == ("discussion", 20)
    assert form["minutes"].value() == 60


def test_start_is_in_the_language_of_the_page(client, catalogue):
    khmer = make_khmer_tree()
    course = make_course()
    for page in [course.get_parent().specific, course]:
        page.copy_for_translation(khmer).save_revision().publish()
    sign_in_as(client, Role.COORDINATOR)
    translated = course.get_translation(khmer)
    answer = client.get(add_url(EvaluationPage, translated))
    assert answer.status_code == 200
    assert answer.context["form"].instance.locale_id == khmer.pk


def test_catalogue_keeps_its_place_in_the_menu(client, catalogue):
    CataloguePage.objects.update(show_in_menus=True)
    user = sign_in_as(client, Role.TRAINER)
    parent = catalogue.get_parent().specific
    client.post(edit_url(catalogue), typed(CataloguePage, parent, user, title="Catalogue"))
    draft = draft_of(catalogue)
    assert (draft.title, draft.show_in_menus) == ("Catalogue", True)
