"""How the editing form of a course page is laid out, and who sees which part of it."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page

from courses.permissions import KEEP_CATALOGUE, may_keep_catalogue


def keeper(name: str) -> FieldPanel:
    """A field for those who keep the catalogue; others have no such field at all."""
    return FieldPanel(name, permission=KEEP_CATALOGUE)


class TitlePanel(TitleFieldPanel):
    """Wagtail's own fills the address in; for those who have no such field there is none to fill."""

    def __init__(self, field_name="title", **kwargs):
        super().__init__(field_name, **kwargs)

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self):
            if any(target in self.form.fields for target in self.panel.targets):
                return super().get_attrs()
            return {"placeholder": self.get_placeholder() or ""}


class CodePanel(FieldPanel):
    """A code is kept as it was typed; the admin's box for addresses would make it small letters."""

    def __init__(self, field_name="code", **kwargs):
        super().__init__(field_name, **{"widget": forms.TextInput} | kwargs)


class ReviewPanel(HelpPanel):
    """What the checks found, on top of a page that waits for this person's approval."""

    def __init__(self, template="courses/admin/review.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        @cached_property
        def waits(self) -> bool:
            return bool(
                self.instance.pk
                and may_keep_catalogue(self.request.user)
                and self.instance.workflow_in_progress
            )

        def is_shown(self):
            return self.waits


def course_tabs(content: list, *, settings: list | None = None, starter_text: bool = True):
    """The tabs of a page: Content, Checks, and for coordinators Promote and Settings.

    ``starter_text`` says whether the page may be text that the site came with.
    """
    review = ReviewPanel(heading=_("Before you approve"))
    checks = [HelpPanel(template="courses/admin/checks.html", heading=_("What we noticed"))]
    if starter_text:
        words = _("Untick it once a trainer has read every word and made it your own.")
        checks.append(FieldPanel("is_starter_text", help_text=words))
    promote = [
        keeper("slug"),
        MultiFieldPanel(
            [keeper("seo_title"), keeper("search_description")], heading=_("For search engines")
        ),
    ]
    return TabbedInterface(
        [
            ObjectList([review, *content], heading=_("Content")),
            ObjectList(checks, heading=_("Checks")),
            ObjectList(promote, heading=_("Promote")),
            ObjectList([*(settings or []), *Page.settings_panels], heading=_("Settings")),
        ]
    )
