"""Writing what was chosen: always drafts, all of it or nothing."""

import json
from collections.abc import Sequence
from io import BytesIO
from uuid import uuid4

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from courses.durations import LESSON
from courses.imports.lessons import LessonDraft, ModuleDraft
from courses.imports.pictures import Picture
from courses.imports.questions import ImportedQuestion
from courses.models import AssessmentPage, LessonPage, ModulePage, Question


@transaction.atomic
def save_lessons(
    *,
    parent: Page,
    modules: Sequence[ModuleDraft],
    pictures: Sequence[Picture],
    collection: Collection | None,
    user,
) -> list[Page]:
    """Make draft pages below ``parent`` and return them, modules before their lessons.

    ``parent`` is a course (every draft module becomes a page) or a module. Pictures that lessons
    use go into ``collection``, each once; without a collection they are left out.
    """
    images = _Images(pictures, collection, user)
    made: list[Page] = []
    for draft in modules:
        module = parent
        if draft.title:
            code = _free_code(parent)
            module = _add(
                parent, ModulePage(title=draft.title, slug=draft.slug, code=code), user, made
            )
        for lesson in draft.lessons:
            body = json.dumps(_raw_blocks(lesson, images))
            page = LessonPage(title=lesson.title, slug=lesson.slug, body=body, minutes=LESSON)
            _add(module, page, user, made)
    return made


@transaction.atomic
def append_questions(
    *,
    assessment: AssessmentPage,
    questions: Sequence[ImportedQuestion],
    objective_keys: dict[str, str],
    user,
) -> None:
    """Add ``questions`` behind those of the newest draft of ``assessment``, as a new draft.

    ``objective_keys`` map categories to keys of objectives. The published page stays as it is.
    """
    # The row is locked, so that two who import at once both find their questions in the end.
    AssessmentPage.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    draft = AssessmentPage.objects.get(pk=assessment.pk).get_latest_revision_as_object()
    last = max((question.sort_order or 0 for question in draft.questions.all()), default=-1)
    for order, question in enumerate(questions, start=last + 1):
        draft.questions.add(
            Question(
                sort_order=order,
                locale=draft.locale,
                kind=question.kind,
                text=question.text,
                points=question.points,
                choices=question.answers,
                objective_key=objective_keys.get(question.category) or None,
            )
        )
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, log_action=True, clean=False)


class _Images:
    """Makes an image of the library of each picture that is used, once."""

    def __init__(self, pictures: Sequence[Picture], collection: Collection | None, user):
        self.pictures, self.collection, self.user = pictures, collection, user
        self.made: dict[str, int] = {}

    def pk_of(self, picture: Picture, title: str) -> int:
        if picture.key not in self.made:
            name = f"{picture.key}.{picture.extension}"
            image = get_image_model()(
                title=(picture.alt_text or title)[:255],
                description=picture.alt_text[:255],
                collection=self.collection,
                uploaded_by_user=self.user,
                file=ImageFile(BytesIO(picture.data), name=name),
            )
            image._set_image_file_metadata()
            image.save()
            self.made[picture.key] = image.pk
        return self.made[picture.key]


def _raw_blocks(lesson: LessonDraft, images: _Images) -> list[dict]:
    blocks = []
    for kind, value in lesson.blocks:
        if kind == "image":
            if images.collection is None:
                continue
            picture = images.pictures[value]
            value = {
                "image": images.pk_of(picture, lesson.title),
                "alt_text": picture.alt_text,
                "caption": "",
            }
        blocks.append({"type": kind, "value": value, "id": str(uuid4())})
    return blocks


def _add(parent: Page, page: Page, user, made: list[Page]) -> Page:
    page.live, page.has_unpublished_changes, page.owner = False, True, user
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    made.append(page)
    return page


def _free_code(course: Page) -> str:
    taken = set(ModulePage.objects.child_of(course).values_list("code", flat=True))
    number = len(taken) + 1
    while f"M{number}" in taken:
        number += 1
    return f"M{number}"
