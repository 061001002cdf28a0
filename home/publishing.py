"""How course pages get published: who approves them, and what publishes them on time."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext, override
from django_q.models import Schedule
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from lms.roles import Role

PUBLISH_SCHEDULED = "publish_scheduled"


def setup_review(catalogues: list[Page]) -> None:
    """Let coordinators approve what trainers submit below ``catalogues``.

    A catalogue that has a workflow keeps it, and a workflow that a host has changed stays changed.
    """
    without = [page for page in catalogues if not WorkflowPage.objects.filter(page=page).exists()]
    if not without:
        return
    with override(settings.LANGUAGE_CODE):
        name, task_name = gettext("Course review"), gettext("Approval by a coordinator")
    workflow, is_new = Workflow.objects.get_or_create(name=name)
    if is_new:
        task = GroupApprovalTask.objects.create(name=task_name)
        task.groups.set(Group.objects.filter(name=Role.COORDINATOR))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in without:
        WorkflowPage.objects.create(workflow=workflow, page=page)


def setup_scheduled_publishing() -> None:
    """Have the background worker publish and take down, every five minutes, what is due.

    Its results are not kept: nothing trims them, and there would be a hundred thousand a year.
    """
    Schedule.objects.get_or_create(
        name=PUBLISH_SCHEDULED,
        defaults={
            "func": "django.core.management.call_command",
            "args": f"'{PUBLISH_SCHEDULED}'",
            "kwargs": "{'q_options': {'save': False}}",
            "schedule_type": Schedule.MINUTES,
            "minutes": 5,
        },
    )
