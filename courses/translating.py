"""Wagtail-localize's two ways to begin and to renew a translation, within what a role may do.

On its own it lets everyone who may translate take any page, and publish what changed.
"""

from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


class SubmitOwnPageView(SubmitPageTranslationView):
    """Only pages that one may edit."""

    def get_object(self):
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page


class ReviewedUpdateView(UpdateTranslationsView):
    """Publishes the translations at once only for those who may publish all of them."""

    def get_object(self):
        source = super().get_object()
        page = Page.objects.filter(translation_key=source.object_id, locale=source.locale).first()
        if page and not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return source

    def get_form(self):
        form = super().get_form()
        pages = Page.objects.filter(translation_key=self.object.object_id)
        if not all(page.permissions_for_user(self.request.user).can_publish() for page in pages):
            field = form.fields["publish_translations"]
            field.disabled = True
            field.help_text = _("Who may publish these pages looks at the changes first.")
        return form


# The addresses of wagtail-localize, looked at before its own.
urlpatterns = [
    path("localize/submit/page/<int:page_id>/", SubmitOwnPageView.as_view()),
    path("localize/update/<int:translation_source_id>/", ReviewedUpdateView.as_view()),
]
