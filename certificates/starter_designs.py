"""The three designs that a new site begins with, and the words for a site that has none yet."""

from certificates.models import CertificateDesign, CertificateKind

KM_DETAILS = "{period} · បណ្តុះបណ្តាល {hours} ម៉ោង · បញ្ចប់នៅ{completed} · មានសុពលភាពដល់{expires}"
EN_DETAILS = (
    "{period} · {hours} hours of training · Completed on {completed} · Valid until {expires}"
)
WORDS = {
    CertificateKind.COMPLETION: (
        {
            "language": "km",
            "title": "វិញ្ញាបនបត្របញ្ជាក់ការសិក្សា",
            "preamble": "សូមបញ្ជាក់ថា",
            "statement": "បានបញ្ចប់វគ្គសិក្សាដោយជោគជ័យ",
            "details": KM_DETAILS,
        },
        {
            "language": "en",
            "title": "Certificate of Completion",
            "preamble": "This is to certify that",
            "statement": "has successfully completed the course",
            "details": EN_DETAILS,
        },
    ),
    CertificateKind.ATTENDANCE: (
        {
            "language": "km",
            "title": "វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម",
            "preamble": "សូមបញ្ជាក់ថា",
            "statement": "បានចូលរួមក្នុងវគ្គបណ្តុះបណ្តាល",
            "details": "{period} · ចូលរួម {hours} ម៉ោង · មានសុពលភាពដល់{expires}",
        },
        {
            "language": "en",
            "title": "Certificate of Attendance",
            "preamble": "This is to certify that",
            "statement": "has taken part in",
            "details": "{period} · {hours} hours attended · Valid until {expires}",
        },
    ),
    CertificateKind.TRAINER: (
        {
            "language": "km",
            "title": "វិញ្ញាបនបត្រគ្រូបណ្តុះបណ្តាល",
            "preamble": "សូមបញ្ជាក់ថា",
            "statement": "មានសមត្ថភាពបង្រៀនវគ្គសិក្សា",
            "details": "ចាប់ពី{completed} · មានសុពលភាពដល់{expires}",
        },
        {
            "language": "en",
            "title": "Trainer’s Certificate",
            "preamble": "This is to certify that",
            "statement": "is qualified to teach the course",
            "details": "From {completed} · Valid until {expires}",
        },
    ),
}
LOOKS = {
    CertificateKind.COMPLETION: {"name": "Completion", "border": "lotus", "background": "lotus"},
    CertificateKind.ATTENDANCE: {
        "name": "Attendance",
        "border": "lines",
        "background": "waves",
        "ink": "#1F4D3A",
        "accent": "#7A5A1E",
    },
    CertificateKind.TRAINER: {
        "name": "Trainer",
        "orientation": "portrait",
        "border": "band",
        "background": "paper",
        "ink": "#5A2036",
        "accent": "#8A5A1F",
        "valid_months": 36,
    },
}


def starter_design(kind: str, *, issuer: str = "", issuer_km: str = "", signatories=()):
    """An unsaved design of ``kind``. ``signatories`` are mappings as of ``SignatoryBlock``."""
    issuers = {"km": issuer_km, "en": issuer}
    words = [{"issuer": issuers[word["language"]], **word} for word in WORDS[kind]]
    return CertificateDesign(
        kind=kind,
        is_usual=True,
        wordings=[("wording", word) for word in words],
        signatories=[("signatory", signatory) for signatory in signatories],
        **LOOKS[kind],
    )


def setup_designs(*, issuer: str = "", issuer_km: str = "", signatories=()) -> int:
    """Make and publish the starter design of each kind that has no design yet; return how many."""
    made = 0
    for kind in CertificateKind:
        if CertificateDesign.objects.filter(kind=kind).exists():
            continue
        design = starter_design(kind, issuer=issuer, issuer_km=issuer_km, signatories=signatories)
        design.live = False
        design.save()
        design.save_revision().publish()
        made += 1
    return made
