"""A report as plain data: what is frozen when it is sent, and what a mentor reads."""

from django.utils.translation import gettext as _

from seedgrants.models import GrantReport
from seedgrants.services.submission import file_entries

COUNTS = ("women", "men", "girls", "boys")
STORY = ("done", "changed", "learned")


def story_of(report: GrantReport) -> tuple[str, ...]:
    """The parts every report has; the closing one also says what goes on."""
    return (*STORY, "lasting") if report.is_closing else STORY


def snapshot(report: GrantReport) -> dict:
    """Narrative, people and money of a report; amounts are text with two decimals."""
    field = report._meta.get_field
    return {
        "number": f"{report.application.number}/{report.number}",
        "period": [report.starts_on.isoformat(), report.ends_on.isoformat()],
        "currency": report.grant.currency,
        "answers": [
            {
                "key": name,
                "label": str(field(name).verbose_name),
                "kind": "text",
                "text": getattr(report, name),
            }
            for name in story_of(report)
        ]
        + [
            {"key": str(a.question_key), "label": a.label, "kind": "text", "text": a.text}
            for a in report.answers.all()
        ]
        + [
            {
                "key": "people",
                "label": _("People reached"),
                "kind": "people",
                "text": str(report.people),
                "data": {name: getattr(report, name) for name in (*COUNTS, "people")},
            }
        ],
        "budget": [
            {
                "item": line.item,
                "planned": f"{line.planned:.2f}",
                "before": f"{line.before:.2f}",
                "actual": f"{line.actual:.2f}",
                "note": line.note,
                "total": f"{line.actual:.2f}",
            }
            for line in report.lines.all()
        ],
        "requested": f"{report.total_spent():.2f}",
        "files": file_entries(report.files.present()),
    }
