"""The life of an invitation: how it goes out, and how far its envelope has come."""

from __future__ import annotations

from enum import StrEnum

MOST_REMINDERS = 2
# After how many days a reminder may go out by itself, each time; 0 is when somebody presses.
REMIND_EVERY = (0, 3, 7, 14)
# The hours (UTC) between which they do: nine to five in winter, ten to six in summer.
REMIND_FROM_HOUR, REMIND_UNTIL_HOUR = 9, 17
# Two hundred letters take ten seconds to print; more would keep the person waiting too long.
MOST_LETTERS = 200
MOST_MESSAGES = 2000


class Way(StrEnum):
    """How invitations go out."""

    LETTER = "letter"
    MESSAGE = "message"


class EnvelopeState(StrEnum):
    """How far one envelope has come.

    It is `sending` before anything leaves, so that a crash can lose a message and never
    send it twice.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
