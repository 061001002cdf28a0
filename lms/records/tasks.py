"""Work done in the background. Each takes a primary key and may run twice."""

from lms.records.models import Cohort
from lms.records.services import completion


def request_certificates(cohort_pk: int) -> int:
    """Ask for the certificates of a closed cohort."""
    cohort = Cohort.objects.select_related("course__locale").get(pk=cohort_pk)
    return completion.request_certificates(cohort=cohort)
