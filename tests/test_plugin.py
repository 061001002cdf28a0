"""The wheel beside somebody else's site: their user model, their home page, our apps."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import PROJECT

BIN = Path(sys.executable).parent
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("plugin")]

SETTINGS = """
AUTH_USER_MODEL = "members.Member"
INSTALLED_APPS = [
    "members",
    "lms.reports",
    "seedgrants",
    "lms.records",
    "courses",
    "certificates",
    "wagtail_localize",
    "wagtail_localize.locales",
    "django_q",
    "phonenumber_field",
    *INSTALLED_APPS,
]
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("km", "Khmer")]
LANGUAGE_CODE = "en"
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": BASE_DIR / "private", "base_url": None},
}
SITE_URL = "https://host.example"
Q_CLUSTER = {"name": "host", "orm": "default", "timeout": 60, "retry": 90, "sync": True}
PHONENUMBER_DEFAULT_REGION = "KH"
"""

URLS = """
urlpatterns = [
    path("", include("certificates.urls")),
    path("", include("lms.records.urls")),
    path("", include("seedgrants.urls")),
    path("", include("lms.reports.urls")),
    *urlpatterns,
]
"""

MODELS = """
from django.contrib.auth.models import AbstractUser


class Member(AbstractUser):
    pass
"""

JOURNEY = """
from datetime import date
from decimal import Decimal

from django.test import Client
from wagtail.models import Page, Site

from certificates.models import Certificate
from certificates.services import CertificateFacts, request_certificate
from courses.models import CataloguePage, CoursePage, CurriculumPage
from django.contrib.auth import get_user_model

root = Site.objects.get(is_default_site=True).root_page
catalogue = root.add_child(instance=CataloguePage(title="Courses", slug="courses"))
curriculum = catalogue.add_child(
    instance=CurriculumPage(title="Curriculum", slug="cur", code="cur", summary="s")
)
course = curriculum.add_child(
    instance=CoursePage(title="Bookkeeping", slug="books", code="BK", summary="s", minutes=360)
)
course.save_revision().publish()
client = Client(SERVER_NAME="localhost")
page = client.get(course.url)
assert page.status_code == 200, page.status_code
assert b"Bookkeeping" in page.content

owner = get_user_model().objects.create_user("sokha", password="x")
certificate = request_certificate(
    request_key="host:1",
    facts=CertificateFacts(
        kind="completion", name="Sok Sophea", name_km="សុខ សុភា", course_title="Bookkeeping",
        course_title_km="", curriculum="Curriculum", curriculum_km="", hours=Decimal(6),
        starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 6), completed_on=date(2026, 1, 6),
        organisation="", cohort="", rule="", language="en",
    ),
    owner=owner,
)
certificate = Certificate.objects.get(pk=certificate.pk)
assert certificate.state == "issued", certificate.state
client.force_login(owner)
pdf = client.get(f"/c/{certificate.code}/certificate.pdf")
assert b"".join(pdf) [:5] == b"%PDF-"
check = client.get(f"/c/{certificate.code}/")
assert "Sok Sophea" in check.content.decode()
print("JOURNEY DONE")
"""


def run(*command, cwd, env=None):
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    # The build writes beside its sources, so it gets a copy.
    source = tmp_path_factory.mktemp("source") / "project"
    shutil.copytree(
        PROJECT,
        source,
        ignore=shutil.ignore_patterns(
            ".*", "__pycache__", "var", "build", "dist", "*.egg-info", "tests", "docs", "benchmarks"
        ),
    )
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


def test_wheel_holds_the_plugin_set_and_nothing_of_the_host(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    modules = {name for name in names if name.endswith(".py")}
    tops = {name.split("/")[0] for name in modules}
    assert tops == {"courses", "certificates", "seedgrants", "lms"}
    assert {name for name in modules if name.count("/") == 1 and name.startswith("lms/")} == {
        "lms/__init__.py",
        "lms/fields.py",
        "lms/khmer.py",
        "lms/next_steps.py",
        "lms/roles.py",
        "lms/prepared.py",
        "lms/uploads.py",
    }
    packages = {
        name.split("/")[1] for name in modules if name.count("/") > 1 and name.startswith("lms/")
    }
    assert packages == {"records", "reports", "accounts"}
    for data in (
        "courses/templates/courses/base.html",
        "certificates/fonts/NotoSansKhmer-Regular.ttf",
        "courses/curricula/doorsteps/curriculum.yaml",
        "lms/records/static/records/answers.js",
        "lms/records/static/records/handout.css",
    ):
        assert data in names


def test_wheel_serves_a_fresh_site_with_its_own_user_model(wheel, tmp_path):
    site, packages = tmp_path / "site", tmp_path / "packages"
    site.mkdir()
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--quiet",
        "--target",
        packages,
        wheel,
        cwd=tmp_path,
    )
    run(BIN / "wagtail", "start", "host", ".", cwd=site)
    (site / "members").mkdir()
    (site / "members/__init__.py").touch()
    (site / "members/models.py").write_text(MODELS)
    with (site / "host/settings/base.py").open("a") as settings:
        settings.write(SETTINGS)
    with (site / "host/urls.py").open("a") as urls:
        urls.write(URLS)
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH")
    } | {"PYTHONPATH": str(packages), "DJANGO_SETTINGS_MODULE": "host.settings.dev"}

    run(sys.executable, "manage.py", "makemigrations", "members", cwd=site, env=env)
    ours = ("courses", "certificates", "seedgrants", "records", "reports")
    run(
        sys.executable,
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
        *ours,
        cwd=site,
        env=env,
    )
    run(sys.executable, "manage.py", "migrate", "--verbosity=0", cwd=site, env=env)
    (site / "journey.py").write_text(JOURNEY)
    out = run(sys.executable, "manage.py", "shell", "-c", "import journey", cwd=site, env=env)
    assert "JOURNEY DONE" in out
