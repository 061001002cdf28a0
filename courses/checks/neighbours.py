"""A page beside its neighbours: minutes that add up, languages it can be read in."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.checks.findings import Finding
from courses.durations import describe_minutes
from courses.models import CoursePage, LessonPage, ModulePage


def check_durations(page) -> Iterator[Finding]:
    """Whether minutes add up: lessons to their module, modules to their course. Drafts count."""
    if isinstance(page, CoursePage):
        pairs = [(page, ModulePage.objects.child_of(page))]
    elif isinstance(page, ModulePage):
        pairs = [(page, LessonPage.objects.child_of(page))]
    elif isinstance(page, LessonPage):
        module = ModulePage.objects.parent_of(page).first()
        pairs = [(module, LessonPage.objects.child_of(module))] if module else []
    else:
        return
    for whole, parts in pairs:
        minutes = dict(parts.values_list("pk", "minutes"))
        if page.pk in minutes:
            minutes[page.pk] = page.minutes
        if minutes and sum(minutes.values()) != whole.minutes:
            yield Finding(
                _("Its parts take %(parts)s together, but it says %(whole)s.")
                % {
                    "parts": describe_minutes(sum(minutes.values())),
                    "whole": describe_minutes(whole.minutes),
                },
                where=whole.title,
                is_hint=whole.pk != page.pk,
            )


def check_translations(page) -> Iterator[Finding]:
    """Languages without this page, and texts that still read as in the original."""
    found = {
        other.locale.language_code: other
        for other in type(page)
        .objects.filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
    }
    own, default = page.locale.language_code, settings.LANGUAGE_CODE
    if own == default:
        missing = [name for code, name in settings.LANGUAGES if code != own and code not in found]
        if missing:
            yield Finding(_("Not translated yet."), where=", ".join(missing), is_hint=True)
    pairs = [(page, found.get(default))] if own != default else [(p, page) for p in found.values()]
    names = dict(settings.LANGUAGES)
    for translation, original in pairs:
        if original is None or not hasattr(translation, "find_untranslated"):
            continue
        parts = translation.find_untranslated(original) - {"body"}
        if parts:
            yield Finding(
                ngettext(
                    "%(count)s part still reads as in the original.",
                    "%(count)s parts still read as in the original.",
                    len(parts),
                )
                % {"count": len(parts)},
                where=names.get(translation.locale.language_code, ""),
                is_hint=True,
            )
