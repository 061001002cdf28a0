"""A copied course has objectives of its own, and its questions have to name those."""

from collections.abc import Iterator

from wagtail.models import Page, Revision

from courses.models import AssessmentPage, ModuleObjective, ModulePage, Question


def point_at_own_objectives(request, page: Page, new_page: Page) -> None:
    """For ``after_copy_page``: let the questions below ``new_page`` ask about its own objectives.

    Wagtail gives every copied objective another key; the questions would still name those of
    ``page``, and what a cohort gained could not be told by objective.
    """
    new_keys = dict(_pairs(page, new_page))
    if not new_keys:
        return
    questions = Question.objects.filter(page__path__startswith=new_page.path)
    for question in questions.filter(objective_key__in=new_keys):
        key = new_keys[str(question.objective_key)]
        Question.objects.filter(pk=question.pk).update(objective_key=key)
    tests = AssessmentPage.objects.filter(path__startswith=new_page.path)
    drafts = [str(pk) for pk in tests.values_list("pk", flat=True)]
    for revision in Revision.page_revisions.filter(object_id__in=drafts):
        for question in revision.content.get("questions", []):
            key = question.get("objective_key")
            question["objective_key"] = new_keys.get(key, key)
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _pairs(page: Page, new_page: Page) -> Iterator[tuple[str, str]]:
    """The key of each objective with that of its copy: modules and objectives keep their order."""
    modules = [
        list(ModulePage.objects.descendant_of(root, inclusive=True).order_by("path"))
        for root in (page, new_page)
    ]
    if len(modules[0]) != len(modules[1]):  # copied without the pages below
        return
    for module in modules[1]:
        _name_as_in_draft(module)
    for pair in zip(*modules, strict=True):
        for old, new in zip(*map(_published, pair), strict=False):
            yield old, new
        for old, new in zip(*map(_drafted, pair), strict=False):
            yield old, new


def _name_as_in_draft(module: ModulePage) -> None:
    """Wagtail gives a copied row one new key and its draft another; publishing takes the draft's."""
    rows = list(ModuleObjective.objects.filter(page=module).order_by("sort_order", "pk"))
    for place, drafted in enumerate(_content(module)):
        # A row that was new in its draft has no number there.
        same = [row for row in rows if row.pk == drafted["pk"]] or [
            row for row in rows[place : place + 1] if row.text == drafted["text"]
        ]
        for row in same:
            ModuleObjective.objects.filter(pk=row.pk).update(
                translation_key=drafted["translation_key"]
            )


def _published(module: ModulePage) -> list[str]:
    objectives = ModuleObjective.objects.filter(page=module).order_by("sort_order", "pk")
    return [str(key) for key in objectives.values_list("translation_key", flat=True)]


def _drafted(module: ModulePage) -> list[str]:
    """Those of the newest draft, some of which are perhaps not published yet."""
    return [objective["translation_key"] for objective in _content(module)]


def _content(module: ModulePage) -> list[dict]:
    return module.latest_revision.content.get("objectives", []) if module.latest_revision else []
