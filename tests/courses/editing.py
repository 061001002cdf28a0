"""The site's course tree with its roles, and the admin as each of them meets it."""

from django.urls import reverse
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import BlockField
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.roles import page_permissions
from home.publishing import setup_review
from home.roles import setup_page_permissions
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_catalogue


def make_site():
    """The catalogue with its permissions and its review; call after the groups exist."""
    Locale.objects.get_or_create(language_code="km")
    catalogue = make_catalogue()
    setup_page_permissions(page=catalogue, permissions=page_permissions())
    setup_review([catalogue])
    return catalogue


def sign_in_as(client, role: Role | None):
    """Sign in as ``role``, or as a superuser without one; returns the account."""
    user = make_user(role=role) if role else make_user(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def add_url(model, parent) -> str:
    return reverse("wagtailadmin_pages:add", args=["courses", model._meta.model_name, parent.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(model, parent, user, **fields) -> dict:
    """What a browser posts when ``user`` opens the form of a new page and fills in ``fields``.

    Bodies made of blocks are sent empty unless ``fields`` has them.
    """
    page = model(locale=parent.locale)
    form_class = model.get_edit_handler().get_form_class()
    form = form_class(instance=page, parent_page=parent, for_user=user)
    data = _values(form)
    for formset in form.formsets.values():
        forms = formset.forms
        data |= _values(formset.management_form)
        for position, child in enumerate(forms, start=1):
            data |= _values(child) | {f"{child.prefix}-ORDER": str(position)}
    return data | fields


def _values(form) -> dict:
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, BlockField):
            data |= nested_form_data({bound.html_name: streamfield([])})
        elif isinstance(bound.field.widget, DraftailRichTextArea):
            data[bound.html_name] = rich_text(value or "")
        elif value is True:
            data[bound.html_name] = "on"
        elif value is not False:
            data[bound.html_name] = "" if value is None else str(value)
    return data
