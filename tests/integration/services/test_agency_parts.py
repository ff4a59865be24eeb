"""Audits of several agencies: who is asked, who may read what, and what counts in the end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db.models import Audit, AuditPart, Concern, PartAuthor, Response
from app.domain.audits import AgencyState, AuditKind, AuditState, Voice
from app.domain.concerns import ConcernState, Severity
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Role
from app.domain.surveys import ResponseState
from app.services import (
    accounts,
    agency_parts,
    agency_states,
    agency_views,
    audit_beside,
    audit_parts,
    auditing,
    improving,
    part_progress,
    triage,
)
from surveys import shown
from tests.audits import (
    TOGETHER,
    WHOLE,
    a_form,
    an_actor,
    an_agency,
    an_audit,
    asked,
    joint_part,
    writes,
)


@pytest.fixture
def lead(session):
    """Publish the form, and return who leads."""
    a_form(session)
    return an_actor(session, Role.PRACTITIONER, name="Lead")


@pytest.fixture
def both(session, lead):
    """Return a multi-agency audit and two agencies in it, each with its author and part."""
    audit_id = an_audit(session, lead)
    return (
        audit_id,
        asked(session, audit_id, "Police", lead),
        asked(session, audit_id, "School", lead),
    )


def hand_in(session, author, part_id):
    writes(session, part_id, author, WHOLE)
    agency_parts.hand_in(session, part_id, by=author)


class TestInvite:
    def test_opens_a_part_of_its_own(self, session, both):
        """Each agency has its own part with its own response, and is writing."""
        audit_id, (_, police), (_, school) = both
        parts = agency_states.agency_parts_of(session, audit_id)

        assert [("Police", police), ("School", school)] == [(one.agency, one.id) for one in parts]
        assert 2 == len({one.response_id for one in parts})
        assert {AgencyState.WRITING} == {one.agency_state for one in parts}

    def test_lets_two_of_one_agency_write_the_same_part(self, session, lead, both):
        """A second person of an agency is asked into the part that is there."""
        audit_id, (_, police), _ = both
        second, part_id = asked(session, audit_id, "Police", lead)

        assert police == part_id
        assert agency_states.is_author(session, police, second)

    def test_refuses_a_second_agency_for_one_person(self, session, lead, both):
        """Whoever writes for one agency can't write for another in the same audit."""
        audit_id, (author, _), _ = both
        health = an_agency(session, "Health")
        with pytest.raises(Invalid) as refused:
            agency_parts.invite(session, audit_id, health, author.id, by=lead)
        again = an_agency(session, "Police")
        with pytest.raises(Invalid) as known:
            agency_parts.invite(session, audit_id, again, author.id, by=lead)

        assert "They write for Police in this audit" in refused.value.fields["author"]
        assert "They were asked already." == known.value.fields["author"]

    def test_refuses_the_lead_and_people_who_may_not_write(self, session, lead, both):
        """The lead can't be an agency, and neither can a board member or nobody."""
        audit_id = both[0]
        agency = an_agency(session, "Health")
        board = an_actor(session, Role.BOARD)
        said = []
        for user_id in (lead.id, board.id, audit_id):
            with pytest.raises(Invalid) as refused:
                agency_parts.invite(session, audit_id, agency, user_id, by=lead)
            said.append(refused.value.fields["author"])

        assert said[0].startswith("Whoever leads the audit")
        assert ["Choose a person from the list."] * 2 == said[1:]

    def test_refuses_an_agency_that_is_not_on_the_list(self, session, lead, both):
        """Only agencies of the list can be asked."""
        partner = an_actor(session, Role.PARTNER)
        with pytest.raises(Invalid) as refused:
            agency_parts.invite(session, both[0], both[0], partner.id, by=lead)

        assert "Choose an agency from the list." == refused.value.fields["agency"]

    def test_is_for_the_lead_of_a_multi_agency_audit(self, session, lead, both):
        """Nobody else can ask anybody in, and an audit of one agency has no others."""
        other = an_actor(session, Role.PRACTITIONER)
        partner = an_actor(session, Role.PARTNER)
        agency = an_agency(session, "Health")
        alone = an_audit(session, lead, AuditKind.CONVERSATIONAL)

        with pytest.raises(NotFound):
            agency_parts.invite(session, both[0], agency, partner.id, by=other)
        with pytest.raises(NotFound):
            agency_parts.invite(session, alone, agency, partner.id, by=lead)

    def test_is_too_late_once_the_agency_handed_in(self, session, lead, both):
        """Nobody is asked into a part that can't be changed any more."""
        audit_id, (author, police), _ = both
        hand_in(session, author, police)
        late = an_actor(session, Role.PARTNER)
        agency = an_agency(session, "Police")

        with pytest.raises(Conflict):
            agency_parts.invite(session, audit_id, agency, late.id, by=lead)


