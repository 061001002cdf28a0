"""What every certificate said until now becomes two designs: logo, issuer and signatories."""

import json
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import migrations

PARTS = ("name", "name_km", "title", "title_km")


def picture_of(apps, image):
    """The public image as a private picture; none where its file is gone."""
    try:
        with default_storage.open(image.file.name) as file:
            data = file.read()
    except OSError:
        return None
    ending = image.file.name.rpartition(".")[2].lower()
    name = storages["private"].save(f"certificates/pictures/logo.{ending}", ContentFile(data))
    return apps.get_model("certificates", "CertificatePicture").objects.create(
        title=image.title[:100], file=name, width=image.width, height=image.height
    )


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid4())}


def make_designs(apps, schema_editor):
    # The words stood in the catalogue of translations, and are those of the starter designs.
    from certificates.starter_designs import LOOKS, WORDS

    old = apps.get_model("certificates", "CertificateTemplate").objects.first()
    if old is None:
        return
    signatories = [
        {part: getattr(old, f"signatory_{number}_{part}") for part in PARTS} | {"signature": None}
        for number in (1, 2)
    ]
    logo = picture_of(apps, old.logo) if old.logo else None
    issuers = {"km": old.issuer_km, "en": old.issuer}
    for kind in ("completion", "attendance"):
        apps.get_model("certificates", "CertificateDesign").objects.create(
            **LOOKS[kind],
            kind=kind,
            is_usual=True,
            wordings=json.dumps(
                [
                    block("wording", {"issuer": issuers[words["language"]], **words})
                    for words in WORDS[kind]
                ]
            ),
            signatories=json.dumps(
                [
                    block("signatory", person)
                    for person in signatories
                    if any(person[part] for part in PARTS)
                ]
            ),
            logos=json.dumps([block("logo", logo.pk)] if logo else []),
        )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_designs_batches_and_badges")]

    operations = [migrations.RunPython(make_designs, migrations.RunPython.noop)]
