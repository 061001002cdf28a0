"""Compile locale/*/LC_MESSAGES/*.po with polib, so that GNU gettext need not be installed."""

from pathlib import Path

import polib

for source in sorted((Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po")):
    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
