import shutil

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from courses.curricula import CurriculumFileError, LoadResult, load_curricula
from courses.models import (
    AssessmentPage,
    AssignmentPage,
    CoursePage,
    CoursePrerequisite,
    CurriculumPage,
    EvaluationPage,
    LessonPage,
    ModulePage,
)
from tests.courses.curricula.example import write_curriculum
from tests.courses.serving import html_of
from tests.factories.accounts import make_user
from tests.factories.courses import make_catalogue, make_khmer_tree

pytestmark = pytest.mark.django_db
ASSIGNMENT = """
slug: map
title: Your map
title_km: កិច្ចការ
minutes: 30
takes_text: true
takes_file: false
instructions:
  - en: Draw it.
    km: ចូរគូរ។
criteria:
  - title: Clear
    title_km: ច្បាស់
    description: All can read it.
    points: 5
"""
EVALUATION = """
slug: course-evaluation
title: Evaluation
title_km: ការវាយតម្លៃ
introduction:
  - en: Tell us.
questions:
  - kind: scale
    en: It was useful.
    km: មានប្រយោជន៍
  - kind: open
    en: What should we change?
"""
PAGES = 13  # a curriculum, two courses, each with a module, two lessons and two tests


@pytest.fixture
def load(tmp_path, django_capture_on_commit_callbacks):
    """Load the tiny curriculum; Khmer pages are published as a real load would on commit."""
    folder = write_curriculum(tmp_path)

    def load():
        with django_capture_on_commit_callbacks(execute=True):
            return load_curricula(parent=make_catalogue(), folder=folder)

    load.folder = folder
    return load


def in_khmer(model, **filters):
    return model.objects.get(locale__language_code="km", **filters)


def in_english(model, **filters):
    return model.objects.get(locale__language_code="en", **filters)


def test_load_makes_published_starter_pages(load):
    assert load() == LoadResult(created=PAGES, kept=0)
    course = in_english(CoursePage, code="T1")
    lesson = course.lessons()[0]
    assert (course.minutes, course.follow_up_months, course.slug) == (120, "3, 6", "one")
    assert [module.code for module in course.modules()] == ["M1"]
    assert [test.pass_percent for test in course.assessments()] == [None, 60]
    assert [each.text for each in course.objectives.all()] == ["Draw a map"]
    assert (lesson.title, lesson.is_starter_text, lesson.live) == ("T1: first", True, True)
    assert lesson.latest_revision == lesson.live_revision
    assert lesson.latest_revision is not None
    assert [block.block_type for block in lesson.body] == [
        "rich_text", "table", "key_point", "activity", "case_study", "quote", "reflection",
    ]  # fmt: skip


def test_load_links_prerequisites_and_objectives(load):
    load()
    link = CoursePrerequisite.objects.get(page__locale__language_code="en")
    assert (link.page.code, link.course.code) == ("T2", "T1")
    course = in_english(CoursePage, code="T1")
    question = course.assessments()[0].questions.get()
    assert question.objective_key == course.modules()[0].objectives.get().translation_key
    revision = CoursePage.objects.get(pk=link.page_id).get_latest_revision_as_object()
    assert revision.prerequisites.count() == 1
    usage = ReferenceIndex.get_references_to(link.course).values_list("object_id", flat=True)
    assert str(link.page_id) in usage


def test_load_counts_the_children_of_khmer_pages(load):
    make_khmer_tree()
    load()
    assert in_khmer(CoursePage, code="T1").numchild == 3
    assert [len(problems) for problems in Page.find_problems()] == [0, 0, 0, 0, 0]


def test_load_makes_the_assignment_of_a_course_and_everyones_evaluation(load):
    make_khmer_tree()
    (load.folder / "evaluation.yaml").write_text(EVALUATION)
    (load.folder / "tiny/01-one/assignment.yaml").write_text(ASSIGNMENT)
    assert load() == LoadResult(created=PAGES + 3, kept=0)
    assert load() == LoadResult(created=0, kept=PAGES + 3)
    course = in_khmer(CoursePage, code="T1")
    assignment, evaluation = in_khmer(AssignmentPage), EvaluationPage.objects.child_of(course).get()
    assert (assignment.title, assignment.takes_file, assignment.live) == ("កិច្ចការ", False, True)
    assert "ចូរគូរ" in assignment.instructions
    assert [(c.title, c.description, c.points) for c in assignment.criteria.all()] == [
        ("ច្បាស់", "All can read it.", 5)
    ]
    assert (evaluation.title, evaluation.slug) == ("ការវាយតម្លៃ", "course-evaluation")
    assert [(q.kind, q.text) for q in evaluation.questions.all()] == [
        ("scale", "មានប្រយោជន៍"), ("open", "What should we change?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("evaluation.yaml", "kind: open", "kind: essay", "kind is none of scale, open"),
        ("evaluation.yaml", "en: It was useful.", "km: x", "questions 1: en is missing"),
        ("tiny/01-one/assignment.yaml", "points: 5", "points: 0", "points is not a whole number"),
        ("tiny/01-one/assignment.yaml", "takes_text: true", "takes_text: false", "neither"),
    ],
)
def test_fault_in_a_work_file_stops_the_load(load, name, old, new, reason):
    (load.folder / "evaluation.yaml").write_text(EVALUATION)
    (load.folder / "tiny/01-one/assignment.yaml").write_text(ASSIGNMENT)
    path = load.folder / name
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(CurriculumFileError, match=reason):
        load()
    assert not CurriculumPage.objects.exists()


