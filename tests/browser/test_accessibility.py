"""Every page by axe, by ruler and by outline: English and Khmer, on a phone and at a desk."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings

from tests.browser.conftest import DESKTOP, PHONE
from tests.everywhere import LANGUAGES, build_everywhere, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

AXE_OPTIONS = json.dumps(
    {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        "resultTypes": ["violations"],
        "selectors": True,
    }
)
RUN_AXE = f"""async () => (await axe.run({AXE_OPTIONS})).violations.map(
  found => found.id + ': ' + found.nodes.map(node => node.target + ' ' + node.html).join(' | ')
)"""
# Whatever a thumb must hit. Links inside a sentence are as high as their line.
SMALL_TARGETS = """() => {
  // A label counts where it holds its control or stands beside it.
  const tall = element => element.getBoundingClientRect().height;
  const beside = (label, element) =>
    Math.abs(label.getBoundingClientRect().top - element.getBoundingClientRect().top) < 22;
  const height = element => Math.max(tall(element), ...[...element.labels ?? []]
    .filter(label => label.contains(element) || beside(label, element)).map(tall));
  const inText = element => {
    const block = element.parentElement.closest('p, li, td, th, dd, label, figcaption');
    return element.tagName === 'A' && getComputedStyle(element).display === 'inline'
      && block && block.innerText.trim() !== element.innerText.trim();
  };
  const seen = element => element.checkVisibility({visibilityProperty: true})
    && element.getBoundingClientRect().width > 1 && !element.classList.contains('skip-link');
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(element => element.type !== 'hidden' && seen(element) && !inText(element))
    .filter(element => height(element) < 43.5)
    .map(element => `${Math.round(height(element))}px high: ${element.outerHTML.slice(0, 160)}`);
}"""
OUTLINE = """() => {
  const problems = [];
  const heads = document.querySelectorAll('h1').length;
  if (heads !== 1) problems.push(`${heads} h1`);
  if (!document.title.trim()) problems.push('no title');
  return problems;
}"""
TOO_WIDE = """() => {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return over > 0 ? [`${over}px wider than the screen`] : [];
}"""


@pytest.fixture
def look(chromium, live_server):
    """``look(user)`` opens a page of a browser in which ``user`` (or nobody) is signed in."""
    contexts = {}

    def page_of(user):
        if user not in contexts:
            contexts[user] = chromium.new_context(base_url=live_server.url, bypass_csp=True)
            contexts[user].add_init_script(AXE_SCRIPT)
            if user:
                contexts[user].add_cookies([session_cookie(user, live_server.url)])
            contexts[user].new_page()
        return contexts[user].pages[0]

    yield page_of
    for context in contexts.values():
        context.close()


def session_cookie(user, url) -> dict:
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": sign_in(user).cookies[name].value, "url": url}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_for_everyone(look, language):
    problems = []
    for place in build_everywhere():
        page = look(place.user)
        page.set_viewport_size(PHONE)
        page.set_extra_http_headers({"Accept-Language": language})
        answer = page.goto(place.address(language))
        found = [] if answer.status == place.status else [f"status {answer.status}"]
        if place.sends_nothing:
            form = page.locator("main form").first
            with page.expect_navigation():
                form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
        found += page.evaluate(OUTLINE)
        if page.get_attribute("html", "lang") != language:
            found.append("is in another language")
        found += page.evaluate(RUN_AXE) + page.evaluate(SMALL_TARGETS)
        found += page.evaluate(TOO_WIDE)
        page.set_viewport_size(DESKTOP)
        found += page.evaluate(RUN_AXE) + page.evaluate(TOO_WIDE)
        problems += [f"{language} {place.name}: {problem}" for problem in found]
    assert problems == [], "\n".join(problems)
