"""All checks of a page together."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.checks.findings import Finding
from courses.checks.lessons import check_blocks, check_lesson
from courses.checks.neighbours import check_durations, check_translations
from courses.checks.objectives import objectives_asked
from courses.checks.reading import reading_hints, texts_of
from courses.checks.weight import PageWeight, check_weight, weigh
from courses.models import AssessmentPage, CoursePage, LessonPage


@dataclass(frozen=True)
class PageChecks:
    findings: list[Finding]
    weight: PageWeight

    @property
    def problems(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_hint]

    @property
    def hints(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_hint]


def check_page(page: Page) -> PageChecks:
    """Look ``page`` over as it stands in the editor: at most six queries.

    A page that has not been saved yet has no neighbours to compare with.
    """
    body = page.body if isinstance(page, LessonPage) else None
    shown = [getattr(page, name) for name in getattr(page, "shown_texts", ())]
    weight = weigh(shown, body)
    findings = []
    if body is not None:
        findings += check_blocks(body)
        findings += check_lesson(page)
    findings += check_weight(weight)
    if page.pk:
        findings += check_durations(page)
        if isinstance(page, (CoursePage, AssessmentPage)):
            findings += (Finding(text, where) for text, where in objectives_asked(page))
        findings += check_translations(page)
    texts = [text for value in shown for text in texts_of(value)]
    findings += (
        Finding(hint.text, hint.where, is_hint=True)
        for hint in reading_hints(texts, page.locale.language_code)
    )
    if getattr(page, "is_starter_text", False):
        findings.append(
            Finding(_("This is still the text the site came with. Make it your own."), is_hint=True)
        )
    return PageChecks(findings, weight)
