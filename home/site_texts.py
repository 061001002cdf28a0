"""The first texts of the pages around the curricula, in English and Khmer.

They are written once into the pages; editors change them there. Khmer awaits a native reader.
"""

HOME = {
    "en": {
        "title": "Training home",
        "heading": "Learn together, serve better",
        "introduction": (
            "Courses, workshops, mentoring and small grants for people who work against "
            "trafficking and abuse in Cambodia."
        ),
        "search_description": (
            "The training home of a coalition of organisations in Cambodia: courses, workshops, "
            "certificates and small grants."
        ),
    },
    "km": {
        "title": "ទំព័រដើម",
        "heading": "រៀនជាមួយគ្នា បម្រើកាន់តែប្រសើរ",
        "introduction": (
            "វគ្គសិក្សា សិក្ខាសាលា ការណែនាំ និងជំនួយឥតសំណងតូចៗ សម្រាប់អ្នកធ្វើការប្រឆាំង"
            "ការជួញដូរមនុស្ស និងការរំលោភបំពាន នៅកម្ពុជា។"
        ),
        "search_description": ("វគ្គសិក្សា សិក្ខាសាលា វិញ្ញាបនបត្រ និងជំនួយឥតសំណងតូចៗ សម្រាប់អង្គការនៅកម្ពុជា"),
    },
}

CATALOGUE = {
    "slug": "courses",
    "in_menus": True,
    "en": {
        "title": "Courses",
        "introduction": "<p>Three curricula, made of short courses. Each course ends with a certificate.</p>",
        "search_description": "Find a course, see what you will learn, and enrol.",
    },
    "km": {
        "title": "វគ្គសិក្សា",
        "introduction": "<p>កម្មវិធីសិក្សាបី ដែលមានវគ្គសិក្សាខ្លីៗ។ ពេលបញ្ចប់វគ្គនីមួយៗ អ្នកទទួលបានវិញ្ញាបនបត្រ។</p>",
        "search_description": "រកវគ្គសិក្សា មើលអ្វីដែលអ្នកនឹងរៀន ហើយចុះឈ្មោះចូលរៀន។",
    },
}

HELP = {
    "slug": "need-help-now",
    "en": {
        "title": "Need help now?",
        "introduction": "This site is for training. It does not take reports, and nobody answers here day and night.",
        "body": (
            "<p>If you or someone you know is in danger now, call the police: <b>117</b>. "
            "For an ambulance, call <b>119</b>.</p>"
            "<p>To report trafficking or the abuse of a child, the national police hotline is "
            "<b>1288</b>. Child Helpline Cambodia listens to children and young people: <b>1280</b>.</p>"
            "<p>Please do not write a survivor’s name, story or address anywhere on this site.</p>"
            "<p><i>Coordinators: check these numbers with your partners before you publish, and again "
            "every six months.</i></p>"
        ),
    },
    "km": {
        "title": "ត្រូវការជំនួយឥឡូវនេះ?",
        "introduction": (
            "គេហទំព័រនេះសម្រាប់ការបណ្តុះបណ្តាល។ វាមិនមែនជាកន្លែងរាយការណ៍ករណីទេ ហើយគ្មានអ្នកឆ្លើយទាំងយប់ទាំងថ្ងៃឡើយ។"
        ),
        "body": (
            "<p>បើអ្នក ឬនរណាម្នាក់ដែលអ្នកស្គាល់ កំពុងមានគ្រោះថ្នាក់ សូមទូរស័ព្ទទៅនគរបាល៖ <b>117</b>។ "
            "រថយន្តសង្គ្រោះបន្ទាន់៖ <b>119</b>។</p>"
            "<p>ដើម្បីរាយការណ៍អំពីការជួញដូរមនុស្ស ឬការរំលោភបំពានលើកុមារ លេខទូរស័ព្ទបន្ទាន់របស់នគរបាលជាតិគឺ "
            "<b>1288</b>។ ខ្សែទូរស័ព្ទជំនួយកុមារកម្ពុជា ស្តាប់កុមារ និងយុវជន៖ <b>1280</b>។</p>"
            "<p>សូមកុំសរសេរឈ្មោះ រឿងរ៉ាវ ឬអាសយដ្ឋានរបស់អ្នកដែលបានឆ្លងកាត់ការរំលោភបំពាន "
            "នៅលើគេហទំព័រនេះ។</p>"
            "<p><i>អ្នកសម្របសម្រួល៖ សូមផ្ទៀងផ្ទាត់លេខទាំងនេះជាមួយដៃគូរបស់អ្នក មុនពេលផ្សាយ "
            "និងរៀងរាល់ប្រាំមួយខែម្តង។</i></p>"
        ),
    },
}

