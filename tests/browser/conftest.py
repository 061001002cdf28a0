"""A real Chromium, and screenshots of what it saw in ``var/screenshots/``."""

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.devices import DESKTOP, PHONE, Device
from tests.conftest import PROJECT
from tests.everywhere import restore_migrated

SCREENSHOTS = PROJECT / "var/screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What a browser writes to its console when a test asks for what is refused, or cuts the network.
EXPECTED = re.compile(r"\b40[349]\b|ERR_INTERNET_DISCONNECTED")


def find_chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Chromium is missing: apt-get install chromium")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _migrated(transactional_db):
    """Every test here commits, and is followed by an emptied database."""
    restore_migrated()


@pytest.fixture
def visitor(chromium, live_server, request):
    """Open browsers for people: ``visitor("km", PHONE)`` returns a page on the site.

    A test fails when any of its pages logs an error, asks another host for something, or answers
    with a server error.
    """
    contexts, problems = [], []

    def visit(language="en", viewport=DESKTOP, *, javascript=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale={"en": "en-GB", "km": "km-KH", "vi": "vi-VN"}[language],
            java_script_enabled=javascript,
            device_scale_factor=1,
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("weberror", lambda found: problems.append(f"script: {found.error}"))
        context.on(
            "console",
            lambda message: (
                problems.append(f"console: {message.text}")
                if message.type == "error" and not EXPECTED.search(message.text)
                else None
            ),
        )
        context.on(
            "response",
            lambda answer: (
                problems.append(f"{answer.status}: {answer.url}") if answer.status >= 500 else None
            ),
        )
        context.on(
            "request",
            lambda asked: (
                problems.append(f"elsewhere: {asked.url}")
                if not asked.url.startswith((live_server.url, "data:", "blob:"))
                else None
            ),
        )
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def device(visitor, live_server, snap):
    """``device(user, reader)`` returns a browser of the user's own, or on somebody's ``page``."""

    def make(user, reader, page=None, *, javascript=True):
        page = page or visitor(reader.language, reader.viewport, javascript=javascript)
        return Device(page, user=user, reader=reader, site=live_server.url, snap=snap)

    return make


@pytest.fixture
def snap(request):
    """``snap(page, "03 register")`` saves a full-page picture named after the test and the step.

    With ``both_widths`` the page has to fit a desk's and a phone's screen; the picture of the other
    one than the reader's own is only taken with ``SCREENSHOTS=both`` in the environment.
    """
    folder = SCREENSHOTS / re.sub(r"\W+", "-", request.node.name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def take(page, step: str, shows: str = "h1", *, both_widths: bool = False) -> Path:
        expect(page.locator(shows).first).to_be_visible()
        own = page.viewport_size
        if both_widths:
            page.set_viewport_size(PHONE if own == DESKTOP else DESKTOP)
            check(page, step)
            if os.environ.get("SCREENSHOTS") == "both":
                picture(page, step)
            page.set_viewport_size(own)
        check(page, step)
        return picture(page, step)

    def check(page, step):
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{step}: the page is {overflow}px wider than the screen"

    def picture(page, step):
        # JPEG takes a third less time than PNG, over hundreds of pictures.
        width = page.viewport_size["width"]
        path = folder / f"{re.sub(r'[^a-z0-9]+', '-', step)}-{width}.jpg"
        page.screenshot(path=path, full_page=True, quality=80)
        return path

    return take
