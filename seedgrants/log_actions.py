"""What is written into Wagtail's history of a round: who took which table out of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

EXPORT_TABLE = "seedgrants.export_table"


def register_log_actions(actions) -> None:
    @actions.register_action(EXPORT_TABLE)
    class ExportFormatter(LogFormatter):
        label = gettext_lazy("Export a table of grants")

        def format_message(self, log_entry):
            return _("The table “%(file)s” was exported (proposals: %(n)s)") % {
                "file": log_entry.data["file"],
                "n": log_entry.data["proposals"],
            }
