"""Invented organisations and the parts that invented people's names are put together from."""

# (Latin, Khmer, short name, kind, province code)
ORGANISATIONS = [
    ("Open Hands Cambodia (invented)", "អង្គការដៃបើកចំហ (ប្រឌិត)", "OHC", "member", "12"),
    ("River of Hope (invented)", "ទន្លេសង្ឃឹម (ប្រឌិត)", "ROH", "member", "03"),
    ("Safe Steps Battambang (invented)", "ជំហានសុវត្ថិភាព បាត់ដំបង (ប្រឌិត)", "SSB", "member", "02"),
    ("Lotus Families (invented)", "គ្រួសារផ្កាឈូក (ប្រឌិត)", "LF", "member", "17"),
    ("Bright Roof Children's Home (invented)", "ផ្ទះកុមារដំបូលភ្លឺ (ប្រឌិត)", "BRC", "member", "08"),
    ("Border Friends Poipet (invented)", "មិត្តព្រំដែន ប៉ោយប៉ែត (ប្រឌិត)", "BFP", "member", "01"),
    ("Mekong Skills Partner (invented)", "ដៃគូជំនាញមេគង្គ (ប្រឌិត)", "MSP", "partner", "12"),
    ("District Social Office (invented)", "ការិយាល័យសង្គមកិច្ចស្រុក (ប្រឌិត)", "DSO", "government", "21"),
]

FAMILY_NAMES = [
    ("Sok", "សុខ"), ("Chan", "ចាន់"), ("Kim", "គឹម"), ("Ly", "លី"), ("Heng", "ហេង"),
    ("Chhuon", "ឈួន"), ("Bun", "ប៊ុន"), ("Mao", "ម៉ៅ"), ("Nuon", "នួន"), ("Tep", "ទេព"),
    ("Yim", "យឹម"), ("Ros", "រស់"), ("Seng", "សេង"), ("Ouk", "អ៊ុក"), ("Khun", "ឃុន"),
    ("Pov", "ពៅ"), ("Nhem", "ញ៉ែម"), ("Phan", "ផាន"), ("Keo", "កែវ"), ("Meas", "មាស"),
]  # fmt: skip

WOMEN = [
    ("Sophea", "សុភា"), ("Chanthy", "ចន្ធី"), ("Sreymom", "ស្រីមុំ"), ("Sreynich", "ស្រីនិច"),
    ("Bopha", "បុប្ផា"), ("Kalyany", "កល្យាណី"), ("Thida", "ធីតា"), ("Mealea", "មាលា"),
    ("Rachana", "រចនា"), ("Vanna", "វណ្ណា"), ("Dalin", "ដាលីន"), ("Pisey", "ពិសី"),
    ("Maly", "ម៉ាលី"), ("Ratana", "រតនា"), ("Kunthea", "គន្ធា"), ("Nary", "នារី"),
    ("Chenda", "ចិន្តា"), ("Leakhena", "លក្ខិណា"),
]  # fmt: skip

MEN = [
    ("Vichet", "វិចិត្រ"), ("Sovann", "សុវណ្ណ"), ("Piseth", "ពិសិដ្ឋ"), ("Chandara", "ចាន់ដារ៉ា"),
    ("Rithy", "រិទ្ធី"), ("Bora", "បូរ៉ា"), ("Samnang", "សំណាង"), ("Vuthy", "វុទ្ធី"),
    ("Dara", "ដារា"), ("Kosal", "កុសល"), ("Makara", "មករា"), ("Virak", "វីរៈ"),
]  # fmt: skip
