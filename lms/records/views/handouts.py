"""Lessons, modules and courses to print, for trainees and for who teaches them."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from courses.listing import hidden_paths
from courses.models import CoursePage, LessonPage, ModulePage
from courses.permissions import may_see_facilitator_notes
from lms.records.course_pages import in_readers_language
from lms.records.forms.handouts import PlanForm
from lms.records.handouts import store
from lms.records.handouts.content import Handout, lessons_of, read_handout
from lms.records.handouts.drawing import draw_handout, draw_plan
from lms.records.handouts.plan import plan_sessions_of
from lms.records.permissions import may_read_lessons
from lms.records.reading import locks_of
from lms.records.views.being_made import being_made

PRINTED = (LessonPage, ModulePage, CoursePage)


def _for_readers(view):
    """Give the view the page instead of its id, if whoever asks may read its lessons."""

    @login_required
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def checked(request, page_id, **kwargs):
        if kwargs.get("is_facilitators", True) and not may_see_facilitator_notes(request.user):
            raise PermissionDenied
        pages = Page.objects.live().type(PRINTED).select_related("locale")
        row = get_object_or_404(pages, pk=page_id)
        page = row.specific
        page.locale = row.locale
        page = in_readers_language(page)
        if not may_read_lessons(request.user, CoursePage.objects.filter(path=page.course_path)):
            raise PermissionDenied
        request.hidden_paths = tuple(hidden_paths(request))
        if page.path.startswith(request.hidden_paths):
            raise PermissionDenied
        return view(request, page, **kwargs)

    return checked


def _open_lessons(request, page) -> set[int]:
    """Ids of the lessons to print for who asks; one still closed, or private, prints nothing."""
    rows = lessons_of(page)
    locks = locks_of(request, page.outline)
    open_lessons = {
        row.pk
        for row in rows
        if row.translation_key not in locks and not row.path.startswith(request.hidden_paths)
    }
    if isinstance(page, LessonPage) and not open_lessons:
        if rows:
            raise PermissionDenied
        raise Http404  # published, but its module is not
    return open_lessons


def _read(request, page, is_facilitators: bool) -> Handout:
    return read_handout(page, is_facilitators=is_facilitators, lessons=_open_lessons(request, page))


def _send_pdf(content: bytes, *names: str) -> HttpResponse:
    name = "-".join(names) + ".pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@require_safe
@_for_readers
def handout(request, page, *, is_facilitators):
    """A page made to be printed by the browser, the paper in the language of its texts."""
    with translation.override(page.locale.language_code):
        read = _read(request, page, is_facilitators)
        paper = render_to_string("records/handouts/paper.html", {"handout": read})
    context = {"handout": read, "paper": paper}
    return render(request, "records/handouts/handout.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_readers
def handout_pdf(request, page, *, is_facilitators):
    """The PDF: of a lesson at once, of more than that once it is made; posting asks once more."""
    names = [page.slug, page.locale.language_code, *(["trainer"] if is_facilitators else [])]
    if isinstance(page, LessonPage):
        with translation.override(page.locale.language_code):
            return _send_pdf(draw_handout(_read(request, page, is_facilitators)), *names)
    order = store.order_for(
        page, is_facilitators=is_facilitators, lessons=_open_lessons(request, page)
    )
    content = store.find(order)
    if content is not None:
        return _send_pdf(content, *names)
    if request.method == "POST":
        store.ask_again(order)
        return redirect(request.path)
    failed = store.has_failed(order)
    if not failed:
        store.ask_for(order)
    return being_made(request, "records/handouts/being_made.html", failed=failed, page=page)


@require_safe
@_for_readers
def session_plan(request, page):
    """What happens when, with a box for the time at which it begins."""
    form = PlanForm(request.GET or None)
    start = form.cleaned_data["start"] if form.is_valid() else None
    with translation.override(page.locale.language_code):
        read = _read(request, page, True)
        plans = plan_sessions_of(read, start=start)
    context = {"handout": read, "plans": plans, "form": form, "start": start}
    return render(request, "records/handouts/plan.html", context)


@require_safe
@_for_readers
def session_plan_pdf(request, page):
    """The same on paper, a page for each module. A time that makes no sense is asked for again."""
    form = PlanForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return session_plan(request, page_id=page.pk)
    start = form.cleaned_data["start"] if form.is_bound else None
    with translation.override(page.locale.language_code):
        pdf = draw_plan(_read(request, page, True), start=start)
    return _send_pdf(pdf, page.slug, page.locale.language_code, "plan")