class TestAccess:
    def test_keeps_the_others_words_until_all_are_in(self, session, lead, both):
        """Before all have handed in each author reads their own part and nobody reads another's."""
        _, (officer, police), (teacher, school) = both
        hand_in(session, officer, police)
        assert agency_views.read_part(session, police, by=officer).answers

        for part_id, reader in ((police, teacher), (school, officer), (police, lead)):
            with pytest.raises(NotFound):
                agency_views.read_part(session, part_id, by=reader)

    def test_opens_them_once_all_are_in(self, session, lead, both):
        """When the last has handed in, every agency and the lead read every part."""
        _, (officer, police), (teacher, school) = both
        hand_in(session, officer, police)
        hand_in(session, teacher, school)

        for part_id, reader in ((police, teacher), (school, officer), (police, lead)):
            answers = dict(agency_views.read_part(session, part_id, by=reader).answers)
            assert "Breakfast every day." in answers.values()

    def test_lets_nobody_write_anothers_part(self, session, lead, both):
        """An author can't write another agency's part, nor can the lead, nor a stranger."""
        _, (officer, police), (_, school) = both
        stranger = an_actor(session, Role.PARTNER)

        for part_id, writer in ((school, officer), (police, lead), (police, stranger)):
            with pytest.raises(NotFound):
                agency_parts.save_page(session, part_id, "agency_work", WHOLE, by=writer)
            with pytest.raises(NotFound):
                agency_parts.hand_in(session, part_id, by=writer)

    def test_shows_an_agency_no_other_audit_and_no_voice(self, session, lead, both):
        """An agency's author sees neither the family's and worker's words nor another audit."""
        audit_id, (officer, _), _ = both
        other = an_audit(session, lead, case_ref="CH-5")
        _, health = asked(session, other, "Health", lead)

        with pytest.raises(NotFound):
            auditing.find(session, audit_id, by=officer)
        with pytest.raises(NotFound):
            part_progress.progress(session, other, by=officer)
        with pytest.raises(NotFound):
            agency_views.read_part(session, health, by=officer)

    @pytest.mark.parametrize("voice", [Voice.AGENCY, Voice.JOINT])
    def test_has_no_side_door(self, session, lead, both, voice):
        """The pages of the voices do not lead the lead into an agency's part."""
        with pytest.raises(NotFound):
            auditing.part_response(session, both[0], voice)
        with pytest.raises(NotFound):
            audit_parts.save_page(session, both[0], voice, "agency_work", WHOLE, by=lead)

    def test_ends_with_the_permission(self, session, both):
        """Somebody whose role was taken away reads nothing, though they were asked once."""
        _, (officer, police), _ = both
        from dataclasses import replace

        with pytest.raises(NotFound):
            agency_views.read_part(session, police, by=replace(officer, grants=frozenset()))

    def test_of_a_voice_is_not_by_its_part(self, session, lead, both):
        """The child's part can't be opened as if it were an agency's."""
        child = session.scalars(
            select(AuditPart.id).where(
                AuditPart.audit_id == both[0], AuditPart.voice == Voice.CHILD
            )
        ).one()
        with pytest.raises(NotFound):
            agency_views.read_part(session, child, by=lead)


