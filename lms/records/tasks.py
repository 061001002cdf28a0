"""Work done in the background. Each takes a primary key and may run twice."""

from courses.models import CoursePage, ModulePage
from lms.records.handouts import store
from lms.records.services import closing


def close_cohort(closing_pk: int) -> int:
    """Close a cohort, or judge it again; returns how many enrolments are settled."""
    return closing.run_closing(closing_pk=closing_pk).done


def make_handout(page_pk: int, *, is_facilitators: bool, lessons: list[int]) -> str | None:
    """Make the PDF of a module or course; nothing when it was unpublished in the meantime."""
    for model in (ModulePage, CoursePage):
        page = model.objects.live().select_related("locale").filter(pk=page_pk).first()
        if page:
            return store.make(page, is_facilitators=is_facilitators, lessons=lessons).name
    return None
