"""How a person answers: which voices there are, which one was chosen, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.translations import INTERFACE, is_checked
from app.services import drafts
from surveys.folding import carried as carried_choices
from surveys.languages import BASE, LANGUAGES
from surveys.renderings import Voice
from surveys.voices import asked_in, voices_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.models import Response
    from surveys.definition import Definition, Page
    from surveys.languages import Language
    from surveys.voices import Asked

# Where a page says which voice it was shown in. No key of a question begins like this.
SHOWN_IN = "_in"


@dataclass(frozen=True)
class VoiceChoice:
    """One voice that can be chosen; one without words of its own has the site's words only."""

    code: str
    rendering: str
    language: Language
    is_worded: bool


@dataclass(frozen=True)
class Speaking:
    """The voice of a page: which it is, whether a speaker checked it, and the others.

    `is_worded` says whether the survey has words of its own in the language.
    """

    code: str
    language: str
    is_checked: bool
    is_worded: bool
    choices: tuple[VoiceChoice, ...]

    @property
    def english(self) -> str:
        """The code of the same way of asking in English."""
        return Voice(self.code.rpartition("-")[0]).code


def choices(definition: Definition) -> tuple[VoiceChoice, ...]:
    """Return the voices of a survey: in English first, then in each other language.

    One in a language of the site that the survey has no words in shows its questions in English.
    """
    worded = sorted(voices_of(definition), key=lambda one: one.language != BASE)
    spoken = (Voice("", code) for code in INTERFACE)
    return tuple(
        VoiceChoice(one.code, one.rendering, LANGUAGES[one.language], one in worded)
        for one in dict.fromkeys((*worded, *spoken))
    )


def voice_named(definition: Definition, code: str, default: Voice) -> Voice:
    """Return the voice that a form or an address names; a name of none is no reason to stop."""
    found = (one for one in choices(definition) if one.code == code)
    return next((Voice(one.rendering, one.language.code) for one in found), default)


def voice_of(response: Response) -> Voice:
    """Return the voice that somebody answers in."""
    return Voice(response.rendering, response.language)


def speaking(definition: Definition, voice: Voice) -> Speaking:
    """Return what a page says about its voice."""
    used = [one for one in definition.wordings if one.language == voice.language]
    return Speaking(
        voice.code,
        voice.language,
        is_checked(voice.language) and all(one.checked for one in used if one.is_translation),
        voice.language == BASE or bool(used),
        choices(definition),
    )


def shown_in(draft: drafts.Draft, form: Mapping[str, Sequence[str]]) -> Asked:
    """Return the survey in the voice that a page was shown in; another tab may have changed it."""
    code = next(iter(form.get(SHOWN_IN, ())), "")
    return asked_in(
        draft.definition, voice_named(draft.definition, code, voice_of(draft.response))
    )


def carried(
    draft: drafts.Draft, page: Page, asked: Asked, sent: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return what a page sent in the voice it was shown in, as `asked` would send it."""
    before = shown_in(draft, sent).definition
    names = {question.key for question in page.questions if question.special_is_choice}
    return {
        name: carried_choices(
            before.question(name),
            asked.definition.question(name),
            list(values),
            draft.answers.get(name),
        )
        if name in names
        else list(values)
        for name, values in sent.items()
    }


def begin(response: Response, definition: Definition, code: str) -> None:
    """Note on a new response in which voice it is answered; the first one when none is named."""
    _note(response, voice_named(definition, code, Voice()))


def change(session: Session, resume_token: str, code: str, *, slug: str) -> None:
    """Let a draft go on in another voice; nothing that was answered changes.

    Raises:
        DraftGone: the token opens nothing here, or nothing any more.
        Conflict: it was sent, or the survey takes no answers now.
    """
    draft = drafts.find(session, resume_token, slug=slug, lock=True)
    _note(draft.response, voice_named(draft.definition, code, voice_of(draft.response)))


def _note(response: Response, voice: Voice) -> None:
    response.rendering, response.language = voice.rendering, voice.language
