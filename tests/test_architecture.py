"""What an import linter cannot see: names written as strings, and templates across apps."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from tests.conftest import PROJECT

# Top may know below, never the other way.
FLOORS = {
    "home": 5,
    "reports": 4,
    "seedgrants": 3,
    "records": 2,
    "courses": 1,
    "certificates": 1,
    "accounts": 0,
}
PACKAGES = {
    "home": "home",
    "lms.reports": "reports",
    "seedgrants": "seedgrants",
    "lms.records": "records",
    "courses": "courses",
    "certificates": "certificates",
    "lms.accounts": "accounts",
}
SIDEWAYS = {("courses", "certificates"), ("certificates", "courses")}
MAX_LINES = 500


def package_path(package: str) -> Path:
    return PROJECT / package.replace(".", "/")


def may_know(label: str, other: str) -> bool:
    if label == other:
        return True
    return FLOORS[label] > FLOORS[other] and (label, other) not in SIDEWAYS


def test_import_contracts_hold():
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_relations_point_downwards():
    wrong = []
    for label in FLOORS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                    other = field.related_model._meta.app_label
                    is_account = field.related_model._meta.swapped or other == "accounts"
                    if other in FLOORS and not is_account and not may_know(label, other):
                        wrong.append(f"{model._meta.label}.{field.name} -> {other}")
    assert wrong == []


def test_accounts_are_named_by_the_setting_only():
    """A host may bring its own user model, so only home and accounts name ours."""
    wrong = [
        f"{path.relative_to(PROJECT)}: accounts.User"
        for package, label in PACKAGES.items()
        if label not in ("accounts", "home")
        for path in package_path(package).rglob("*.py")
        if re.search(r"""["']accounts\.User["']|lms\.accounts""", path.read_text())
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_dotted_paths_point_downwards(package):
    """Tasks and other names written as strings, such as ``"lms.records.tasks.close"``."""
    known = "|".join(re.escape(name) for name in PACKAGES)
    dotted = re.compile(rf"^({known})\.[a-z_]+(\.[a-zA-Z_]+)+$")
    wrong = []
    for path in package_path(package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = dotted.match(node.value)
                if match and not may_know(PACKAGES[package], PACKAGES[match[1]]):
                    wrong.append(f"{path.relative_to(PROJECT)}: {node.value}")
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_templates_of_an_app_use_nothing_above_it(package):
    label = PACKAGES[package]
    wrong = []
    for path in (package_path(package) / "templates").rglob("*.html"):
        text = path.read_text()
        used = re.findall(r"""{%\s*(?:include|extends)\s+["'](\w+)/""", text)
        used += [
            name.removesuffix("_tags")
            for tags in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", text)
            for name in tags.split()
        ]
        wrong += [
            f"{path.relative_to(PROJECT)}: {other}"
            for other in used
            if other in FLOORS and not may_know(label, other)
        ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_app_ships_a_base_template(package):
    label = PACKAGES[package]
    assert (package_path(package) / "templates" / label / "base.html").exists()


def test_no_module_is_too_long():
    lengths = {
        str(path.relative_to(PROJECT)): len(path.read_text().splitlines())
        for package in PACKAGES
        for path in package_path(package).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_junk_drawers():
    names = {"utils.py", "common.py", "helpers.py", "misc.py", "base.py"}
    found = [
        str(path.relative_to(PROJECT))
        for package in PACKAGES
        for path in package_path(package).rglob("*.py")
        if path.name in names
    ]
    assert found == []


def test_every_app_pins_its_primary_keys():
    for label in FLOORS:
        assert apps.get_app_config(label).default_auto_field == "django.db.models.BigAutoField"


def test_templates_have_no_inline_script_or_style():
    """The content security policy would refuse them."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=\"", re.I)
    folders = [PROJECT / "templates", *(package_path(p) / "templates" for p in PACKAGES)]
    wrong = [
        str(path.relative_to(PROJECT))
        for folder in folders
        for path in folder.rglob("*.html")
        if inline.search(path.read_text()) and "/pdf/" not in str(path)
    ]
    assert wrong == []
