"""Looking at a page before it is published, with the eyes of those who will read it."""

import copy

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale

TRAINEE, TRAINER, SIGNED_OUT, KHMER = "trainee", "trainer", "signed-out", "khmer"
MODES = [
    (TRAINEE, _("As a trainee")),
    (TRAINER, _("As a trainer")),
    (SIGNED_OUT, _("Signed out")),
]
KHMER_MODE = (KHMER, _("In Khmer"))


class AudiencePreviewMixin(models.Model):
    """Preview modes by reader. What only trainers see is shown in the trainer's preview alone."""

    class Meta:
        abstract = True

    @property
    def preview_modes(self):
        differs = self.locale.language_code != "km" and "km" in dict(settings.LANGUAGES)
        return [*MODES, KHMER_MODE] if differs else MODES

    def serve_preview(self, request, mode_name):
        if self.pk is None:
            # A new page has no number yet, and no address that names one could be made.
            self.pk = 0
        if mode_name == SIGNED_OUT:
            request.user = AnonymousUser()
        elif mode_name != TRAINER:
            request.user = as_trainee(request.user)
        if mode_name != KHMER or self.locale.language_code == "km":
            return super().serve_preview(request, mode_name)
        page = self.in_khmer()
        with override("km"):
            # Rendered here, while the language holds.
            return super(AudiencePreviewMixin, page).serve_preview(request, mode_name).render()

    def in_khmer(self):
        """The newest Khmer text of this page, or the page itself while there is none."""
        khmer = Locale.objects.filter(language_code="km").first()
        translation = khmer and self.pk and self.get_translation_or_none(khmer)
        return translation.specific.get_latest_revision_as_object() if translation else self


def as_trainee(user):
    """``user`` as somebody who is signed in and may do no more than any trainee."""
    trainee = copy.copy(user)
    trainee.is_superuser = trainee.is_staff = False
    trainee.has_perm = trainee.has_perms = lambda *args, **kwargs: False
    return trainee
