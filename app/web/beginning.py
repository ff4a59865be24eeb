"""Beginning a draft: from a start page, from the first yes, or on a shared tablet."""

from __future__ import annotations

from flask import request

from app.db import unit_of_work
from app.domain.surveys import Channel
from app.services import invitations, responding, voicing
from app.web import draft_cookie, visits


def begin(slug: str, *, ticket: str, channel: Channel = Channel.WEB) -> str:
    """Begin a draft, let this browser open it until its window closes, and return its key.

    Raises:
        NotFound: there is no such survey, or the draft of this token has ended.
        InvitationNeeded: it is only for those who were invited, and this ticket is none of it.
        Conflict: it takes no answers now.
        Invalid: the client token is no random token.
    """
    with unit_of_work() as session:
        invitations.refuse_unless_invited(session, slug, ticket)
        begun = responding.begin(
            session,
            slug,
            client_token=request.form.get("client_token", ""),
            voice=request.form.get(voicing.SHOWN_IN, ""),
            channel=channel,
        )
    draft_cookie.remember(slug, begun.resume_token)
    visits.begin(slug)
    return begun.resume_token
