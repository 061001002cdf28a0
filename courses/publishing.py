"""Publishing many pages at once asks of them what the editing form asks of each.

Wagtail checks a page's required fields in its form. Pages published together from the list never
see it, so a draft could go live with a picture nobody can hear, or a story nobody vouches for.
"""

from collections.abc import Iterable

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import LessonPage


def unfinished(pages: Iterable[Page]) -> list[LessonPage]:
    """The lessons among ``pages`` whose newest draft leaves out something that readers rely on."""
    lessons = LessonPage.objects.filter(pk__in=[page.pk for page in pages])
    drafts = (lesson.get_latest_revision_as_object() for lesson in lessons.order_by("path"))
    return [draft for draft in drafts if any(map(_leaves_out_what_is_needed, draft.body))]


def _leaves_out_what_is_needed(block) -> bool:
    if block.block_type == "image":
        return not (block.value["alt_text"] or "").strip()
    return block.block_type == "case_study" and not block.value["is_fictional"]


def refuse_unfinished_lessons(request, action_type, objects, action):
    """For ``before_bulk_action``: nothing is published unless all of it may be."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [draft for page in pages for draft in page.get_descendants().not_live()]
    left = unfinished(pages)
    if not left:
        return None
    titles = ", ".join(lesson.get_admin_display_title() for lesson in left)
    messages.error(
        request,
        _(
            "Not published: %(titles)s. A picture there has no words for those who cannot see it, "
            "or a case study is not confirmed as fictional. Open the lesson: its form says where."
        )
        % {"titles": titles},
        buttons=[
            messages.button(
                reverse("wagtailadmin_pages:edit", args=[left[0].pk]), _("Edit the lesson")
            )
        ],
    )
    return redirect("wagtailadmin_explore", left[0].get_parent().pk)
