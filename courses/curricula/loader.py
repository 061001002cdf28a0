"""Turning data files into pages: creates what is missing, never touches what is there."""

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Func, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.curricula.files import (
    FOLDER,
    AssessmentFile,
    CourseFile,
    CurriculumFile,
    LessonFile,
    ModuleFile,
    read_curricula,
)
from courses.curricula.reading import Text
from courses.curricula.translations import translate_page
from courses.curricula.work_files import read_evaluation
from courses.curricula.work_pages import load_assignment, load_evaluation
from courses.models import (
    AssessmentPage,
    CataloguePage,
    CourseObjective,
    CoursePage,
    CoursePrerequisite,
    CurriculumPage,
    LessonPage,
    ModuleObjective,
    ModulePage,
    Question,
)

KHMER = "km"


@dataclass(frozen=True)
class LoadResult:
    """How many pages (in the default language) were made, and how many were already there."""

    created: int
    kept: int


@dataclass
class _Load:
    """The pages of one load. ``texts`` of a page map field names to what the files say."""

    owner: object = None
    created: list[Page] = field(default_factory=list)
    found: list[tuple[Page, dict[str, Text | list[Text]]]] = field(default_factory=list)

    def page(self, parent: Page, wanted: Page, texts: dict, **identity) -> Page:
        """Return the child of ``parent`` with this identity; make it from ``wanted`` if missing."""
        page = type(wanted).objects.child_of(parent).filter(**identity).first()
        if page is None:
            left_behind = self._left_behind(parent, type(wanted), identity)
            if left_behind:
                wanted.translation_key = left_behind.translation_key
            wanted.is_starter_text = True
            wanted.owner = self.owner
            page = parent.add_child(instance=wanted)
            self.created.append(page)
        self.found.append((page, texts))
        return page

    def _left_behind(self, parent: Page, page_type: type[Page], identity: dict) -> Page | None:
        """A translation whose original was deleted: the new original becomes its original."""
        if parent in self.created:
            return None
        for translated_parent in parent.get_translations():
            page = page_type.objects.child_of(translated_parent).filter(**identity).first()
            if page:
                return page
        return None


@transaction.atomic
def load_curricula(*, parent: CataloguePage, owner=None, folder: Path = FOLDER) -> LoadResult:
    """Make the pages of all curricula in ``folder`` below ``parent``, with their Khmer side.

    ``parent`` is the catalogue in the site's default language. Pages are published and marked as
    starter text. A page is known again by its code (curriculum, course, module) or else its slug
    below its parent; one that exists is left exactly as it is. Khmer pages are made where the
    locale exists, by wagtail-localize, so that editors go on in its editor; what the files do not
    translate reads in English. Raises :class:`~courses.curricula.reading.CurriculumFileError`
    before anything is written.
    """
    curricula = read_curricula(folder)
    evaluation = read_evaluation(folder / "evaluation.yaml")
    load = _Load(owner)
    parent = CataloguePage.objects.get(pk=parent.pk)
    with translation.override(settings.LANGUAGE_CODE), disable_reference_index_auto_update():
        courses: dict[str, CoursePage] = {}
        for curriculum in curricula:
            courses |= _load_curriculum(load, parent, curriculum)
        for course in courses.values() if evaluation else ():
            load_evaluation(load, course, evaluation)
        _link_prerequisites(load, courses, curricula)
        for page in load.created:
            page.save_revision(user=owner, clean=False, changed=False).publish(user=owner)
        translations = _translate(load)
    for page in [*load.created, *translations]:
        ReferenceIndex.create_or_update_for_object(page)
    return LoadResult(len(load.created), len(load.found) - len(load.created))


def _translate(load: _Load) -> list[Page]:
    """Make the Khmer pages that are missing."""
    khmer = Locale.objects.filter(language_code=KHMER).first()
    if not khmer:
        return []
    keys = [page.translation_key for page, _texts in load.found]
    there = set(
        Page.objects.filter(locale=khmer, translation_key__in=keys)
        .filter(alias_of__isnull=True)
        .values_list("translation_key", flat=True)
    )
    missing = [(page, texts) for page, texts in load.found if page.translation_key not in there]
    for page, texts in missing:
        translate_page(page, khmer, texts, user=load.owner)
    # wagtail-localize publishes on commit what it read before the children came, and forgets them.
    transaction.on_commit(partial(_count_children, khmer, keys))
    made = [page.translation_key for page, _texts in missing]
    return list(Page.objects.filter(locale=khmer, translation_key__in=made).specific())