class TestHandIn:
    def test_needs_what_must_be_said(self, session, both):
        """A part with something missing stays with its author, and all of it is kept."""
        _, (officer, police), _ = both
        agency_parts.save_page(session, police, "agency_work", WHOLE, by=officer)
        with pytest.raises(Invalid):
            agency_parts.hand_in(session, police, by=officer)

        page = agency_views.part_page(session, police, by=officer)
        assert page.line.is_open
        assert "agency_safety" == page.missing[0].page_key

    def test_cannot_be_changed_afterwards(self, session, both):
        """What was handed in can be neither written nor handed in again."""
        _, (officer, police), _ = both
        hand_in(session, officer, police)

        with pytest.raises(Conflict):
            agency_parts.save_page(session, police, "agency_work", WHOLE, by=officer)
        with pytest.raises(Conflict):
            agency_parts.hand_in(session, police, by=officer)

    def test_is_not_for_what_all_write_together(self, session, lead, both):
        """The joint part is handed in with the audit."""
        with pytest.raises(NotFound):
            agency_parts.hand_in(session, joint_part(session, both[0]), by=lead)


class TestLeaveOut:
    def test_lets_the_others_go_on(self, session, lead, both):
        """Without an agency that never hands in, the others are all in; its words stay its own."""
        audit_id, (officer, police), (teacher, school) = both
        hand_in(session, officer, police)
        agency_parts.save_page(session, school, "agency_work", WHOLE, by=teacher)
        assert audit_id == agency_parts.leave_out(session, school, by=lead)

        assert agency_states.are_all_in(session, audit_id)
        with pytest.raises(NotFound):
            agency_views.read_part(session, school, by=officer)
        with pytest.raises(NotFound):
            agency_views.read_part(session, police, by=teacher)
        with pytest.raises(Conflict):
            agency_parts.save_page(session, school, "agency_work", WHOLE, by=teacher)

    def test_is_for_the_lead_and_not_of_what_is_in(self, session, lead, both):
        """Only the lead leaves an agency out, and not one that has handed in."""
        _, (officer, police), _ = both
        with pytest.raises(NotFound):
            agency_parts.leave_out(session, police, by=officer)
        with pytest.raises(NotFound):
            agency_parts.leave_out(session, joint_part(session, both[0]), by=lead)
        hand_in(session, officer, police)
        with pytest.raises(Conflict):
            agency_parts.leave_out(session, police, by=lead)

    def test_of_all_leaves_nobody_in(self, session, lead, both):
        """When every agency is left out, the audit does not count as complete."""
        audit_id, (_, police), (_, school) = both
        for part_id in (police, school):
            agency_parts.leave_out(session, part_id, by=lead)

        assert not agency_states.are_all_in(session, audit_id)


class TestJoint:
    def test_waits_for_every_agency(self, session, lead, both):
        """The agreed grade can't be written before all have handed in."""
        audit_id, (officer, police), (teacher, school) = both
        joint = joint_part(session, audit_id)
        hand_in(session, officer, police)
        with pytest.raises(Conflict):
            agency_parts.save_page(session, joint, "joint_grade", TOGETHER, by=lead)
        hand_in(session, teacher, school)
        writes(session, joint, lead, TOGETHER)

        read = agency_views.read_part(session, joint, by=teacher)
        assert "School thought more was known than was." in dict(read.answers).values()

    def test_is_written_by_the_lead(self, session, both):
        """Agencies read what is written together, and the lead writes it for them."""
        with pytest.raises(NotFound):
            agency_parts.save_page(
                session, joint_part(session, both[0]), "joint_grade", TOGETHER, by=both[1][0]
            )


class TestSubmit:
    def test_waits_for_agencies_and_for_what_they_agree(self, session, lead, both):
        """An audit says what it waits for, step by step."""
        audit_id, (officer, police), (teacher, school) = both
        said = [audit_beside.beside(session, audit_id, by=lead).keeps_open]
        hand_in(session, officer, police)
        hand_in(session, teacher, school)
        said.append(audit_beside.beside(session, audit_id, by=lead).keeps_open)
        writes(session, joint_part(session, audit_id), lead, TOGETHER)
        said.append(audit_beside.beside(session, audit_id, by=lead).keeps_open)

        assert said[0].startswith("Every agency hands in")
        assert said[1].startswith("Then the agencies finish")
        assert "" == said[2]

    def test_fixes_the_agreed_grade_and_counts_every_part(self, session, lead, both):
        """The audit's grade is the agreed one, and every agency's part is a sent response."""
        audit_id, (officer, police), (teacher, school) = both
        hand_in(session, officer, police)
        hand_in(session, teacher, school)
        _, left = asked(session, audit_id, "Health", lead)
        agency_parts.leave_out(session, left, by=lead)
        writes(session, joint_part(session, audit_id), lead, TOGETHER)
        audit = session.get_one(Audit, audit_id)
        agency_states.finish(session, audit)

        assert "requires_improvement" == audit.grade
        assert {
            "Police": ResponseState.SUBMITTED,
            "School": ResponseState.SUBMITTED,
            "Health": ResponseState.DRAFT,
            "": ResponseState.SUBMITTED,
        } == dict(
            session.execute(
                select(AuditPart.agency, Response.state)
                .join(Response, Response.id == AuditPart.response_id)
                .where(
                    AuditPart.audit_id == audit_id,
                    AuditPart.voice.in_((Voice.AGENCY, Voice.JOINT)),
                )
            ).all()
        )

    def test_is_refused_while_agencies_write(self, session, lead, both):
        """An audit whose agencies have not handed in stays a draft."""
        with pytest.raises(Invalid):
            audit_parts.submit(session, both[0], by=lead)

        assert AuditState.DRAFT == session.get_one(Audit, both[0]).state


