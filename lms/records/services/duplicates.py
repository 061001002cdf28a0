"""Records that may be of one person, with the reasons. Whether they are, a person decides.

A :class:`LikenessIndex` holds what is known of many people in a few short keys each and answers
:meth:`~LikenessIndex.like` without a query; :func:`index_people` fills one with all people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.khmer import fold
from lms.records.enums import Gender, LikenessReason
from lms.records.models import NotDuplicate, Person
from lms.records.name_keys import name_keys, sound_keys
from lms.records.permissions import may_coordinate

# What a reason adds, of 100. A telephone is often shared in an office or a family, and a name by
# many, so none of them is enough by itself.
WEIGHTS = {
    LikenessReason.PHONE: 60,
    LikenessReason.EMAIL: 60,
    LikenessReason.KHMER_NAME: 40,
    LikenessReason.LATIN_NAME: 35,
    LikenessReason.SOUND: 25,
    LikenessReason.BIRTH_YEAR: 25,
    LikenessReason.ORGANISATION: 15,
    LikenessReason.OTHER_NAME: -20,
    LikenessReason.OTHER_GENDER: -25,
    LikenessReason.OTHER_BIRTH_YEAR: -25,
}
NAME_REASONS = (LikenessReason.KHMER_NAME, LikenessReason.LATIN_NAME, LikenessReason.SOUND)
MOST_FOR_A_NAME = 45
LIKELY, ALMOST_CERTAIN = 35, 80
# A name or phone that more people share than this says nothing; those pairs are not compared.
MOST_WITH_ONE_KEY = 100


@dataclass(frozen=True)
class Identity:
    """What is known of somebody; ``phone`` is E.164, ``organisations`` are primary keys."""

    family_name: str = ""
    given_name: str = ""
    family_name_km: str = ""
    given_name_km: str = ""
    gender: str = Gender.UNDISCLOSED
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    organisations: frozenset[int] = frozenset()

    @classmethod
    def of(cls, person: Person) -> "Identity":
        fields = {name: getattr(person, name) for name in IDENTIFYING}
        organisations = person.affiliations.values_list("organisation", flat=True)
        return cls(
            **fields | {"phone": str(person.phone or "")}, organisations=frozenset(organisations)
        )


IDENTIFYING = tuple(Identity.__dataclass_fields__)[:-1]


class Likeness(NamedTuple):
    """``person`` is a primary key; ``score`` goes from 0 to 100."""

    person: int
    score: int
    reasons: tuple[LikenessReason, ...]

    @property
    def is_almost_certain(self) -> bool:
        """More speaks for it than a name or a phone alone, and nothing against it."""
        return self.score >= ALMOST_CERTAIN


class LikelyPair(NamedTuple):
    """Two people, the one who was recorded first first."""

    first: int
    second: int
    score: int
    reasons: tuple[LikenessReason, ...]


class _Keys(NamedTuple):
    khmer: frozenset[str]
    latin: frozenset[str]
    sound: frozenset[str]
    phone: str
    email: str
    gender: str
    birth_year: int | None
    organisations: frozenset[int]

    @classmethod
    def of(cls, identity: Identity) -> "_Keys":
        latin = (identity.family_name, identity.given_name)
        return cls(
            khmer=name_keys(identity.family_name_km, identity.given_name_km),
            latin=name_keys(*latin),
            sound=sound_keys(*latin),
            phone=identity.phone,
            email=fold(identity.email),
            gender=identity.gender,
            birth_year=identity.birth_year,
            organisations=identity.organisations,
        )

    def entries(self) -> Iterator[str]:
        """Under which entries somebody stands; who shares none with another is not like them."""
        yield from (f"k{key}" for key in self.khmer)
        yield from (f"s{key}" for key in self.sound)  # the same name sounds the same
        if self.phone:
            yield f"p{self.phone}"
        if self.email:
            yield f"e{self.email}"


class LikenessIndex:
    """Identities under numbers, mostly primary keys of people."""

    def __init__(self, identities: Iterable[tuple[int, Identity]] = ()):
        self._keys: dict[int, _Keys] = {}
        self._entries: dict[str, list[int]] = defaultdict(list)
        for number, identity in identities:
            self.add(number, identity)

    def __len__(self):
        return len(self._keys)

    def add(self, number: int, identity: Identity) -> None:
        keys = self._keys[number] = _Keys.of(identity)
        for entry in keys.entries():
            self._entries[entry].append(number)

    def like(self, identity: Identity) -> list[Likeness]:
        """Who is likely the same person, most likely first; without a query."""
        return self._like(_Keys.of(identity))

    def likely_pairs(self) -> list[LikelyPair]:
        """Every two who are likely one person, most likely first, but those said to be two."""
        told_apart = self._told_apart
        pairs = [
            LikelyPair(like.person, number, like.score, like.reasons)
            for number, keys in self._keys.items()
            for like in self._like(keys)
            if like.person < number and (like.person, number) not in told_apart
        ]
        return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))

    @cached_property
    def _told_apart(self) -> set[tuple[int, int]]:
        return set(NotDuplicate.objects.values_list("first", "second"))

    def _like(self, keys: _Keys) -> list[Likeness]:
        candidates = set()
        for entry in keys.entries():
            bearers = self._entries.get(entry, ())
            if len(bearers) <= MOST_WITH_ONE_KEY:
                candidates.update(bearers)
        found = []
        for number in candidates:
            score, reasons = _compare(keys, self._keys[number])
            if score >= LIKELY:
                found.append(Likeness(number, score, reasons))
        return sorted(found, key=lambda likeness: (-likeness.score, likeness.person))


def _compare(one: _Keys, other: _Keys) -> tuple[int, tuple[LikenessReason, ...]]:
    reasons = []
    if one.phone and one.phone == other.phone:
        reasons.append(LikenessReason.PHONE)
    if one.email and one.email == other.email:
        reasons.append(LikenessReason.EMAIL)
    if one.khmer & other.khmer:
        reasons.append(LikenessReason.KHMER_NAME)
    if one.latin & other.latin:
        reasons.append(LikenessReason.LATIN_NAME)
    elif one.sound & other.sound:
        reasons.append(LikenessReason.SOUND)
    name = min(
        sum(WEIGHTS[reason] for reason in reasons if reason in NAME_REASONS), MOST_FOR_A_NAME
    )
    score = name + sum(WEIGHTS[reason] for reason in reasons if reason not in NAME_REASONS)
    beside = []
    if not name and ((one.latin and other.latin) or (one.khmer and other.khmer)):
        beside.append(LikenessReason.OTHER_NAME)
    if one.birth_year and other.birth_year:
        apart = abs(one.birth_year - other.birth_year)
        if apart == 0:
            beside.append(LikenessReason.BIRTH_YEAR)
        elif apart > 1:  # who tells their age is a year off half of the time
            beside.append(LikenessReason.OTHER_BIRTH_YEAR)
    if one.organisations & other.organisations:
        beside.append(LikenessReason.ORGANISATION)
    if Gender.UNDISCLOSED not in (one.gender, other.gender) and one.gender != other.gender:
        beside.append(LikenessReason.OTHER_GENDER)
    score += sum(WEIGHTS[reason] for reason in beside)
    return min(score, 100), (*reasons, *beside)


def index_people() -> LikenessIndex:
    """All people but those merged into others, read in one query, with every post they held."""
    return LikenessIndex(_identities())


def _identities() -> Iterator[tuple[int, Identity]]:
    rows = (
        Person.objects.order_by("pk")
        .values_list("pk", *IDENTIFYING, "affiliations__organisation")
        .iterator(chunk_size=2000)
    )
    for pk, posts in groupby(rows, key=itemgetter(0)):
        row = next(posts)
        organisations = frozenset(post[-1] for post in (row, *posts)) - {None}
        yield pk, Identity(*row[1:-1], organisations=organisations)


@transaction.atomic
def tell_apart(*, first: Person, second: Person, actor) -> NotDuplicate:
    """Write down that two people are two, so that the pair is not shown again.

    :raises PermissionDenied: for anybody but a coordinator.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    first, second = sorted((first, second), key=lambda person: person.pk)
    return NotDuplicate.objects.get_or_create(
        first=first, second=second, defaults={"decided_by": actor}
    )[0]