def test_load_again_creates_nothing(load):
    make_khmer_tree()
    load()
    before = sorted(Page.objects.values_list("pk", "latest_revision_id"))
    assert load() == LoadResult(created=0, kept=PAGES)
    assert sorted(Page.objects.values_list("pk", "latest_revision_id")) == before


def test_load_again_keeps_what_editors_changed(load):
    load()
    course = in_english(CoursePage, code="T1")
    course.title, course.slug = "Our own title", "our-own-address"
    course.save_revision().publish()
    assert load() == LoadResult(created=0, kept=PAGES)
    course.refresh_from_db()
    assert (course.title, course.slug) == ("Our own title", "our-own-address")


def test_load_again_brings_back_what_is_missing(load):
    make_khmer_tree()
    load()
    lesson = in_english(LessonPage, title="T1: second")
    khmer = lesson.get_translations().get()
    lesson.delete()
    assert load() == LoadResult(created=1, kept=PAGES - 1)
    lesson = in_english(LessonPage, title="T1: second")
    assert lesson.live
    assert lesson.get_translations().get() == khmer


def test_load_makes_khmer_pages_that_fall_back_to_english(load):
    make_khmer_tree()
    load()
    course = in_khmer(CoursePage, code="T1")
    lesson = course.lessons()[0]
    assert course.live
    assert (course.title, course.summary, course.slug) == ("វគ្គ T1", "ខ្លី", "one")
    assert [each.text for each in course.objectives.all()] == ["គូរផែនទី"]
    assert "Bring a pen" in course.introduction
    assert (lesson.title, lesson.objective) == ("មេរៀន", "អ្នកអាចចាប់ផ្តើម។")
    assert "Welcome" in str(lesson.body[0].value)


@pytest.fixture
def one_course(load):
    """Only the first course, so that slugs are unique."""
    shutil.rmtree(load.folder / "tiny/02-two")
    return load


def test_khmer_test_shares_its_keys_with_the_english_one(one_course):
    make_khmer_tree()
    one_course()
    english, khmer = (
        find(AssessmentPage, kind="post-test").questions.get() for find in (in_english, in_khmer)
    )
    assert khmer.translation_key == english.translation_key
    assert [c.id for c in khmer.choices] == [c.id for c in english.choices]
    assert in_khmer(AssessmentPage, kind="post-test").instructions == "<p>កុំប្រញាប់។</p>"
    assert in_khmer(AssessmentPage, kind="post-test").pass_percent == 60


def test_khmer_pages_go_on_in_the_translation_editor(one_course, client):
    make_khmer_tree()
    one_course()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    for model in [CurriculumPage, CoursePage, ModulePage, LessonPage, AssessmentPage]:
        page = model.objects.filter(locale__language_code="km").first()
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        assert "wagtail_localize" in response.text


def test_stored_segments_are_those_that_wagtail_localize_would_store(one_course):
    make_khmer_tree()
    one_course()
    for source in TranslationSource.objects.filter(object__sources__isnull=False):
        before = sorted(
            StringSegment.objects.filter(source=source).values_list(
                "context__path", "string__data", "order", "attrs"
            )
        )
        assert before
        source.refresh_segments()
        after = StringSegment.objects.filter(source=source).values_list(
            "context__path", "string__data", "order", "attrs"
        )
        assert sorted(after) == before


def test_a_translated_table_cell_reaches_the_khmer_lesson(
    one_course, django_capture_on_commit_callbacks
):
    khmer = make_khmer_tree()
    one_course()
    lesson = in_english(LessonPage, slug="first")
    source = TranslationSource.objects.get_for_instance(lesson)
    for text, data in [("Keep content", "រក្សា"), ("Little", "តិច"), ("Walk.", "ដើរ។")]:
        segment = StringSegment.objects.get(source=source, string__data=text)
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=khmer,
            data=data,
            translation_type="manual",
        )
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get(source=source, target_locale=khmer).save_target()
    html = html_of(in_khmer(LessonPage, slug="first"))
    assert "<td>រក្សា</td>" in html
    assert '<th scope="col">តិច</th>' in html
    assert "<li>ដើរ។</li>" in html


def test_untranslated_parts_say_so_and_keep_their_language(one_course):
    make_khmer_tree()
    one_course()
    html = html_of(in_khmer(LessonPage, slug="first"))
    assert 'lang="en"' in html
    assert "notice--warn" in html
    assert 'lang="en"' in html_of(in_khmer(CoursePage, code="T1"))
    english = html_of(in_english(LessonPage, slug="first"))
    assert "notice--warn" not in english
    assert '<div lang="en"' not in english


def test_khmer_text_is_left_out_where_the_english_has_changed(one_course):
    one_course()
    course = in_english(CoursePage, code="T1")
    course.summary = "Rewritten by a trainer"
    course.save_revision().publish()
    make_khmer_tree()
    one_course()
    course = in_khmer(CoursePage, code="T1")
    assert (course.title, course.summary) == ("វគ្គ T1", "Rewritten by a trainer")


def test_load_without_a_khmer_locale_is_english_only(load):
    Locale.objects.filter(language_code="km").delete()
    load()
    assert not Page.objects.exclude(locale__language_code="en").exists()


def test_khmer_pages_know_how_many_children_they_have(load):
    """Else the next page below them would be given an address that is taken."""
    make_khmer_tree()
    load()
    wrong = [
        page.title
        for page in Page.objects.filter(depth__gt=1)
        if page.numchild != Page.objects.child_of(page).count()
    ]
    assert wrong == []
