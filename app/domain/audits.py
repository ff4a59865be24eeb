"""The life of a conversational audit: its kinds, voices and states."""

from __future__ import annotations

from enum import StrEnum


class AuditKind(StrEnum):
    """What sort of audit it is."""

    CONVERSATIONAL = "conversational"
    THEMATIC = "thematic"
    DIP_SAMPLE = "dip_sample"
    MULTI_AGENCY = "multi_agency"


class AuditState(StrEnum):
    """Where an audit stands."""

    PLANNED = "planned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    MODERATING = "moderating"
    AGREED = "agreed"
    CLOSED = "closed"

    @property
    def is_finished(self) -> bool:
        """Whether the auditor has handed it in."""
        return self not in {AuditState.PLANNED, AuditState.DRAFT}


class Voice(StrEnum):
    """Whose words one part of an audit holds."""

    CHILD = "child"
    PARENT_OR_CARER = "parent_or_carer"
    PRACTITIONER = "practitioner"
    AUDITOR = "auditor"
    MODERATOR = "moderator"
    AGENCY = "agency"

    @property
    def label(self) -> str:
        """The voice as people say it."""
        return VOICE_LABELS[self]


VOICE_LABELS = {
    Voice.CHILD: "Child or young person",
    Voice.PARENT_OR_CARER: "Parent or carer",
    Voice.PRACTITIONER: "Practitioner",
    Voice.AUDITOR: "Auditor",
    Voice.MODERATOR: "Moderator",
    Voice.AGENCY: "Partner agency",
}

# The voices every audit starts with; a moderator and agencies join later.
FIRST_VOICES = (Voice.CHILD, Voice.PARENT_OR_CARER, Voice.PRACTITIONER, Voice.AUDITOR)
