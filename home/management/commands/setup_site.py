"""Prepare a site: database, languages, pages, roles, curricula and, if asked, invented data."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from home.setup import setup_site


class Command(BaseCommand):
    help = (
        "Migrates, then makes what is missing: languages, home page, roles and the starter "
        "curricula. Safe to repeat. --demo adds an invented coalition."
    )

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="add invented people and records")
        parser.add_argument("--password", help="one password for all demo accounts")
        parser.add_argument(
            "--force", action="store_true", help="allow --demo where DEBUG is off (production)"
        )

    def handle(self, *, demo, password, force, verbosity, **options):
        if demo and not settings.DEBUG and not force:
            raise CommandError(
                "Demo data belongs on a site nobody relies on. Use --force if you are sure."
            )
        call_command("migrate", verbosity=0, interactive=False)
        pages = setup_site()
        self.stdout.write(
            f"Curricula: {pages['result'].created} pages made, {pages['result'].kept} kept."
        )
        if demo:
            from home.demo import load_demo  # loads only where invented data is wanted

            for line in load_demo(password=password):
                self.stdout.write(line)
