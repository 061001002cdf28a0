"""What the lists of records in the Wagtail admin have in common."""

from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet


class PoliteDeleteView(generic.DeleteView):
    """Says what still belongs to the object, instead of an error."""

    def refusal(self):
        """A redirect with the reason, or ``None`` when the object may go."""
        try:
            Collector(using=router.db_for_write(self.model)).collect([self.object])
        except ProtectedError as error:
            kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
            messages.error(
                self.request,
                _("%(object)s cannot be deleted. These belong to it and stay: %(kinds)s.")
                % {"object": capfirst(str(self.object)), "kinds": ", ".join(kinds)},
            )
            return redirect(self.edit_url_name, self.object.pk)
        return None

    def get(self, request, *args, **kwargs):
        return self.refusal() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.refusal() or super().post(request, *args, **kwargs)


class RecordsViewSet(ModelViewSet):
    """Organisations, people, cohorts.

    Wagtail's reference index stays out: it would cost queries at every write, and where it sees a
    protected row it refuses without a reason, before ours can be given.
    """

    add_to_reference_index = False
    delete_view_class = PoliteDeleteView
    copy_view_enabled = False
