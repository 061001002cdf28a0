"""A list of some 300 people as it comes by mail: titles, two scripts, typos, every kind of number."""

from itertools import product

from tests.factories.lists import make_xlsx

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
FAMILIES = [
    ("Sok", "សុខ"), ("Chan", "ចាន់"), ("Chea", "ជា"), ("Heng", "ហេង"),
    ("Keo", "កែវ"), ("Lim", "លឹម"), ("Meas", "មាស"), ("Nhem", "ញ៉ែម"),
    ("Phan", "ផាន"), ("Ros", "រស់"), ("Sim", "ស៊ឹម"), ("Tep", "ទេព"),
]  # fmt: skip
GIVEN = [
    ("Bopha", "បុប្ផា"), ("Chantha", "ចន្ថា"), ("Dara", "តារា"), ("Kosal", "កុសល"),
    ("Maly", "ម៉ាលី"), ("Navy", "ណាវី"), ("Phalla", "ផល្លា"), ("Rithy", "រិទ្ធី"),
    ("Samnang", "សំណាង"), ("Sokha", "សុខា"), ("Sophea", "សុភា"), ("Thida", "ធីតា"),
    ("Vanna", "វណ្ណា"), ("Veasna", "វាសនា"), ("Visal", "វិសាល"), ("Vuthy", "វុទ្ធី"),
    ("Kunthea", "គន្ធា"), ("Makara", "មករា"), ("Pisey", "ពិសី"), ("Ratha", "រដ្ឋា"),
    ("Srey Mom", "ស្រីមុំ"), ("Sokun", "សុគន្ធ"), ("Theary", "ធារី"), ("Mony", "មុនី"),
    ("Chenda", "ចិន្តា"),
]  # fmt: skip
HEADINGS = [
    "ល.រ",
    "គោត្តនាម និងនាម",
    "Name (Latin)",
    "ភេទ / Sex",
    "ថ្ងៃខែឆ្នាំកំណើត",
    "លេខទូរស័ព្ទ",
    "អង្គភាព",
    "តួនាទី",
    "ខេត្ត",
]
WOMAN = ("ស្រី", "F", "female", "ស")
MAN = ("ប្រុស", "M", "male", "ប")
PLACES = ("Phnom Penh", "ខេត្តកណ្តាល", "Kompong Cham", "Siemreap", "12", "")


def messy_rows(number: int = 300) -> list[list]:
    """``number`` different people below two titles, with blank lines, repeats and faults between."""
    rows: list[list] = [
        ["បញ្ជីឈ្មោះសិក្ខាកាម"],
        ["Training of May", None, "Tel: 023 999 999"],
        [],
        HEADINGS,
    ]
    for n, ((family, family_km), (given, given_km)) in enumerate(
        list(product(FAMILIES, GIVEN))[:number]
    ):
        rows.append([
            n + 1,
            f"{family_km} {given_km}" if n % 7 else "",
            f"{family} {given}" if n % 5 else f"Ms. {family}  {given.upper()}",
            (WOMAN if n % 3 else MAN)[n % 4],
            _birth(n),
            _phone(n),
            ("Helping Hands", "HH", "ដៃជួយ", "Helping Hand", "New Dawn")[n % 5],
            ("Social worker", "បុគ្គលិកសង្គម", "Driver")[n % 3],
            PLACES[n % 6],
        ])  # fmt: skip
        if n % 40 == 39:
            rows += [[], HEADINGS]  # the next printed page
    rows += [
        [301, "", "Sokh Bopha", "M", "", _phone(0), "HH", "", ""],  # the first again, misspelled
        [302, "", "", "F", "1990", "012 000 001", "HH", "", ""],  # no name
        [303, "", "Kim Nobody", "?", "long ago", "none yet", "HH", "", "Paris"],
        [],
        ["សរុប", "", "", "", "", "", "", "", ""],
    ]
    return rows


def _birth(n: int):
    year = 1970 + n % 30
    return (year, f"05/06/{year}", str(year).translate(KHMER_DIGITS), f"1 មករា {year}", 25569 + n)[
        n % 5
    ]


def _phone(n: int):
    plain = f"012{345000 + n}"
    return (
        plain,
        int(plain),  # Excel takes the 0 away
        f"{plain[:3]} {plain[3:6]} {plain[6:]}".translate(KHMER_DIGITS),
        f"+855 {plain[1:3]}-{plain[3:6]}-{plain[6:]}",
    )[n % 4]


def messy_list(number: int = 300) -> bytes:
    return make_xlsx(messy_rows(number), sheet="ឧសភា", others=["Notes"])
