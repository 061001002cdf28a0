"""What the pages of all imports share: who may see them, what was sent, how they are shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page


def page_for(pk: int, user, may) -> Page:
    page = get_object_or_404(Page, pk=pk).specific
    if not may(user, page):
        raise PermissionDenied
    return page


def sent(request) -> tuple:
    """What a form is bound to; an empty form that was sent is bound as well."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def show(request, template: str, page: Page, title: str, icon: str, **context):
    crumbs = [
        {
            "url": reverse("wagtailadmin_explore", args=[page.pk]),
            "label": page.get_admin_display_title(),
        },
        {"url": "", "label": title},
    ]
    context |= {
        "page": page,
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": crumbs,
    }
    return render(request, f"courses/admin/{template}.html", context)


def gone(request, page: Page, name: str):
    messages.error(request, _("The file is not kept any more. Please choose it again."))
    return redirect(f"courses_imports:{name}", page.pk)
