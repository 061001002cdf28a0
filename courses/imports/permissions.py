"""Who may bring something into which page: whoever may write it there by hand."""

from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from courses.models import AssessmentPage, CoursePage, LessonPage, ModulePage


def may_import_lessons(user, page: Page) -> bool:
    """``page`` is a course or a module below which ``user`` may add pages."""
    return (
        isinstance(page, CoursePage | ModulePage)
        and not page.alias_of_id
        and page.permissions_for_user(user).can_add_subpage()
        and (ModulePage.can_create_at(page) or LessonPage.can_create_at(page))
    )


def may_import_questions(user, page: Page) -> bool:
    """``page`` is an assessment that ``user`` may edit now: nobody has locked it."""
    if not isinstance(page, AssessmentPage) or page.alias_of_id:
        return False
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked()


def may_export_questions(user, page: Page) -> bool:
    return isinstance(page, AssessmentPage) and page.permissions_for_user(user).can_edit()


def is_synchronised_translation(page: Page) -> bool:
    """Whether the questions of ``page`` come from another language and would be overwritten."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).exists()


def collections_for_pictures(user):
    """Collections to which ``user`` may add images."""
    policy = policy_registry.get_by_type(get_image_model())
    allowed = policy.collections_user_has_permission_for(user, "add")
    return Collection.objects.filter(pk__in=allowed.values("pk")).order_by("path")
