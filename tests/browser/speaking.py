"""A device that speaks, for browser tests: it notes what is said and what is lit meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

LISTEN = "main button[data-listen]"
# While it reads, the words in the button are its name.
READING = f"{LISTEN}:not([aria-label])"

# Voices as browsers name them: two that live on the device, and one that sends words away.
ENGLISH = {"lang": "en-GB", "name": "Here", "localService": True}
WELSH = {"lang": "cy_GB", "name": "Yma", "localService": True}
AWAY = {"lang": "en-GB", "name": "Away", "localService": False}

DEVICE = """
(() => {
  const voices = VOICES;
  const heard = window.heard = { said: [], lit: [], cancelled: 0 };
  let current = null;
  const lit = () => [...(CSS.highlights.get("spoken") ?? [])].map(String).join(" | ");
  class Utterance {
    constructor(text) { this.text = text; }
  }
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  async function speak(one) {
    current = one;
    heard.said.push({ text: one.text, voice: one.voice?.name, lang: one.lang, rate: one.rate });
    await wait(0);
    heard.lit.push(["sentence", one.text, lit()]);
    for (const word of WORDS ? one.text.matchAll(/\\S+/g) : []) {
      await wait(PACE);
      if (current !== one) return;
      one.onboundary?.({ name: "word", charIndex: word.index, charLength: word[0].length });
      heard.lit.push(["word", word[0], lit()]);
    }
    await wait(PACE);
    if (current === one) one.onend?.({});
  }
  const speech = {
    getVoices: () => voices,
    addEventListener: () => {},
    speak,
    cancel: () => { heard.cancelled += 1; current = null; },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = Utterance;
})();
"""


def device(*voices: dict[str, object], pace: int = 1, words: bool = True) -> str:
    """Return the script of a device with these voices, a pause a word, and word events or none."""
    return (
        DEVICE.replace("VOICES", json.dumps(voices))
        .replace("PACE", str(pace))
        .replace("WORDS", json.dumps(words))
    )


def heard(page: Page, what: str = "said") -> Any:
    """Return what the device noted."""
    return page.evaluate(f"heard.{what}")


def words(page: Page) -> list[str]:
    """Return what was said, sentence by sentence."""
    return [one["text"] for one in heard(page)]


def listen(page: Page, which: int = 0) -> None:
    """Press Listen and wait until everything has been read."""
    page.locator(LISTEN).nth(which).click()
    page.wait_for_selector(READING)
    page.wait_for_selector(READING, state="detached")
