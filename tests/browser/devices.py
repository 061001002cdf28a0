"""A browser that somebody is signed in on, and the two readers a journey is made for."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

# What is written in Latin letters in Khmer too: addresses, currencies, kinds of file, numbers.
LATIN = re.compile(
    r"\S+@\S+|\b(?:USD|CSV|XLSX|PDF|JSON|360Giving|SHA-256|Word|Excel|PowerPoint|LibreOffice|MB)\b|\b[A-Z]+-?\d[-\w]*|[0-9a-f]{16,}"
    r"|\w+\.(?:png|pdf|xlsx)\b",
    re.ASCII,
)


@dataclass(frozen=True)
class Reader:
    """The language somebody reads and the screen in front of them."""

    language: str
    viewport: dict

    def pick(self, english, khmer):
        """What the people of a journey type and are called."""
        return khmer if self.language == "km" else english

    def words(self, english, **values):
        """What the site says for an English text of its own."""
        with override(self.language):
            return gettext(english) % values


READERS = [Reader("en", DESKTOP), Reader("km", PHONE)]


class Device:
    """Pages of the seed grants, found by their address, forms and fields and never by their words.

    Several people may share a ``page``, which spares starting a browser for each: whoever visits a
    page is signed in there.
    """

    def __init__(self, page, *, user, reader, site, snap):
        self.page, self.reader, self.snap_page = page, reader, snap
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        self.cookie = {"name": "sessionid", "value": session, "url": site}

    @property
    def context(self):
        return self.page.context

    def reopen(self):
        """Close the page, as a phone does by itself, and open an empty one."""
        context = self.context
        self.page.close()
        self.page = context.new_page()

    def visit(self, url):
        self.context.add_cookies([self.cookie])  # somebody else may have sat here
        answer = self.page.goto(url, wait_until="domcontentloaded")
        assert answer.status == 200, f"{url}: {answer.status}"

    def go(self, name, *args):
        with override(self.reader.language):
            self.visit(reverse(name if ":" in name else f"seedgrants:{name}", args=args))

    def follow(self, link):
        """Go where the first link points whose address has ``link`` in it."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(f"main a[href*='{link}']").first.click()

    def fill(self, within="main", **fields):
        for name, value in fields.items():
            self.page.locator(f"{within} [name='{name}']").first.fill(str(value))

    def choose(self, name, value):
        self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def attach(self, name, path):
        self.page.locator(f"main [name='{name}']").set_input_files(path)

    def open(self, form):
        self.page.locator(f"details:has(form[action*='{form}']) > summary").first.click()

    def press(self, selector="main form .actions button", *, wrong=False):
        """Press a button with the keyboard; a form that comes back is ``wrong``, and says why."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(selector).first.press("Enter")
        assert (self.page.locator("main .errorlist").count() > 0) == wrong

    def move(self, target, *, reason="", subject=""):
        """Press the button that takes something to the state ``target``."""
        has_target = f"input[name='to'][value='{target}']"
        form = f"main form[action*='/move/{subject}']:has({has_target})"
        if reason:
            self.page.locator(f"main details:has({has_target}) > summary").click()
            self.page.locator(f"{form} [name='reason']").fill(reason)
        self.press(f"{form} button")

    def text(self):
        return self.page.locator("main").inner_text()

    def says(self, english, **values):
        """The site says it, in the reader's language."""
        words = self.reader.words(english, **values)
        assert words in self.text(), f"“{words}” is not in: {self.text()}"
        return True

    def facts(self):
        """The list of facts at the head of a page, by their English names."""
        rows = self.page.locator("main dl.facts").first.evaluate(
            "dl => [...dl.querySelectorAll('dt')].map("
            "dt => [dt.textContent.trim(), dt.nextElementSibling.textContent.trim()])"
        )
        return dict(rows)

    def fact(self, english):
        return self.facts()[self.reader.words(english)]

    def numbers(self):
        """The numbers of each row of the first table."""
        return self.page.locator("main table").first.evaluate(
            "table => [...table.tBodies[0].rows].map(row => "
            "[...row.querySelectorAll('.number')].map(cell => cell.textContent.trim()))"
        )

    def khmer_text(self):
        """All text of the page but what says of itself that it is in another language."""
        return (
            self.page.locator("main")
            .evaluate(
                "main => {"
                "  const copy = main.cloneNode(true);"
                "  copy.querySelectorAll('[lang]:not([lang=km])').forEach(part => part.remove());"
                "  return copy.textContent;"
                "}"
            )
            .replace(settings.SITE_NAME, "")
        )

    def snap(self, step):
        """A picture of a page that fits both widths and has, in Khmer, no English left in it."""
        if self.reader.language == "km":
            left = re.findall(r"[A-Za-z][A-Za-z ]*[A-Za-z]", LATIN.sub(" ", self.khmer_text()))
            assert left == [], f"{step}: {left}"
        self.snap_page(self.page, step, both_widths=True)