def _count_children(locale: Locale, keys: list) -> None:
    """Set right how many children the pages with these keys have."""
    children = (
        Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
        .order_by()
        .annotate(number=Func(F("pk"), function="Count"))
        .values("number")
    )
    Page.objects.filter(locale=locale, translation_key__in=keys).update(
        numchild=Coalesce(Subquery(children), 0)
    )


def _load_curriculum(load: _Load, parent: Page, file: CurriculumFile) -> dict[str, CoursePage]:
    page = load.page(
        parent,
        CurriculumPage(
            title=file.title.en,
            slug=file.slug,
            code=file.code,
            summary=file.summary.en,
            audience=file.audience.en,
            introduction=file.introduction,
        ),
        {"title": file.title, "summary": file.summary, "audience": file.audience},
        code=file.code,
    )
    return {course.code: _load_course(load, page, course) for course in file.courses}


def _load_course(load: _Load, parent: Page, file: CourseFile) -> CoursePage:
    course = load.page(
        parent,
        CoursePage(
            title=file.title.en,
            slug=file.slug,
            code=file.code,
            summary=file.summary.en,
            audience=file.audience.en,
            introduction=file.introduction,
            level=file.level,
            delivery=file.delivery,
            minutes=file.minutes,
            attendance_percent=file.attendance_percent,
            required_lessons=file.required_lessons,
            follow_up_months=", ".join(map(str, file.follow_up_months)),
            objectives=_objectives(CourseObjective, file.objectives),
        ),
        {
            "title": file.title,
            "summary": file.summary,
            "audience": file.audience,
            "objectives": file.objectives,
        },
        code=file.code,
    )
    modules = {module.code: _load_module(load, course, module) for module in file.modules}
    keys = {
        (code, number): objective.translation_key
        for code, module in modules.items()
        for number, objective in enumerate(module.objectives.all(), start=1)
    }
    for assessment in file.assessments:
        _load_assessment(load, course, assessment, keys)
    if file.assignment:
        load_assignment(load, course, file.assignment)
    return course


def _objectives(model, texts: list[Text]) -> list:
    return [model(text=text.en, sort_order=order) for order, text in enumerate(texts)]


def _load_module(load: _Load, parent: Page, file: ModuleFile) -> ModulePage:
    module = load.page(
        parent,
        ModulePage(
            title=file.title.en,
            slug=file.slug,
            code=file.code,
            summary=file.summary.en,
            minutes=file.minutes,
            objectives=_objectives(ModuleObjective, file.objectives),
        ),
        {"title": file.title, "summary": file.summary, "objectives": file.objectives},
        code=file.code,
    )
    for lesson in file.lessons:
        _load_lesson(load, module, lesson)
    return module


def _load_lesson(load: _Load, parent: Page, file: LessonFile) -> None:
    load.page(
        parent,
        LessonPage(
            title=file.title.en,
            slug=file.slug,
            objective=file.objective.en,
            minutes=file.minutes,
            required=file.required,
            body=json.dumps(file.blocks),
        ),
        {"title": file.title, "objective": file.objective},
        slug=file.slug,
    )


def _load_assessment(load: _Load, parent: Page, file: AssessmentFile, keys: dict) -> None:
    load.page(
        parent,
        AssessmentPage(
            title=file.title.en,
            slug=file.slug,
            kind=file.kind,
            instructions=f"<p>{file.instructions.en}</p>",
            pass_percent=file.pass_percent,
            questions=[
                Question(
                    sort_order=order,
                    kind=question.kind,
                    text=question.text,
                    points=question.points,
                    objective_key=keys.get(question.objective),
                    choices=[
                        (
                            "choice",
                            {
                                "text": choice.text,
                                "is_correct": choice.is_correct,
                                "feedback": choice.feedback,
                            },
                        )
                        for choice in question.choices
                    ],
                )
                for order, question in enumerate(file.questions)
            ],
        ),
        {"title": file.title, "instructions": file.instructions},
        slug=file.slug,
    )


def _link_prerequisites(
    load: _Load, courses: dict[str, CoursePage], curricula: list[CurriculumFile]
) -> None:
    made = {page.pk for page in load.created}
    for file in (course for curriculum in curricula for course in curriculum.courses):
        course = courses[file.code]
        if course.pk in made:
            course.prerequisites = [
                CoursePrerequisite(course=courses[code], sort_order=order)
                for order, code in enumerate(file.prerequisites)
            ]
