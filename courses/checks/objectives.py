"""Whether pre-test and post-test ask about the same objectives, so that a gain can be seen."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import AssessmentPage, ModuleObjective, Question

PRE_TEST, POST_TEST, POOL = "pre-test", "post-test", "pool"


def objectives_asked(page) -> Iterator[tuple[str, str]]:
    """What is uneven between the tests of the course of ``page``, each with its place: three queries.

    ``page`` is a course, or a test as it stands in the editor. A test that draws from the pool asks
    what the pool asks.
    """
    tests = {
        test.pk: test
        for test in AssessmentPage.objects.filter(path__startswith=page.course_path).only(
            "pk", "kind", "draws_from_pool", "title", "path"
        )
    }
    asked = defaultdict(list)
    rows = Question.objects.filter(page__in=tests).values_list("page_id", "objective_key")
    for test, objective in rows:
        asked[test].append(objective)
    if page.pk in tests:
        tests[page.pk] = page
        asked[page.pk] = [question.objective_key for question in page.questions.all()]
    by_kind = {kind: _objectives(kind, tests.values(), asked) for kind in (PRE_TEST, POST_TEST)}
    if isinstance(page, AssessmentPage):
        without = asked[page.pk].count(None)
        if without and page.kind != "quiz":
            yield (
                ngettext(
                    "%(count)s question has no objective, so that it is in no comparison.",
                    "%(count)s questions have no objective, so that they are in no comparison.",
                    without,
                )
                % {"count": without},
                page.title,
            )
        if page.kind not in by_kind:
            return
    names = {test.kind for test in tests.values()}
    if PRE_TEST not in names or POST_TEST not in names:
        if not isinstance(page, AssessmentPage) and not page.is_event:
            yield _("Add a pre-test and a post-test, to see what the course changed."), ""
        return
    texts = dict(
        ModuleObjective.objects.filter(page__path__startswith=page.course_path)
        .order_by("page__path", "sort_order")
        .values_list("translation_key", "text")
    )
    for key, text in texts.items():
        in_pre, in_post = key in by_kind[PRE_TEST], key in by_kind[POST_TEST]
        if in_pre and not in_post:
            yield _("The pre-test asks about this objective, the post-test does not."), text
        elif in_post and not in_pre:
            yield _("The post-test asks about this objective, the pre-test does not."), text
        elif not in_pre and not isinstance(page, AssessmentPage):
            yield _("No test asks about this objective."), text


def _objectives(kind, tests, asked) -> set:
    found = set()
    tests = list(tests)
    for test in tests:
        if test.kind == kind:
            found.update(asked[test.pk])
            if test.draws_from_pool:
                found.update(*(asked[pool.pk] for pool in tests if pool.kind == POOL))
    return found - {None}
