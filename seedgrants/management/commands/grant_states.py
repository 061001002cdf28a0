"""Print the page of the documentation that shows who moves what."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from seedgrants.diagrams import page


class Command(BaseCommand):
    help = (
        "Print the states of seed grants as a page: manage.py grant_states > docs/grant-states.md"
    )
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        with override("en"):
            self.stdout.write(page(), ending="")
