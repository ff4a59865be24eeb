"""The life of a survey and of a response: kinds, identity, states and channels."""

from __future__ import annotations

from enum import StrEnum


class SurveyKind(StrEnum):
    """Where the words of a survey come from."""

    QUESTIONNAIRE = "questionnaire"
    AUDIT = "audit"
    IMPORT = "import"


class Identity(StrEnum):
    """Whether we can find the person who answered; frozen at the first response."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


class Consent(StrEnum):
    """Who says yes before the first question; the permission to take part, not a legal basis."""

    NONE = "none"
    OWN = "own"
    CARER = "carer"

    @property
    def givers(self) -> tuple[Giver, ...]:
        """Everybody who must say yes, in the order in which they are asked."""
        return {
            Consent.NONE: (),
            Consent.OWN: (Giver.PERSON,),
            Consent.CARER: (Giver.CARER, Giver.PERSON),
        }[self]


class Giver(StrEnum):
    """Who said yes."""

    CARER = "carer"
    PERSON = "person"


class SurveyState(StrEnum):
    """Whether people can answer."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"


class ResponseState(StrEnum):
    """How far a person has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class DraftKeyKind(StrEnum):
    """What opens a draft."""

    BROWSER = "browser"
    LINK = "link"
    CODE = "code"


class Channel(StrEnum):
    """How a response reached us."""

    WEB = "web"
    KIOSK = "kiosk"
    PAPER = "paper"
    AUDIT = "audit"
    IMPORT = "import"
