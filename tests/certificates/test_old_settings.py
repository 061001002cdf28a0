"""What an earlier version kept as settings becomes designs."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from certificates.models import CertificateDesign
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db
migration = import_module("certificates.migrations.0003_settings_become_designs")


def registry(old):
    """The apps as they were: only the old settings are a model no more."""
    gone = SimpleNamespace(objects=SimpleNamespace(first=lambda: old))
    return SimpleNamespace(
        get_model=lambda app, name: (
            gone if name == "CertificateTemplate" else apps.get_model(app, name)
        )
    )


def old_settings(**fields):
    parts = {f"signatory_{number}_{part}": "" for number in (1, 2) for part in migration.PARTS}
    return SimpleNamespace(**parts | {"issuer": "", "issuer_km": "", "logo": None} | fields)


def test_logo_issuer_and_signatories_are_taken_over():
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file(size=(80, 40)))
    old = old_settings(issuer="Our house", issuer_km="ផ្ទះ", logo=logo, signatory_2_name="Chan Dara")
    migration.make_designs(registry(old), None)
    designs = CertificateDesign.objects.order_by("kind")
    assert [(design.kind, design.live) for design in designs] == [
        ("attendance", True),
        ("completion", True),
    ]
    for design in designs:
        assert [block.value["issuer"] for block in design.wordings] == ["ផ្ទះ", "Our house"]
        assert [block.value["name"] for block in design.signatories] == ["Chan Dara"]
        assert (design.logos[0].value.width, design.logos[0].value.height) == (80, 40)
        design.full_clean()
    assert make_certificate(issuer="").issuer == "Our house"


def test_a_logo_whose_file_is_lost_is_left_out():
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    logo.file.storage.delete(logo.file.name)
    migration.make_designs(registry(old_settings(logo=logo)), None)
    assert [len(design.logos) for design in CertificateDesign.objects.all()] == [0, 0]


def test_a_site_without_settings_gets_none():
    migration.make_designs(registry(None), None)
    assert CertificateDesign.objects.count() == 0
