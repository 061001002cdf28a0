"""The HTML of every page, as a parser without mercy reads it, in English and in Khmer.

Scripts are files of the site's own that come after the page, never words in it.
"""

from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from html5lib import HTMLParser

from tests.everywhere import LANGUAGES, build_everywhere, sign_in

pytestmark = pytest.mark.django_db
HTML = "{http://www.w3.org/1999/xhtml}"
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form")
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}


@pytest.fixture
def places():
    return build_everywhere()


def test_every_page_is_sound_html(places):
    problems = []
    clients = {}
    for place in places:
        client = clients.setdefault(place.user, sign_in(place.user))
        for language in LANGUAGES:
            url = place.address(language)
            send = client.post if place.sends_nothing else client.get
            # Certificates' addresses name no language: the browser does.
            response = send(url, headers={"accept-language": language})
            where = f"{language} {place.name}"
            if response.status_code != place.status:
                problems.append(f"{where}: {response.status_code} at {url}")
                continue
            problems += [f"{where}: {problem}" for problem in problems_of(response.text, language)]
    assert problems == [], "\n".join(problems)


def problems_of(html: str, language: str) -> list[str]:
    parser = HTMLParser()
    root = parser.parse(html)
    problems = [f"{code} at {position}" for position, code, _ in parser.errors]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    problems += [f"id “{name}” {n} times" for name, n in ids.items() if n > 1 or not name]
    for element in elements:
        tag = element.tag.removeprefix(HTML)
        problems += [f"<{tag}> {problem}" for problem in problems_of_element(tag, element, ids)]
    headings = [int(e.tag[-1]) for e in elements if e.tag in {f"{HTML}h{n}" for n in range(1, 7)}]
    if headings.count(1) != 1:
        problems.append(f"{headings.count(1)} h1")
    problems += [
        f"h{after} follows h{before}" for before, after in pairwise(headings) if after > before + 1
    ]
    if root.get("lang") != language:
        problems.append(f"lang={root.get('lang')}")
    if not (root.findtext(f".//{HTML}title") or "").partition(" – ")[0].strip():
        problems.append("no title")
    return problems


def problems_of_element(tag: str, element, ids) -> list[str]:
    problems = [
        f"has {name}" for name, _ in element.items() if name == "style" or name.startswith("on")
    ]
    for name in REFERENCES:
        for target in (element.get(name) or "").split():
            if target not in ids:
                problems.append(f"{name} names no element: {target}")
    if tag in ("style", "base", "marquee", "center", "font"):
        problems.append("is on the page")
    if tag == "script" and (element.get("defer") is None or element.text):
        problems.append("does not wait for the page")
    # Canonical and alternate addresses are whole by their standard, and nothing loads them.
    is_loaded = tag == "link" and element.get("rel") not in ("canonical", "alternate")
    if is_loaded or tag in LOADED:
        address = element.get("href" if tag == "link" else LOADED[tag]) or ""
        if urlsplit(address).netloc:
            problems.append(f"asks another host: {address}")
    if tag == "form" and urlsplit(element.get("action") or "").netloc:
        problems.append(f"sends to another host: {element.get('action')}")
    if tag == "img" and element.get("alt") is None:
        problems.append("has no alt")
    if element.get("href") == "" or element.get("src") == "":
        problems.append("leads nowhere")
    return problems