class TestScreening:
    @pytest.mark.parametrize(
        ("answer", "severity"), [("no", Severity.S0), ("unsure", Severity.S1)]
    )
    def test_raises_a_concern_from_any_agency(self, session, both, answer, severity):
        """An agency that is not sure of the child's safety raises a concern at once."""
        audit_id, (officer, police), _ = both
        form = WHOLE | {"agency_safe_now": [answer]}
        agency_parts.save_page(session, police, "agency_safety", form, by=officer)
        concern = session.scalars(select(Concern).where(Concern.audit_id == audit_id)).one()

        assert severity == concern.severity

    def test_raises_a_concern_before_two_of_one_agency_have_chosen(self, session, lead, both):
        """Where two of one agency differ on it, the no is heard at once, though yes was first."""
        audit_id, (officer, police), _ = both
        colleague = an_actor(session, Role.PARTNER)
        session.add(PartAuthor(part_id=police, user_id=colleague.id))
        session.flush()
        audit = session.get_one(Audit, audit_id)
        questions = auditing.definition_of(session, audit, Voice.AGENCY).page("agency_safety")
        empty = {shown.FIELD: [shown.marks_of(questions.questions, {})]}
        for author, said in ((officer, "yes"), (colleague, "no")):
            form = empty | {"agency_safe_now": [said]}
            saved = agency_parts.save_page(session, police, "agency_safety", form, by=author)
        concern = session.scalars(select(Concern).where(Concern.audit_id == audit_id)).one()

        assert ["agency_safe_now"] == list(saved.clashes)
        assert saved.is_unsafe
        assert Severity.S0 is concern.severity

    def test_hears_what_comes_after_a_part_was_handed_in(self, session, both):
        """A page of a part that was handed in is not kept, and its no is heard."""
        audit_id, (officer, police), _ = both
        hand_in(session, officer, police)
        form = {"agency_safe_now": ["no"]}
        with pytest.raises(Conflict):
            agency_parts.save_page(session, police, "agency_safety", form, by=officer)

        assert agency_parts.heed_late(session, police, form, by=officer)
        assert not agency_parts.heed_late(session, police, WHOLE, by=officer)
        assert 1 == len(session.scalars(select(Concern).where(Concern.audit_id == audit_id)).all())

    def test_opens_the_concern_again_when_another_agency_is_worried(self, session, both):
        """A concern that was closed after one agency's worry is open again with another's."""
        audit_id, (officer, police), (teacher, school) = both
        form = WHOLE | {"agency_safe_now": ["no"]}
        agency_parts.save_page(session, police, "agency_safety", form, by=officer)
        concern = session.scalars(select(Concern).where(Concern.audit_id == audit_id)).one()
        duty = an_actor(session, Role.SAFEGUARDING)
        triage.acknowledge(session, concern.id, by=duty, note="Rang the school.")
        triage.close(session, concern.id, by=duty, note="The child was seen and is safe.")
        agency_parts.save_page(session, school, "agency_safety", form, by=teacher)

        assert ConcernState.OPEN is concern.state

    @pytest.mark.parametrize(
        ("page", "field"),
        [("agency_child_words", "agency_child_words"), ("agency_work", "agency_work")],
    )
    def test_reads_the_words_of_every_agency(self, session, both, page, field):
        """What a child said to an agency is screened as it is kept, like any answer."""
        audit_id, (officer, police), _ = both
        agency_parts.save_page(session, police, "agency_child", WHOLE, by=officer)
        words = {field: ["He hits me with a belt when mum is out."]}
        agency_parts.save_page(session, police, page, words, by=officer)
        concern = session.scalars(select(Concern).where(Concern.audit_id == audit_id)).one()

        assert "screen" == concern.source


