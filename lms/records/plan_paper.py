"""An action plan on paper: A4, in the language being read."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.pdf import render_pdf
from lms.records.models import ActionPlan

LINE_HEIGHTS = {"km": 1.7}


def draw_action_plan(plan: ActionPlan) -> bytes:
    """The PDF of ``plan``; its enrolment knows its person and its cohort's ``course_page``."""
    language = get_language()
    html = render_to_string(
        "records/pdf/action_plan.html",
        {
            "plan": plan,
            "steps": plan.steps.all(),
            "language": language,
            "line_height": LINE_HEIGHTS.get(language, 1.45),
        },
    )
    return render_pdf(
        html, title=_("Action plan"), language=language, author=settings.WAGTAIL_SITE_NAME
    )
