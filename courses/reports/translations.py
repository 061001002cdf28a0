"""What other languages lack."""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation

from courses.reports.pages import CoursePagesReport, course_page_types


class UntranslatedFilterSet(WagtailFilterSet):
    into = ChoiceFilter(
        label=_("Language"),
        method="of_language",
        choices=[choice for choice in settings.LANGUAGES if choice[0] != settings.LANGUAGE_CODE],
    )
    content_type = ContentTypeFilter(label=_("Type"), queryset=course_page_types)

    class Meta:
        model = Page
        fields = ["into", "content_type", "live"]

    def of_language(self, pages, name, code):
        return pages.filter(lacking(code))


def lacking(code: str) -> Q:
    """Pages annotated by :class:`UntranslatedReport` that want work in a language."""
    return Q(**{f"has_{code}": False}) | Q(**{f"texts_{code}__gt": 0})


class UntranslatedReport(CoursePagesReport):
    """Pages of the default language that another language lacks, whole or in part.

    How many texts are missing is known for translations that the translation editor keeps.
    """

    name = "untranslated"
    page_title = _("Not translated yet")
    header_icon = "globe"
    filterset_class = UntranslatedFilterSet

    @cached_property
    def languages(self) -> dict[str, str]:
        known = set(Locale.objects.values_list("language_code", flat=True))
        return {
            code: name
            for code, name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE and code in known
        }

    @cached_property
    def list_export(self):
        return [
            "title",
            "course_title",
            "page_type_display_name",
            *map("to_{}".format, self.languages),
        ]

    def get_heading(self, queryset, field):
        code = field.removeprefix("to_")
        return self.languages.get(code) or super().get_heading(queryset, field)

    def more_columns(self):
        return [Column(f"to_{code}", label=name) for code, name in self.languages.items()]

    def get_base_queryset(self):
        pages = super().get_base_queryset().filter(locale__language_code=settings.LANGUAGE_CODE)
        wanted = Q()
        for code in self.languages:
            translations = Page.objects.filter(
                translation_key=OuterRef("translation_key"),
                locale__language_code=code,
                alias_of__isnull=True,
            )
            pages = pages.annotate(
                **{
                    f"has_{code}": Exists(translations),
                    f"texts_{code}": Coalesce(Subquery(self.open_texts(code)), 0),
                }
            )
            wanted |= lacking(code)
        return pages.filter(wanted)

    def open_texts(self, code):
        """How many texts of a page the translation editor still asks for."""
        translated = StringTranslation.objects.filter(
            translation_of_id=OuterRef("string_id"),
            context_id=OuterRef("context_id"),
            locale__language_code=code,
            has_error=False,
        )
        return (
            StringSegment.objects.filter(
                ~Exists(translated),
                source__object_id=OuterRef("translation_key"),
                source__locale_id=OuterRef("locale_id"),
            )
            .order_by()
            .values("source_id")
            .annotate(texts=Count("pk"))
            .values("texts")
        )

    def decorate_paginated_queryset(self, pages):
        for page in pages:
            for code in self.languages:
                setattr(page, f"to_{code}", self.describe(page, code))
        return super().decorate_paginated_queryset(pages)

    def describe(self, page, code) -> str:
        if not getattr(page, f"has_{code}"):
            return gettext("missing")
        texts = getattr(page, f"texts_{code}")
        if not texts:
            return gettext("done")
        return ngettext("%(count)s text to go", "%(count)s texts to go", texts) % {"count": texts}
