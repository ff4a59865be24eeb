"""Pages as the tests' browser sees them: a client that refuses every bad page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import html5lib
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from surveys.wording import PIPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from werkzeug.test import TestResponse

REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
# A wizard of random answers opens the same address hundreds of times; three looks are enough.
LOOKS = 3
# On a respondent's screen the title of the tab gives nothing away, whatever the question is.
NEUTRAL = re.compile(r"^/(s/|kiosk)")
# The form that begins a questionnaire sets no cookie, so it has a token of its own kind; the one
# that chooses how pages look has none, and says where it leads back to.
TOKENS = {"csrf_token", "client_token", "_back_to"}


class BadPage(AssertionError):
    """A page breaks the rules that hold for every page."""


class CheckedClient(FlaskClient):
    """Somebody's browser, which looks at every page it is shown."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._looks: Counter[tuple[str, int]] = Counter()

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Make a request, and refuse the answer when it is a bad page."""
        answer = super().open(*args, **options)
        where = answer.request.path, answer.status_code
        self._looks[where] += 1
        if is_page(answer) and self._looks[where] <= LOOKS:
            refuse_bad(answer.text, answer.request.path)
        return answer


def is_page(answer: TestResponse) -> bool:
    """Return whether an answer is a page to be read, rather than a redirect or a file."""
    is_file = "attachment" in answer.headers.get("Content-Disposition", "")
    return answer.mimetype == "text/html" and answer.status_code // 100 != 3 and not is_file


def refuse_bad(html: str, path: str) -> None:
    """Check one page.

    Raises:
        BadPage: it has problems; all of them are named.
    """
    found = problems(html, is_neutral=bool(NEUTRAL.match(path)))
    if found:
        raise BadPage("\n".join([f"{path} is a bad page:", *found]))


def problems(html: str, *, is_neutral: bool = False) -> list[str]:
    """Return everything that is wrong with a page, one line each."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
    )
    root = parser.parse(html)
    found = [f"not HTML: {code} at {place}" for place, code, _ in parser.errors]
    for look in LOOKED_AT:
        found += look(root)
    return found if is_neutral else found + list(_heading_outside_title(root))


def _headings(root: Element) -> Iterator[str]:
    count = len(root.findall(".//h1"))
    if count != 1:
        yield f"{count} first headings"
    if not root.get("lang"):
        yield "no language"


def _heading_outside_title(root: Element) -> Iterator[str]:
    heading, title = _words(root.find(".//h1")), _words(root.find(".//title"))
    if not title.removeprefix("Problem: ").removeprefix("Error: ").startswith(heading):
        yield f"the heading {heading!r} does not open the title {title!r}"


def _identities(root: Element) -> Iterator[str]:
    counted = Counter(one.get("id") for one in root.iter() if one.get("id") is not None)
    yield from (f"id {name!r} {count} times" for name, count in counted.items() if count > 1)
    for one in root.iter():
        wanted = " ".join(one.get(name, "") for name in REFERENCES).split()
        link = one.get("href", "")
        wanted += [link[1:]] if one.tag == "a" and link.startswith("#") else []
        yield from (f"nothing has the id {name!r}" for name in wanted if name not in counted)


def _fields(root: Element) -> Iterator[str]:
    named = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter()}
    for field in _each(root, "input", "select", "textarea"):
        spoken = field.get("aria-label") or field.get("aria-labelledby")
        is_labelled = field.get("id") in named or id(field) in inside or spoken
        if field.get("type") not in UNLABELLED and not is_labelled:
            yield f"the field {field.get('name')!r} has no label"
    for button in root.iter("button"):
        if not (_words(button) or button.get("aria-label")):
            yield "a button without words"


def _forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        method = form.get("method", "")
        if form.get("action") is None or method not in {"get", "post"}:
            yield f"a form without action and method: {form.attrib}"
        names = {field.get("name") for field in form.iter("input")}
        if method == "post" and not names & TOKENS:
            yield f"a form without its token: {form.get('action')}"


def _inline(root: Element) -> Iterator[str]:
    for one in root.iter():
        wrong = [name for name in one.attrib if name == "style" or name.startswith("on")]
        yield from (f"inline {name} on {one.tag}" for name in wrong)
    yield from ("an inline style sheet" for _ in root.iter("style"))
    yield from ("an inline script" for one in root.iter("script") if not one.get("src"))


def _elsewhere(root: Element) -> Iterator[str]:
    loaded = [one.get("src") for one in root.iter() if one.get("src") is not None]
    loaded += [one.get("href", "") for one in root.iter("link")]
    yield from (
        f"loads from elsewhere: {address}"
        for address in loaded
        if not re.match(r"/(?!/)", address)
    )
    yield from ("a picture without alt" for one in root.iter("img") if one.get("alt") is None)


def _pipes(root: Element) -> Iterator[str]:
    # What a wording takes from an earlier answer must be said, not shown as it is written down.
    yield from (f"a wording unsaid: {match[0]}" for match in PIPE.finditer(_words(root)))


LOOKED_AT: tuple[Callable[[Element], Iterator[str]], ...] = (
    _headings,
    _identities,
    _fields,
    _forms,
    _inline,
    _elsewhere,
    _pipes,
)


def _each(root: Element, *tags: str) -> Iterator[Element]:
    return (one for one in root.iter() if one.tag in tags)


def _words(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def soup(answer: TestResponse) -> BeautifulSoup:
    """Return a page that was answered, parsed as a browser parses it."""
    return BeautifulSoup(answer.text, "html5lib")


def words_of(answer: TestResponse) -> str:
    """Return what a page that was answered says."""
    return soup(answer).get_text(" ")


def send(client: FlaskClient, address: str, page: str = "", **fields: Any) -> TestResponse:
    """Send the form of a page, by default the page at the same address, with its token."""
    form = soup(client.get(page or address))
    token = form.select_one("main input[name=csrf_token]")["value"]
    return client.post(address, data={"csrf_token": token, **fields})
