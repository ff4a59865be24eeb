"""Draws macros and layouts by themselves, and judges the markup that comes out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.domain.display import Display
from app.web import languages
from app.web.symbols import symbol

TEMPLATES = Path(__file__).parents[3] / "templates"
PLACES = [
    {"label": "Home", "href": "/staff", "current": False},
    {"label": "Reports", "href": "/reports", "current": True},
]


class Drawing:
    """Templates drawn outside the application, with stand-ins for what it gives to them."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
        )
        languages.set_up(self.environment)
        self.flashes: list[tuple[str, str]] = []
        self.display = Display()
        self.actor: Any = SimpleNamespace(name="Priya Example")
        self.environment.globals.update(
            organisation="Anytown Services",
            kiosk_here=lambda: "",
            display_here=lambda: self.display,
            display_back=lambda: "/",
            url_for=_url_for,
            symbol=symbol,
            reading_speed=lambda: "slower",
            new_salt=lambda: "5a17",
            masked=lambda name, salt: f"{salt}{name}",
            csrf_token=lambda: "a-token",
            current_actor=lambda: self.actor,
            staff_navigation=lambda: PLACES if self.actor else [],
            get_flashed_messages=self._flashed,
        )

    def _flashed(self, *, with_categories: bool) -> list[tuple[str, str]]:
        assert with_categories
        return self.flashes

    def macro(self, path: str) -> Any:
        """Return the macro that a file holds: the one with the name of the file."""
        return getattr(self.environment.get_template(path).module, Path(path).stem)

    def page(self, source: str, **values: Any) -> BeautifulSoup:
        """Draw a whole page and check that its markup is sound."""
        return sound(self.environment.from_string(source).render(**values), is_page=True)


def _url_for(endpoint: str, filename: str = "", **_others: str) -> str:
    return f"/{endpoint}/{filename}" if filename else "/staff"


def sound(markup: str, *, is_page: bool = False) -> BeautifulSoup:
    """Return the parsed markup; refuse what a browser or a screen reader would stumble over."""
    parser = html5lib.HTMLParser(strict=True)
    text = str(markup)
    parser.parse(text) if is_page else parser.parseFragment(text)
    soup = BeautifulSoup(text, "html5lib")
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert sorted(set(ids)) == sorted(ids), "an id is used twice"
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for tag in soup.select(f"[{attribute}]"):
            assert tag[attribute], f"{attribute} is empty"
            missing = set(str(tag[attribute]).split()) - set(ids)
            assert not missing, f"{attribute} names ids that do not exist: {missing}"
    for tag in soup.select("input:not([type=hidden]), select, textarea"):
        assert _label(soup, tag), f"{tag} has no label"
    assert not soup.select("[style], script:not([src])"), "style or script inside the page"
    return soup


def _label(soup: BeautifulSoup, tag: Tag) -> str:
    label = soup.select_one(f'label[for="{tag.get("id")}"]')
    return label.get_text(strip=True) if label else ""


@pytest.fixture
def drawing() -> Drawing:
    """Give templates drawn outside the application."""
    return Drawing()


@pytest.fixture
def judge() -> Any:
    """Give the check that every piece of markup must pass."""
    return sound
