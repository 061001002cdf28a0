"""Work done in the background. Each takes a primary key and may run twice."""

from courses.models import CoursePage, ModulePage
from lms.records.handouts import store
from lms.records.models import Cohort
from lms.records.services import completion, mentoring_digest, sending


def request_certificates(cohort_pk: int) -> int:
    """Ask for the certificates of a closed cohort."""
    cohort = Cohort.objects.select_related("course__locale").get(pk=cohort_pk)
    return completion.request_certificates(cohort=cohort)


def make_handout(page_pk: int, *, is_facilitators: bool, lessons: list[int]) -> str | None:
    """Make the PDF of a module or course; nothing when it was unpublished in the meantime."""
    for model in (ModulePage, CoursePage):
        page = model.objects.live().select_related("locale").filter(pk=page_pk).first()
        if page:
            return store.make(page, is_facilitators=is_facilitators, lessons=lessons).name
    return None


def remind_of_meetings() -> int:
    """Tell mentors and learners of the meetings of tomorrow, and of those not written down."""
    return mentoring_digest.send_digests()


def send_messages() -> int:
    """Send the mails that wait."""
    return sending.send_messages()
