"""Bring in a list of 5,000 people where 10,000 are known, and take it back. See README.md."""

import os
import random
import resource
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import django

PEOPLE, ROWS = 10_000, 5_000
FAMILIES = [
    "Sok",
    "Chan",
    "Chea",
    "Heng",
    "Keo",
    "Kim",
    "Lim",
    "Ly",
    "Mao",
    "Meas",
    "Nhem",
    "Nov",
    "Ouk",
    "Pich",
    "Phan",
    "Ros",
    "San",
    "Seng",
    "Sim",
    "Tep",
]
GIVEN = [
    "Dara",
    "Bopha",
    "Sophea",
    "Vuthy",
    "Chantha",
    "Kosal",
    "Maly",
    "Navy",
    "Phalla",
    "Rithy",
    "Samnang",
    "Sokha",
    "Thida",
    "Vanna",
]
HEADINGS = ["Family name", "Given name", "Sex", "Year of birth", "Phone", "Organisation"]


def somebody(chance: random.Random) -> list:
    return [
        chance.choice(FAMILIES) + chance.choice(("", "h", "n")),
        f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
        chance.choice("FM"),
        chance.randrange(1960, 2006),
        f"01{chance.randrange(10**7):07}",
        f"Organisation {chance.randrange(57)}",
    ]


@contextmanager
def measured(step: str, rows: int):
    started = time.process_time()
    yield
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {step} | {seconds:.1f} s | {rows / seconds:,.0f} | {peak:.0f} MB |", flush=True)


def main() -> None:
    folder = Path(os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="lists-")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'lists.sqlite3'}")
    django.setup()
    from django.contrib.auth import get_user_model  # all of these need Django set up
    from django.core.management import call_command

    from lms.records.models import Person, PersonImport
    from lms.records.services import import_applying, import_checking, import_undoing, imports
    from lms.records.services.duplicates import index_people
    from tests.factories.lists import make_import, make_xlsx

    call_command("migrate", verbosity=0)
    actor = get_user_model().objects.create(email="lists@example.org", is_superuser=True)
    chance = random.Random(1)
    known = [somebody(chance) for _ in range(PEOPLE)]
    Person.objects.bulk_create(
        [
            Person(
                number=f"K{n:05}", family_name=row[0], given_name=row[1], birth_year=row[3],
                phone=f"+855{row[4][1:]}",
            )
            for n, row in enumerate(known)
        ],
        batch_size=500,
    )  # fmt: skip
    listed = [somebody(chance) for _ in range(ROWS - 500)] + chance.sample(known, 500)
    data = make_xlsx([HEADINGS, *listed])
    print("| step | CPU | rows/s | memory at most |\n|---|---|---|---|")
    with measured(f"pairs among {PEOPLE:,} people", PEOPLE):
        pairs = index_people().likely_pairs()
    person_import = make_import([], actor=actor, data=data)
    with measured("check", ROWS):
        import_checking.check_list(person_import=person_import)
    person_import = imports.confirm_import(person_import=person_import, actor=actor)
    with measured("bring in", person_import.total):
        import_applying.apply_list(person_import=person_import, actor=actor)
    brought = person_import.rows.filter(person__isnull=False).count()
    person_import = imports.undo_import(person_import=person_import, actor=actor)
    with measured("take back", brought):
        import_undoing.undo_list(person_import=person_import, actor=actor)
    left = Person.objects.count()
    print(f"\n{len(pairs)} pairs; {brought} brought in; {left} people left of {PEOPLE}")
    tracemalloc.start()
    index = index_people()
    print(f"the index of {len(index):,} holds {tracemalloc.get_traced_memory()[0] / 2**20:.0f} MB")
    PersonImport.objects.all().delete()


if __name__ == "__main__":
    main()
