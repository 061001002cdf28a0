"""What a lesson lacks: words for pictures, something to do, notes for other trainers."""

import re
from collections.abc import Iterator
from functools import partial

from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.checks.findings import Finding
from courses.durations import describe_minutes


def check_blocks(body) -> Iterator[Finding]:
    """Pictures without words, case studies nobody vouches for, activities without notes."""
    for number, block in enumerate(body, start=1):
        finding = partial(Finding, where=_place(number, block))
        if block.block_type == "image":
            if problem := problem_with_alt_text(block.value):
                yield finding(problem)
        elif block.block_type == "case_study" and not block.value["is_fictional"]:
            yield finding(_("Tick that the story is fictional or composite, or take it out."))
        elif block.block_type == "activity" and not block.value.has_facilitator_notes:
            yield finding(
                _("Another trainer would like to know likely answers, difficulties and timing."),
                is_hint=True,
            )


def problem_with_alt_text(value) -> str:
    """Say what is wrong with the words for a picture; "" when they serve."""
    words = (value["alt_text"] or "").strip()
    if not words:
        return _("Say what the picture shows, for those who cannot see it.")
    image = value["image"]
    file_name = image.file.name.rpartition("/")[2].rpartition(".")[0] if image else ""
    if re.search(r"\.(jpe?g|png|gif|webp)$", words, re.IGNORECASE) or (
        file_name and slugify(words, allow_unicode=True) == slugify(file_name, allow_unicode=True)
    ):
        return _("“%(words)s” is a file name. Say what the picture shows.") % {"words": words}
    if re.match(r"(an? )?(image|picture|photo|photograph|graphic) of\b", words, re.IGNORECASE):
        return _(
            "Leave out “%(words)s”: people know that it is a picture. Begin with what it shows."
        ) % {"words": " ".join(words.split()[:3])}
    return ""


def check_lesson(page) -> Iterator[Finding]:
    activities = [block.value for block in page.body if block.block_type == "activity"]
    if not activities:
        yield Finding(
            _("There is nothing to do yet. People remember what they did: add an activity.")
        )
    minutes = sum(value["minutes"] or 0 for value in activities)
    if not page.minutes:
        yield Finding(_("Say how many minutes the lesson takes."))
    elif minutes > page.minutes:
        yield Finding(
            _("The activities take %(activities)s, the whole lesson %(lesson)s.")
            % {
                "activities": describe_minutes(minutes),
                "lesson": describe_minutes(page.minutes),
            }
        )


def _place(number: int, block) -> str:
    title = block.value.get("title") if hasattr(block.value, "get") else ""
    place = _("%(number)s. %(kind)s") % {"number": number, "kind": block.block.label}
    return f"{place}: {title}" if title else place
