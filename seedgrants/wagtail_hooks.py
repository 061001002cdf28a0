"""What seed grants add to the Wagtail admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from seedgrants.log_actions import register_log_actions
from seedgrants.models import Application, GrantRoundPage, RoundCourse
from seedgrants.permissions import COORDINATE
from seedgrants.viewsets import ReadOnlyPolicy, application_viewset

register_permission_policy(Application, ReadOnlyPolicy(Application), exact_class=True)


@hooks.register("register_admin_viewset")
def register_applications():
    return application_viewset


hooks.register("register_log_actions", register_log_actions)


def why_kept(page) -> str:
    """Why a page and what is below it cannot be deleted; empty when it can."""
    below = page.get_descendants(inclusive=True)
    if Application.objects.filter(round__in=GrantRoundPage.objects.filter(pk__in=below)).exists():
        return _("A round with proposals is kept: unpublish it or archive the round instead.")
    if (
        RoundCourse.objects.filter(course__in=below.values("pk"))
        .exclude(page__in=below.values("pk"))
        .exists()
    ):
        return _("A seed grant round asks for this course. Take it off the round first.")
    return ""


@hooks.register("before_delete_page")
def keep_rounds_with_proposals(request, page):
    reason = why_kept(page)
    if request.method == "POST" and reason:
        messages.error(request, reason)
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_copy_page")
def copy_rounds_on_their_board(request, page):
    """A copy needs a code and dates of its own, which the form of the pages does not ask for."""
    specific = page.specific
    if not isinstance(specific, GrantRoundPage):
        return None
    if request.user.has_perm(COORDINATE):
        messages.info(request, _("Copy the round here: the new one gets its own code and dates."))
        return redirect("seedgrants:board", specific.main.pk)
    messages.error(request, _("A coordinator copies a round, from its board."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_rounds_in_bulk(request, action_type, objects, action_class_instance):
    if action_type != "delete" or request.method != "POST":
        return None
    for page in objects:
        if hasattr(page, "get_descendants") and (reason := why_kept(page)):
            messages.error(request, reason)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
