"""What to complete before a course, and who may go without."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.models import CoursePage
from lms.records.exceptions import PrerequisiteMissing
from lms.records.models import Completion, Person


def missing_prerequisites(*, course: CoursePage, person: Person) -> list[CoursePage]:
    """The courses to complete before ``course`` that ``person`` has not completed yet."""
    return missing_by_person(course=course, people=[person])[person.pk]


def missing_by_person(*, course: CoursePage, people: Iterable[Person]) -> dict[int, list]:
    """The same for many people, by their id; two queries at most, one where nothing is needed."""
    people = [person.pk for person in people]
    needed = [
        row.course for row in course.prerequisites.select_related("course").order_by("sort_order")
    ]
    if not needed:
        return {person: [] for person in people}
    done = set(
        Completion.objects.filter(
            enrolment__person__in=people, course_key__in=[page.translation_key for page in needed]
        ).values_list("enrolment__person", "course_key")
    )
    return {
        person: [page for page in needed if (person, page.translation_key) not in done]
        for person in people
    }


def check_prerequisites(
    *, course: CoursePage, person: Person, is_staff: bool, override_reason: str
) -> str:
    """Let pass who has completed what comes first, or whom the staff lets pass with a reason.

    Returns the reason to keep; empty where nothing was missing.

    :raises PrerequisiteMissing: with the courses, and what to do for the one who asked.
    """
    missing = missing_prerequisites(course=course, person=person)
    if not missing:
        return ""
    override_reason = override_reason.strip()
    if is_staff and override_reason:
        return override_reason
    raise what_is_missing(missing, is_staff=is_staff)


def what_is_missing(missing: Iterable[CoursePage], *, is_staff: bool) -> PrerequisiteMissing:
    """The refusal that names the courses ``missing``, in words for who asked."""
    titles = ", ".join(page.title for page in missing)
    if is_staff:
        text = _(
            "Not completed yet: %(courses)s. To enrol this person all the same, write down why."
        )
    else:
        text = _(
            "Complete this first: %(courses)s. If you know its content already, ask your "
            "trainer or a coordinator to enrol you."
        )
    return PrerequisiteMissing(text % {"courses": titles})
