"""What our own pages in the Wagtail admin share: who may see them, and how they are shown."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from wagtail.admin.paginator import WagtailPaginator

from lms.records.permissions import may_coordinate


def for_coordinators(view):
    """Turn away who is no coordinator, and keep the page out of browsers' stores."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not may_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def show(
    request, template: str, title: str, *, icon: str, crumbs=(), buttons=(), **context
) -> HttpResponse:
    """A page of the admin; ``crumbs`` are addresses and labels of the pages above it."""
    context |= {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "header_buttons": list(buttons),
        "breadcrumbs_items": [
            *({"url": url, "label": label} for url, label in crumbs),
            {"url": "", "label": title},
        ],
    }
    return render(request, f"records/admin/{template}.html", context)


def paginate(request, objects, each: int) -> dict:
    """The page that is asked for (the last one beyond them), as templates want it."""
    paginator = WagtailPaginator(objects, each)
    page = paginator.get_page(request.GET.get("p"))
    return {"items": page, "elided_page_range": paginator.get_elided_page_range(page.number)}
