"""The starter designs of the certificates in the name of the invented coalition."""

from certificates.models import CertificateDesign

ISSUERS = {"en": "Invented Coalition of Cambodia", "km": "សម្ព័ន្ធភាពប្រឌិតនៃកម្ពុជា"}
SIGNATORY = {
    "title": "Training coordinator",
    "title_km": "អ្នកសម្របសម្រួលការបណ្តុះបណ្តាល",
}


def make_designs() -> None:
    for design in CertificateDesign.objects.all():
        for block in design.wordings:
            block.value["issuer"] = ISSUERS.get(block.value["language"], "")
        design.signatories = [("signatory", SIGNATORY)]
        design.save_revision().publish()
