"""Bring locale/*/LC_MESSAGES/django.po up to date with the strings in code and templates.

Needs GNU gettext. What is new comes in empty, never guessed from a similar string, and what is gone
is taken out; ``make test`` then says what still wants a translation.
"""

import os
import sys
from pathlib import Path

import django
import polib
from django.core.management import call_command
from django.core.management.commands import makemessages

LANGUAGES = ["km", "vi"]
ELSEWHERE = [".venv*", "var", "tests", "benchmarks", "build", "dist", "scripts"]


class Command(makemessages.Command):
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main():
    sys.path.insert(0, str(Path.cwd()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    call_command(
        Command(),
        locale=LANGUAGES,
        ignore_patterns=ELSEWHERE,
        add_location="file",
        no_obsolete=True,
    )
    for language in LANGUAGES:
        catalogue = polib.pofile(f"locale/{language}/LC_MESSAGES/django.po")
        print(f"{language}: {len(catalogue.untranslated_entries())} without a translation")


if __name__ == "__main__":
    main()
