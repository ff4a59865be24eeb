"""From an invitation to a receipt with Tab, Space, Enter, the arrows and letters, and no mouse."""

from __future__ import annotations

import re

import pytest

from tests import media
from tests.browser.conftest import DESKTOP, follow, sign_in
from tests.browser.test_answering import press_to
from tests.browser.test_inviting import make_letters

SAVE = "#page .actions button[type=submit]"
SEND = "main form button[type=submit]"
# What stands under the focus: what it is, which question it answers, and whether that has an answer.
HERE = """() => {
  const one = document.activeElement;
  const group = one.name && document.getElementsByName(one.name);
  return {
    is: one.matches("#page .actions button") ? "save" : one.type ?? one.tagName,
    id: one.id,
    name: one.name ?? "",
    isAnswered: group ? [...group].some((each) => each.checked) : false,
  };
}"""
TYPED = {"day": "1", "month": "6", "year": "2026"}
RECEIPT = re.compile(r"(?:[0-9A-Z]{4}[ -]){3}")


def press(page, key):
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def choose_file(page, selector, path):
    """Open the browser's own choice of files with the space bar."""
    press_to(page, selector)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)


def answer(page, here):
    """Answer what stands under the focus, unless it is answered."""
    if here["is"] in {"radio", "checkbox"} and not here["isAnswered"]:
        page.keyboard.press("Space")
    elif here["is"] in {"text", "textarea"}:
        part = here["id"].rsplit("-", 1)[-1]
        page.keyboard.type(TYPED.get(part, "2" if here["is"] == "text" else "It is fine."))


def answer_page(page):
    """Go through one page with Tab, answer each thing that takes the focus, and save."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["is"] == "save":
            press(page, "Enter")
            return
        if "special" not in here["name"]:
            answer(page, here)
    raise AssertionError("the keyboard never reaches the button that saves")


@pytest.fixture
def code(context):
    """Return the code of a letter that invites to Anytown's survey of every way to answer."""
    page = context(viewport=DESKTOP).new_page()
    sign_in(page, "participation")
    page.goto("/studio")
    follow(page, "th a:has-text('Ways to tell us')")
    follow(page, "a[href$='/invitations']")
    make_letters(page, count="1")
    follow(page, "button:has-text('Show to print')")
    return page.locator(".code").last.inner_text()


class TestInvitation:
    def test_leads_by_keyboard_past_pictures_an_order_a_photo_and_a_voice(
        self, phone, code, tmp_path
    ):
        """A code, a picture, an order, a photo, a recording and a matrix need no mouse and no script."""
        (tmp_path / "a.jpg").write_bytes(media.a_photo())
        (tmp_path / "a.webm").write_bytes(media.a_webm())
        # A listener that stays: begun anew for each file, it came too late on a busy machine.
        phone.on("filechooser", lambda _: None)
        phone.goto("/i")
        press_to(phone, "#code")
        phone.keyboard.type(code)
        press(phone, "Enter")
        press_to(phone, SEND)
        press(phone, "Enter")
        press_to(phone, "main input[type=radio]")
        phone.keyboard.press("ArrowDown")
        phone.keyboard.press("ArrowDown")
        press_to(phone, SAVE)
        press(phone, "Enter")
        for key in ("Space", "Enter"):
            press_to(phone, "button[aria-label^='Put next']")
            press(phone, key)
        press_to(phone, SAVE)
        press(phone, "Enter")
        choose_file(phone, "#place", tmp_path / "a.jpg")
        press_to(phone, SAVE)
        press(phone, "Enter")
        choose_file(phone, "#aloud", tmp_path / "a.webm")
        press_to(phone, SAVE)
        press(phone, "Enter")
        for _ in range(3):
            answer_page(phone)
        said = [one.strip() for one in phone.locator(".summary__value").all_inner_texts()]
        press_to(phone, SEND)
        press(phone, "Enter")

        assert ["Sad", "1. Being listened to; 2. Quick answers", "A photo"] == said[:3]
        assert RECEIPT.search(phone.inner_text(".receipt"))


class TestQuestionnaire:
    @pytest.mark.parametrize("slug", ["young-people", "care-leavers"])
    def test_is_answered_by_keyboard(self, context, slug):
        """Faces, steps, choices, numbers, dates and words are answered, and a receipt is given."""
        page = context().new_page()
        page.goto(f"/s/{slug}")
        press_to(page, SEND)
        press(page, "Enter")
        for _ in range(40):
            if "/p/" not in page.url:
                break
            answer_page(page)
        unsaid = page.locator(".summary__value", has_text="You did not answer this").count()
        press_to(page, SEND)
        press(page, "Enter")

        # The order of what matters is told by buttons, which the other test presses.
        assert 1 == unsaid
        assert RECEIPT.search(page.inner_text(".receipt"))
