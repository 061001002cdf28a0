"""Khmer that is hard to set, and what a certificate has to say: over 300 texts."""

CONSONANTS = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
VOWELS = "ាិីឹឺុូួើឿៀេែៃោៅ"
COENG = "\u17d2"

# What each line is there for stands beside it.
HARD = [
    "ក្ក ខ្ម ង្គ ច្ច ញ្ញ",  # subscripts under the letter
    "ស្រី ព្រះ ក្រុម ត្រី ប្រាំ",  # ro before the letter
    "ស្ត្រី",  # two subscripts, one of them ro
    "ស្រ្តី",  # the same, typed the other way round
    "ប្តូរ ប្ដូរ",  # subscript ta and da
    "លក្ខណ៍ សង្គ្រាម",
    "កុំ កំ កាំ កះ កុះ កេះ កោះ",
    "ញុំាំ ញ៉ាំ",
    "ស៊ឹង ម៉ែ ប៉ះ យ៉ាង ហ៊ាន",  # register shifters, moved below by a vowel above
    "ស៊ី ប៊ិក អ៊ុំ",
    "ញ៉ាំ ប៉័ង",
    "បាត់ ចាប់ ក្បាច់ ដ៏ ក៏ ច៎ះ",  # signs on top
    "ធម៌ កម៌ វណ្ណៈ អាទិ៍",  # robat and the like
    "ខ្ញុំ ខ្ញុំនៅទីនេះ",
    "កញ្ញា វិញ្ញាបនបត្រ",  # nyo changes its foot
    "ឥឡូវ ឧទាហរណ៍ ឯកសារ ឱកាស",  # independent vowels
    "ឪពុក ឫស ឬ ឮ ឭ",
    "០១២៣៤៥៦៧៨៩ ៛១០០",
    "ផ្សេងៗ ។ ៕ ៖",
    "វិញ្ញាបនបត្របញ្ជាក់ការសិក្សា",
    "បានបញ្ចប់វគ្គសិក្សា",
    "ដោយជោគជ័យ",
    "ថ្ងៃទី១៤ ខែមីនា",
]
# Marks stacked on marks: shifter, vowel, nikahit, reahmuk and signs over and under one letter.
STACKED = [
    "ស៊ុំ", "ប៉ុំ", "ម៉ឺង", "ប៊ូ", "រ៉ាំ", "ស្រ៊ី", "ប្រ៉ុំ", "ស្ត្រ៊ឺ", "ង៉ូវ", "យ៉ឺ", "ក្រ៊ិង", "ស្ទ៊ុំ",
    "ច្រ៉ាំ", "ហ៊ុយ", "ម៉ៅ", "អ៊ូ", "វ៉ុង", "ន៉ែត", "ក្អែក៎", "ស័ក្តិ", "ពោធិ៍", "សិទ្ធិ៍", "ខ្ចប់៎", "ធ្វើ",
    "ស្ដើង", "ភ្ជួរ", "ញ្ជឿ", "ស្រ្ដៅ", "ឆ្លើយ", "ង្វៀ",
]  # fmt: skip
PROVINCES = [
    "បន្ទាយមានជ័យ", "បាត់ដំបង", "កំពង់ចាម", "កំពង់ឆ្នាំង", "កំពង់ស្ពឺ", "កំពង់ធំ", "កំពត", "កណ្តាល", "កោះកុង",
    "ក្រចេះ", "មណ្ឌលគិរី", "ភ្នំពេញ", "ព្រះវិហារ", "ព្រៃវែង", "ពោធិ៍សាត់", "រតនគិរី", "សៀមរាប", "ព្រះសីហនុ",
    "ស្ទឹងត្រែង", "ស្វាយរៀង", "តាកែវ", "ឧត្តរមានជ័យ", "កែប", "ប៉ៃលិន", "ត្បូងឃ្មុំ",
]  # fmt: skip
_FAMILY = ["សុខ", "ចាន់", "លឹម", "ហេង", "ព្រំ", "នួន", "អ៊ុច", "ង៉ែត", "ឈុំ", "កែវ"]
_GIVEN = ["សុភា", "ស្រីមុំ", "គឹមហ៊ុយ", "បញ្ញាវ័ន្ត", "ច័ន្ទរស្មី"]
# Every one is made up.
NAMES = [f"{family} {given}" for family in _FAMILY for given in _GIVEN]

CORPUS = [
    *HARD,
    *(
        f"{one}{COENG}{one} {one}{COENG}រ" for one in CONSONANTS
    ),  # every subscript, and ro under each
    *(f"ក{vowel} ស្ត{vowel} ញ{vowel}" for vowel in VOWELS),
    *(f"{one}ា {one}ុំ {one}៉ី" for one in CONSONANTS),  # each letter with what joins or stacks
    *STACKED,
    *PROVINCES,
    *NAMES,
]
