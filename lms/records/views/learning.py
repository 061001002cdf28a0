"""Reading lessons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from courses.models import LessonPage
from lms.records.course_pages import in_readers_language
from lms.records.lesson_gate import course_of, is_pool
from lms.records.models.people import person_of
from lms.records.permissions import may_read_lessons
from lms.records.reading import forget_progress, lock_of, locks_of
from lms.records.services.progress import keep_place, mark_lesson

# Others may use the same phone afterwards.
private = cache_control(private=True, no_store=True)


def page_for_reader(request, model, page_id):
    """The page of this number, in the language of the screen where it is translated."""
    page = get_object_or_404(model.objects.live().select_related("locale"), pk=page_id)
    page = in_readers_language(page)
    if is_pool(page):
        raise Http404
    if not may_read_lessons(request.user, course_of(page)):
        raise PermissionDenied
    # What an editor made private opens here no more than at its own address.
    if not all(closed.accept_request(request) for closed in page.get_view_restrictions()):
        raise PermissionDenied
    return page


def introduce(page, request):
    return redirect(f"{reverse('records:about_you')}?next={page.get_url(request)}")


@login_required
@require_POST
def mark_done(request, page_id):
    """Mark a lesson done and go on to the next, or take the mark back and stay."""
    lesson = page_for_reader(request, LessonPage, page_id)
    person = person_of(request.user)
    if person is None:
        return introduce(lesson, request)
    if lock_of(request, lesson):
        return redirect(lesson.get_url(request))  # which says what opens it
    done = request.POST.get("done") == "1"
    outline = lesson.outline
    course_key = outline.course.translation_key
    mark_lesson(person=person, lesson=lesson, course_key=course_key, done=done)
    if not done:
        return redirect(lesson.get_url(request))
    forget_progress(request)
    if outline.next is None:
        messages.success(request, _("That was the last lesson. Well done."))
        return redirect(outline.course.get_url(request))
    lock = locks_of(request, outline).get(outline.next.translation_key)
    if lock:
        messages.success(request, _("Done. The next lesson is not open yet.") + f" {lock.reason}")
        return redirect(outline.course.get_url(request))
    return redirect(outline.next.get_url(request))


@login_required
@require_POST
def place(request, page_id):
    """Where in a lesson the reader is; sent by the page itself while it is read."""
    lesson = page_for_reader(request, LessonPage, page_id)
    person = person_of(request.user)
    if person is None or lock_of(request, lesson):
        raise PermissionDenied
    block_id = request.POST.get("place", "")
    if block_id not in {block["id"] for block in lesson.body.raw_data}:
        return HttpResponseBadRequest()
    course_key = course_of(lesson).values_list("translation_key", flat=True).get()
    keep_place(person=person, lesson=lesson, course_key=course_key, place=block_id)
    return HttpResponse(status=204)
