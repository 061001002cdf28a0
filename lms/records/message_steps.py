"""What to do next about messages: those that failed, and people to call."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from lms.next_steps import NextStep
from lms.records.enums import MessageState
from lms.records.models import Message
from lms.records.permissions import may_coordinate

AT_MOST = 3


def message_steps(user) -> list[NextStep]:
    """A coordinator's cohorts with something left to tell, failures first; one query."""
    if not may_coordinate(user):
        return []
    left = (
        Message.objects.filter(
            state__in=(MessageState.FAILED, MessageState.TO_CALL), cohort__isnull=False
        )
        .values_list("cohort", "cohort__code")
        .annotate(
            failed=Count("pk", filter=Q(state=MessageState.FAILED)),
            to_call=Count("person", filter=Q(state=MessageState.TO_CALL), distinct=True),
        )
        .order_by("-failed", "cohort__starts_on", "cohort")[:AT_MOST]
    )
    steps = []
    for pk, code, failed, to_call in left:
        if failed:
            title = ngettext(
                "%(count)s message could not be sent",
                "%(count)s messages could not be sent",
                failed,
            )
            url = reverse("records:outbox", args=[pk])
            steps.append(NextStep(title=title % {"count": failed}, url=url, note=code, urgent=True))
        if to_call:
            title = ngettext("%(count)s person to call", "%(count)s people to call", to_call)
            url = reverse("records:calls", args=[pk])
            steps.append(NextStep(title=title % {"count": to_call}, url=url, note=code))
    return steps[:AT_MOST]
