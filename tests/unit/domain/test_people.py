"""Roles, permissions and the person who acts."""

from uuid import UUID

from app.domain.people import MATRIX, Actor, Permission, Role

HERE, THERE = UUID(int=1), UUID(int=2)


def an_actor(*grants):
    return Actor(UUID(int=9), "Sam Example", "sam@anytown.example", frozenset(grants))


class TestMatrix:
    def test_gives_every_role_a_row(self):
        """Every role has its permissions, and all of them may use the site."""
        assert set(Role) == set(MATRIX)
        assert all(Permission.USE_SITE in row for row in MATRIX.values())

    def test_keeps_words_from_the_board_and_the_administrator(self):
        """Neither the board nor an administrator reads what people wrote."""
        for role in (Role.BOARD, Role.ADMINISTRATOR, Role.GOVERNANCE):
            assert Permission.READ_WORDS not in MATRIX[role]

    def test_lets_only_safeguarding_handle_concerns(self):
        """Only the safeguarding officer opens the triage queue."""
        holders = [role for role in Role if Permission.TRIAGE_CONCERNS in MATRIX[role]]

        assert [Role.SAFEGUARDING] == holders

    def test_uses_every_permission(self):
        """No permission is held by nobody."""
        assert set(Permission) == set().union(*MATRIX.values())


class TestActor:
    def test_holds_a_permission_only_where_it_was_granted(self):
        """A role in one service does not reach into another."""
        actor = an_actor((Role.PARTICIPATION, HERE))

        assert actor.can(Permission.READ_EVIDENCE)
        assert actor.reaches(Permission.READ_EVIDENCE, HERE)
        assert not actor.reaches(Permission.READ_EVIDENCE, THERE)
        assert frozenset({HERE}) == actor.services(Permission.READ_EVIDENCE)

    def test_reaches_everywhere_when_no_service_is_named(self):
        """A role without a service holds in all of them."""
        actor = an_actor((Role.SAFEGUARDING, None), (Role.BOARD, HERE))

        assert actor.services(Permission.TRIAGE_CONCERNS) is None
        assert actor.reaches(Permission.TRIAGE_CONCERNS, THERE)

    def test_can_do_nothing_without_a_grant(self):
        """Somebody without a role can do nothing."""
        actor = an_actor()

        assert not any(actor.can(permission) for permission in Permission)
        assert frozenset() == actor.services(Permission.USE_SITE)

    def test_lists_roles_once_in_order(self):
        """Roles held in several services are listed once."""
        actor = an_actor((Role.BOARD, HERE), (Role.PRACTITIONER, HERE), (Role.BOARD, THERE))

        assert (Role.PRACTITIONER, Role.BOARD) == actor.roles
        assert "Practitioner or auditor" == actor.roles[0].label