PRIVACY = {
    "slug": "privacy",
    "en": {
        "title": "Your data",
        "introduction": "What we keep about you, why, and what you can ask of us.",
        "body": (
            "<h2>What we keep</h2><ul><li>Your name, gender, year of birth, phone or email, province and "
            "the organisation you work for.</li><li>Your courses: attendance, lessons read, tests and "
            "certificates.</li><li>Your grant proposals and reports, if you write any.</li></ul>"
            "<h2>Who sees it</h2><p>You, the trainers of your course and the coordinators. Mentoring notes "
            "are seen by you, your mentor and named coordinators only. Donors see figures, never names.</p>"
            "<h2>What you can ask</h2><p>A copy of your data, a correction, or that your name is removed. "
            "Ask your coordinator.</p>"
            "<h2>Certificates</h2><p>Anyone who has the address on your certificate can see your name, the "
            "course, the date and whether it is valid. Nothing else.</p>"
        ),
    },
    "km": {
        "title": "ទិន្នន័យរបស់អ្នក",
        "introduction": "អ្វីដែលយើងរក្សាទុកអំពីអ្នក មូលហេតុ និងអ្វីដែលអ្នកអាចស្នើសុំ។",
        "body": (
            "<h2>អ្វីដែលយើងរក្សាទុក</h2><ul><li>ឈ្មោះ ភេទ ឆ្នាំកំណើត ទូរស័ព្ទ ឬអ៊ីមែល រាជធានី·ខេត្ត និងអង្គការរបស់អ្នក។</li>"
            "<li>វគ្គសិក្សារបស់អ្នក៖ វត្តមាន មេរៀនដែលបានអាន ការធ្វើតេស្ត និងវិញ្ញាបនបត្រ។</li>"
            "<li>ពាក្យស្នើសុំជំនួយ និងរបាយការណ៍ បើអ្នកសរសេរ។</li></ul>"
            "<h2>អ្នកណាអាចមើលឃើញ</h2><p>អ្នក គ្រូបណ្តុះបណ្តាលនៃវគ្គរបស់អ្នក និងអ្នកសម្របសម្រួល។ "
            "កំណត់ត្រានៃការណែនាំ មានតែអ្នក អ្នកណែនាំរបស់អ្នក និងអ្នកសម្របសម្រួលដែលបានកំណត់ប៉ុណ្ណោះ ដែលមើលឃើញ។ "
            "ម្ចាស់ជំនួយឃើញតែតួលេខ មិនឃើញឈ្មោះទេ។</p>"
            "<h2>អ្វីដែលអ្នកអាចស្នើសុំ</h2><p>ច្បាប់ចម្លងទិន្នន័យ ការកែតម្រូវ ឬការលុបឈ្មោះរបស់អ្នក។ "
            "សូមស្នើទៅអ្នកសម្របសម្រួលរបស់អ្នក។</p>"
            "<h2>វិញ្ញាបនបត្រ</h2><p>អ្នកណាដែលមានអាសយដ្ឋានតំណនៅលើវិញ្ញាបនបត្ររបស់អ្នក អាចឃើញឈ្មោះរបស់អ្នក វគ្គសិក្សា កាលបរិច្ឆេទ "
            "និងសុពលភាព។ គ្មានអ្វីផ្សេងទៀតទេ។</p>"
        ),
    },
}

GRANTS = {
    "slug": "seed-grants",
    "in_menus": True,
    "en": {
        "title": "Seed grants",
        "introduction": "Small grants to practise a real project: proposal, budget, report, with feedback at every step.",
        "body": (
            "<p>A seed grant is an exercise with real money. Who completed a course may propose a small project. "
            "Two colleagues from other organisations read it, and every applicant gets feedback.</p>"
        ),
        "search_description": "Practise a real project with a small grant and good feedback.",
    },
    "km": {
        "title": "ជំនួយឥតសំណង",
        "introduction": "ជំនួយតូចៗ ដើម្បីអនុវត្តគម្រោងពិត៖ ពាក្យស្នើសុំ ថវិកា របាយការណ៍ ដោយមានមតិកែលម្អគ្រប់ជំហាន។",
        "body": (
            "<p>ជំនួយឥតសំណងនេះជាលំហាត់មួយដែលមានប្រាក់ពិត។ អ្នកដែលបានបញ្ចប់វគ្គសិក្សា អាចស្នើគម្រោងតូចមួយ។ "
            "មិត្តរួមការងារពីរនាក់មកពីអង្គការផ្សេងអានវា ហើយអ្នកស្នើសុំគ្រប់រូបទទួលបានមតិកែលម្អ។</p>"
        ),
        "search_description": "អនុវត្តគម្រោងពិតដោយជំនួយតូចមួយ និងមតិកែលម្អល្អៗ។",
    },
}