class TestProgress:
    def test_counts_and_says_no_word(self, session, lead, both):
        """Everybody sees how many questions each agency has answered, and nothing of the answers."""
        audit_id, (officer, police), (teacher, school) = both
        agency_parts.save_page(session, police, "agency_work", WHOLE, by=officer)
        seen = {
            one.key: one.words for one in part_progress.progress(session, audit_id, by=teacher)
        }

        assert seen[str(police)].startswith("1 of ")
        assert seen[str(police)].endswith("questions answered, writing.")
        assert seen[str(school)].startswith("0 of ")
        assert "We saw her" not in "".join(seen.values())

    def test_shows_the_voices_to_who_records_them_only(self, session, lead, both):
        """The lead sees the voices beside the agencies, and an agency sees agencies alone."""
        audit_id, (officer, _), _ = both
        names = [one.name for one in part_progress.progress(session, audit_id, by=lead)]
        theirs = [one.name for one in part_progress.progress(session, audit_id, by=officer)]

        assert ["Police", "School", "All agencies together"] == theirs
        assert theirs == names[-3:]
        assert "Child or young person" == names[0]

    def test_is_for_those_who_take_part(self, session, lead, both):
        """A stranger, an audit that is not there, and an agency that was left out see nothing."""
        audit_id, (officer, police), _ = both
        agency_parts.leave_out(session, police, by=lead)
        for who, where in ((an_actor(session, Role.PARTNER), audit_id), (lead, police)):
            with pytest.raises(NotFound):
                part_progress.progress(session, where, by=who)
        with pytest.raises(NotFound):
            part_progress.progress(session, audit_id, by=officer)


class TestPages:
    def test_list_my_parts_with_open_ones_first(self, session, lead, both):
        """An author finds the parts that they were asked to write, and no others."""
        _, (officer, police), _ = both
        other = an_audit(session, lead, case_ref="CH-7")
        agency = an_agency(session, "Police")
        second = agency_parts.invite(session, other, agency, officer.id, by=lead)
        hand_in(session, officer, police)
        found = agency_views.my_parts(session, by=officer)

        assert [second, police] == [line.id for line in found]
        assert () == agency_views.my_parts(session, by=lead)

    def test_offer_those_who_can_still_be_asked(self, session, lead, both):
        """Neither who writes already, nor the lead, nor who can't sign in is offered."""
        gone = an_actor(session, Role.PARTNER, name="Gone")
        an_actor(session, Role.PARTNER, name="Free")
        accounts.set_disabled(session, gone.id, disabled=True, by=lead.id)
        page = agency_views.agencies_page(session, both[0], by=lead)

        assert ["Free"] == [name for _, name in page.people]
        assert {"Police", "School"} == {name for _, name in page.agencies}
        assert ("Police author",) == page.parts[0].authors

    def test_list_actions_with_whose_they_are(self, session, lead, both):
        """An action is one agency's, or of all of them together."""
        audit_id = both[0]
        audit = session.get_one(Audit, audit_id)
        for agency in ("Police", ""):
            improving.add_action(
                session,
                service_id=audit.service_id,
                audit_id=audit_id,
                what="Ring first",
                why="So that she is safe",
                owner_role="Sergeant",
                due_on=audit.held_on,
                agency=agency,
                by=lead,
            )
        page = agency_views.agencies_page(session, audit_id, by=lead)

        assert {"Police", ""} == {action.agency for action in page.actions}

    def test_forget_nobody_when_an_audit_goes(self, session, both):
        """Who was asked goes with the part."""
        part_id = both[1][1]
        session.delete(session.get_one(AuditPart, part_id))
        session.flush()

        assert [] == session.scalars(select(PartAuthor).where(PartAuthor.part_id == part_id)).all()
