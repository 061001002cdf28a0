"""What the invented rounds ask, and what the invented proposals answer."""

from decimal import Decimal

from seedgrants.enums import BudgetCategory, QuestionKind

QUESTIONS = [
    (
        "The need",
        "What do you want to change, and for whom?",
        "Two or three sentences. Groups of people, never one person's story.",
        "Forty mothers in three villages do not know whom to call when an agent offers work abroad.",
        "People are poor and need help.",
        QuestionKind.TEXT,
    ),
    (
        "The need",
        "How do you know?",
        "Whom did you ask, what did you count?",
        "We asked 25 families in May; 18 had been visited by an agent this year.",
        "Everybody knows it.",
        QuestionKind.TEXT,
    ),
    (
        "The plan",
        "What will you do, step by step?",
        "Three to six steps with a month for each.",
        "June: meet the three village chiefs. July: six evening sessions of two hours.",
        "We will do awareness raising.",
        QuestionKind.TEXT,
    ),
    (
        "The plan",
        "How many people will take part?",
        "A number you can count at the end.",
        "40",
        "many",
        QuestionKind.NUMBER,
    ),
    (
        "The plan",
        "How will you keep people's dignity and privacy?",
        "Consent, photographs, what you will not write down.",
        "We ask before every photograph and never photograph children's faces.",
        "We will be careful.",
        QuestionKind.TEXT,
    ),
]
CRITERIA = [
    ("The need is real and shown", "Somebody was asked, something was counted.", 3),
    ("The plan fits the need", "Steps, months and people are named.", 3),
    ("The budget is careful", "Units and unit costs; nothing that is not needed.", 2),
    ("Dignity and privacy", "Consent, and no stories of survivors.", 2),
]
# What a score means, from 0 to 5 points; the same for each criterion.
LEVELS = [
    "nothing is said",
    "words, no facts",
    "a little is shown",
    "most of it is shown",
    "clear and shown",
    "clear, shown, and others can learn from it",
]
LEVELS_KM = [
    "មិនបាននិយាយអ្វី",
    "មានតែពាក្យ គ្មានភស្តុតាង",
    "បានបង្ហាញបន្តិច",
    "បានបង្ហាញភាគច្រើន",
    "ច្បាស់ និងមានភស្តុតាង",
    "ច្បាស់ មានភស្តុតាង ហើយអ្នកដទៃអាចរៀនបាន",
]
# Section, question and help in Khmer, in the order above.
QUESTIONS_KM = [
    (
        "តម្រូវការ",
        "តើអ្នកចង់ផ្លាស់ប្តូរអ្វី ហើយសម្រាប់អ្នកណា?",
        "ពីរ ឬបីប្រយោគ។ សរសេរអំពីក្រុមមនុស្ស មិនមែនរឿងរបស់មនុស្សម្នាក់ទេ។",
    ),
    ("តម្រូវការ", "តើអ្នកដឹងដោយរបៀបណា?", "អ្នកបានសួរអ្នកណា ហើយបានរាប់អ្វី?"),
    (
        "ផែនការ",
        "តើអ្នកនឹងធ្វើអ្វី តាមជំហាននីមួយៗ?",
        "ជំហានពីបីទៅប្រាំមួយ ដោយបញ្ជាក់ខែសម្រាប់ជំហាននីមួយៗ។",
    ),
    ("ផែនការ", "តើមានមនុស្សប៉ុន្មាននាក់ចូលរួម?", "ចំនួនដែលអ្នកអាចរាប់បាននៅពេលបញ្ចប់។"),
    (
        "ផែនការ",
        "តើអ្នករក្សាសេចក្តីថ្លៃថ្នូរ និងឯកជនភាពរបស់មនុស្សដោយរបៀបណា?",
        "ការយល់ព្រម រូបថត និងអ្វីដែលអ្នកនឹងមិនកត់ត្រា។",
    ),
]
CRITERIA_KM = [
    ("តម្រូវការពិត និងមានភស្តុតាង", "មានការសាកសួរ និងមានការរាប់ចំនួន។"),
    ("ផែនការត្រូវនឹងតម្រូវការ", "មានបញ្ជាក់ជំហាន ខែ និងអ្នកទទួលខុសត្រូវ។"),
    ("ថវិកាប្រុងប្រយ័ត្ន", "មានឯកតា និងតម្លៃក្នុងមួយឯកតា គ្មានចំណាយមិនចាំបាច់។"),
    ("សេចក្តីថ្លៃថ្នូរ និងឯកជនភាព", "មានការយល់ព្រម ហើយគ្មានរឿងរ៉ាវរបស់អ្នកដែលបានឆ្លងកាត់ការរំលោភបំពាន។"),
]
SUMMARY_KM = "រហូតដល់ ៥០០ ដុល្លារអាមេរិក សម្រាប់គម្រោងតូចមួយរយៈពេលបីទៅប្រាំមួយខែ។"
CALL_KM = (
    "<p>អនុវត្តអ្វីដែលអ្នកបានរៀន៖ គម្រោងតូចមួយ ដែលអ្នកធ្វើផែនការ អនុវត្ត និងរាយការណ៍ដោយខ្លួនឯង។ "
    "អ្នកស្នើសុំគ្រប់រូបទទួលបានមតិកែលម្អ។ ជុំនេះជាការប្រឌិត សម្រាប់សាកល្បងគេហទំព័រ។</p>"
)
ANSWERS = [
    "Forty mothers in three villages do not know whom to call when an agent offers work abroad.",
    "We asked 25 families in two evenings; 18 had been visited by an agent this year.",
    "First month: meet the village chiefs. Second and third month: six evening sessions.",
    "40",
    "We ask before every photograph, and we write down numbers, not names.",
]
BUDGET = [
    (BudgetCategory.ACTIVITIES, "Picture cards", "30", "card", "1.50", 1),
    (BudgetCategory.VENUE, "Snacks and water", "40", "person", "1.00", 6),
    (BudgetCategory.TRAVEL, "Motorbike travel", "2", "trip", "5.00", 6),
    (BudgetCategory.OFFICE, "Phone and printing", "1", "lump sum", "15.00", 1),
]
# What was spent on these lines half way.
SPENT = [Decimal("45.00"), Decimal("98.50"), Decimal("35.00"), Decimal("6.25")]
