"""The usual agreement of a small grant, for a round that has none of its own.

Words in square brackets are filled in when an agreement is drawn up.
"""

USUAL = {
    "en": """
<p>This agreement is between [funder] and [grantee] ([organisation]).</p>
<ol>
<li>[funder] gives a grant of [amount] for “[title]”, number [number].</li>
<li>The grant runs from [starts] to [ends].</li>
<li>The money is spent on the lines of the agreed budget. Moving more than a tenth of it between
lines, or ending later, needs an amendment first.</li>
<li>It is paid in parts. Each part after the first follows when the report before it is accepted.</li>
<li>[grantee] keeps the receipts, reports on the dates agreed, and gives back what is not spent.</li>
<li>Nobody’s name, picture or story is used without their consent, and never that of a survivor.</li>
<li>Whoever takes part is safe with us: no violence, no exploitation, no payment for favours. A
worry is reported to [funder] at once.</li>
</ol>
""",
    "km": """
<p>កិច្ចព្រមព្រៀងនេះធ្វើឡើងរវាង [funder] និង [grantee] ([organisation])។</p>
<ol>
<li>[funder] ផ្តល់ជំនួយឥតសំណង [amount] សម្រាប់ «[title]» លេខ [number]។</li>
<li>ជំនួយនេះចាប់ពីថ្ងៃទី [starts] ដល់ថ្ងៃទី [ends]។</li>
<li>ប្រាក់ត្រូវចំណាយតាមបន្ទាត់នៃថវិកាដែលបានព្រមព្រៀង។ ការផ្លាស់ប្តូរលើសពីមួយភាគដប់រវាងបន្ទាត់
ឬការបញ្ចប់យឺតជាងនេះ ត្រូវស្នើកែប្រែជាមុន។</li>
<li>ប្រាក់ត្រូវបើកជាដំណាក់កាល។ ដំណាក់កាលបន្ទាប់បើកបាន នៅពេលរបាយការណ៍មុនត្រូវបានទទួលយក។</li>
<li>[grantee] រក្សាទុកវិក្កយបត្រ ធ្វើរបាយការណ៍តាមកាលបរិច្ឆេទ និងប្រគល់ប្រាក់ដែលមិនបានចំណាយមកវិញ។</li>
<li>មិនប្រើឈ្មោះ រូបភាព ឬរឿងរ៉ាវរបស់អ្នកណាដោយគ្មានការយល់ព្រម ហើយមិនប្រើរបស់អ្នករួចរស់ជីវិតជាដាច់ខាត។</li>
<li>អ្នកចូលរួមទាំងអស់មានសុវត្ថិភាព៖ គ្មានហិង្សា គ្មានការកេងប្រវ័ញ្ច គ្មានការទារផលប្រយោជន៍។
បើមានការព្រួយបារម្ភ ត្រូវរាយការណ៍ទៅ [funder] ភ្លាម។</li>
</ol>
""",
}
