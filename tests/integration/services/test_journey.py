"""A child's journey: what audits found and what people said, stage by stage, on one line."""

from app.domain.people import Role
from app.services import journey
from tests import audited, crowd, queries, seen


def held(session, service, number=6):
    auditor = seen.person(session, Role.PRACTITIONER, service)
    domains = [{"plan": "good"}] * number + [{"plan": "inadequate"}] * number
    some = [seen.Held(worker=f"W-{place}", domains=one) for place, one in enumerate(domains)]
    return seen.hold(session, service.id, auditor.id, some)


def stage(found, key):
    return next(one for one in found.stages if one.stage.key == key)


def journey_of(session, some):
    """Return the journey of the one who reads a crowd, in whose service an audit was held."""
    service_id = some.scope().surveys[0].service_id
    audited.publish_form(session, service_id)
    auditor = seen.person(session, Role.PRACTITIONER)
    seen.hold(session, service_id, auditor.id, [seen.Held()])
    return journey.journey(session, some.reader)


class TestJourney:
    def test_places_domains_at_their_stages(self, session, service, officer):
        """What audits found on plans stands at the stage of the plan, and nowhere else."""
        held(session, service)
        found = journey.journey(session, officer)

        assert ["plan"] == [one.key for one in stage(found, "plan").lines]
        assert 6 == stage(found, "plan").lines[0].profile.upper.count
        assert () == stage(found, "placement").lines

    def test_keeps_empty_stages_in_sight(self, session, service, officer):
        """A stage that nothing speaks to is there, and is not heard."""
        held(session, service)
        found = journey.journey(session, officer)

        assert 7 == len(found.stages)
        assert ((), (), False) == (
            stage(found, "step_down").lines,
            stage(found, "step_down").themes,
            stage(found, "step_down").is_heard,
        )

    def test_withholds_what_few_audits_found(self, session, service, officer):
        """With four audits on a side the stage says that it was graded, and not how."""
        held(session, service, number=4)
        (line,) = stage(journey.journey(session, officer), "plan").lines

        assert (8, ()) == (line.graded, line.profile.bands)

    def test_places_themes_and_questions_beside_them(self, session):
        """Themes that people raised, and questions that they agreed with, stand at their stages."""
        question = {"key": "plan_helps", "kind": "agreement", "label": "My plan helps me."}
        words = {"key": "words", "kind": "long_text", "label": "In your words"}
        asked = {
            "key": "care_leavers",
            "title": "Life after care",
            "kind": "questionnaire",
            "audience": "care_leavers",
            "pages": [{"key": "page", "title": "You", "questions": [question, words]}],
        }
        some = crowd.a_crowd(session, asked=asked)
        for step in range(1, 6):
            some.say(5, "T25" if step > 3 else "T24", plan_helps=step)
        found = stage(journey_of(session, some), "leaving_care")

        assert [("T24", 15, 25), ("T25", 10, 25)] == [
            (one.key, one.people.count, one.people.base) for one in found.themes
        ]
        assert [("My plan helps me.", 10)] == [
            (one.wording, one.agreed.count) for one in found.questions
        ]
        assert found.is_heard

    def test_leaves_out_what_the_reader_may_read_again(self, session, service):
        """A moderator is told how many audits are in no grade."""
        held(session, service)
        found = journey.journey(session, seen.person(session, Role.MODERATOR, service))

        assert 12 == found.kept_back

    def test_asks_no_more_with_more_audits(self, session, service, officer):
        """Twice as many audits take as many queries."""
        numbers = []
        for _ in range(2):
            held(session, service)
            session.expire_all()
            with queries.counted(session) as asked:
                journey.journey(session, officer)
            numbers.append(len(asked))

        assert numbers[0] == numbers[1]
