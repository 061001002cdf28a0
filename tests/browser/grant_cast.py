"""Who plays in the journeys of the seed grants, and the call they answer, in both languages."""

from itertools import count

from wagtail.models import Locale

from home.setup import setup_locales, setup_pages
from seedgrants.models import GrantRoundPage
from tests.browser.devices import Device, Reader
from tests.factories.accounts import make_user
from tests.factories.records import make_organisation, make_person
from tests.factories.seedgrants import allow, make_round

_phones = count(100_000)

# (heading, question, kind) and criteria, in English and in Khmer.
QUESTIONS = {
    "text": (("The need", "What is the problem?"), ("តម្រូវការ", "តើមានបញ្ហាអ្វី?")),
    "people": (("People", "Whom will you reach?"), ("មនុស្ស", "តើអ្នកនឹងជួយអ្នកណាខ្លះ?")),
    "logframe": (("The plan", "What will you do?"), ("ផែនការ", "តើអ្នកនឹងធ្វើអ្វីខ្លះ?")),
    "file": (("A picture", "A photograph of the place"), ("រូបថត", "រូបថតកន្លែង")),
}
CRITERIA = [
    (("Need", "vague\nclear\nshown"), ("តម្រូវការ", "មិនច្បាស់\nច្បាស់\nមានភស្តុតាង")),
    (("Plan", "vague\nclear\nready"), ("ផែនការ", "មិនច្បាស់\nច្បាស់\nត្រៀមរួច")),
]
HIGHEST = 2
PEOPLE = [
    (("Sok", "Dara"), ("សុខ", "តារា")),
    (("Chan", "Sophea"), ("ចាន់", "សុភា")),
    (("Keo", "Bopha"), ("កែវ", "បុប្ផា")),
    (("Sim", "Sreypov"), ("ស៊ឹម", "ស្រីពៅ")),
    (("Heng", "Visal"), ("ហេង", "វិសាល")),
    (("Chea", "Mony"), ("ជា", "មុន្នី")),
]


class Cast:
    """Gives the parts of a journey to people who all read ``reader``'s language."""

    def __init__(self, reader: Reader, device, *, javascript: bool = True):
        self.reader, self.open_device, self.people = reader, device, 0
        self.page, self.javascript = None, javascript
        setup_locales()
        self.pages = setup_pages()

    def person(self, *permissions, organisation=None):
        """A person who signs in with a phone number, as most trainees do."""
        latin, khmer = PEOPLE[self.people % len(PEOPLE)]
        number = self.people // len(PEOPLE)
        self.people += 1
        family, given = self.reader.pick(latin, khmer)
        user = make_user(
            email=None,
            phone=f"+85512{next(_phones)}",
            language=self.reader.language,
            last_name=family,
            first_name=given,
        )
        return make_person(
            user=allow(user, *permissions),
            organisation=organisation or self.organisation(),
            family_name=latin[0],
            given_name=f"{latin[1]} {number}" if number else latin[1],
            family_name_km=khmer[0],
            given_name_km=f"{khmer[1]} {number}" if number else khmer[1],
            language=self.reader.language,
        )

    def organisation(self):
        return make_organisation(name_km=f"អង្គការ {self.people}")

    def device(self, person) -> Device:
        """The one computer they all share."""
        found = self.open_device(person.user, self.reader, self.page, javascript=self.javascript)
        self.page = found.page
        return found

    def call(self, title, kinds, **fields) -> GrantRoundPage:
        """An open round with questions of ``kinds`` and its Khmer translation, below the grants."""
        page = make_round(
            parent=self.pages["grants"],
            title=title[0],
            questions=len(kinds),
            criteria=len(CRITERIA),
            **{"summary": "Small projects in your village."} | fields,
        )
        for question, kind in zip(page.questions.all(), kinds, strict=True):
            question.kind, question.required = kind, kind != "file"
            question.section, question.label = QUESTIONS[kind][0]
            question.save()
        for criterion, (words, _khmer) in zip(page.criteria.all(), CRITERIA, strict=True):
            criterion.label, criterion.levels = words
            criterion.max_score = HIGHEST
            criterion.save()
        self.translate(page, title[1], kinds)
        return GrantRoundPage.objects.get(pk=page.pk)

    def translate(self, page, title, kinds):
        copy = GrantRoundPage.objects.get(pk=page.pk).copy_for_translation(
            Locale.objects.get(language_code="km")
        )
        for question, kind in zip(copy.questions.all(), kinds, strict=True):
            question.section, question.label = QUESTIONS[kind][1]
            question.save()
        for criterion, (_english, words) in zip(copy.criteria.all(), CRITERIA, strict=True):
            criterion.label, criterion.levels = words
            criterion.save()
        copy = GrantRoundPage.objects.get(pk=copy.pk)
        copy.title, copy.summary = title, "គម្រោងតូចៗក្នុងភូមិរបស់អ្នក។"
        copy.save_revision().publish()
