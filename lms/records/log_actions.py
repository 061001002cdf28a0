"""What is written into Wagtail's history of the site: who took personal data out of it."""

from django.utils.translation import gettext_lazy as _

EXPORT_ATTENDANCE = "records.export_attendance"


def register_log_actions(actions) -> None:
    actions.register_action(EXPORT_ATTENDANCE, _("Export attendance"), _("Attendance was exported"))
