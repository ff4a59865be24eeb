"""Accounts: passwords are hashed slowly, and anew when slowly has come to mean more."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from app import clock, db
from app.db.models import SignInFailure, User
from app.domain.errors import TooMany
from app.domain.people import Role
from app.services import accounts, hashing, signing_in
from tests import builders

PASSWORD = "copper kettle monday"
EMAIL = "noor@anytown.example"
OURS = "$argon2id$v=19$m=65536,t=3,p=4$"


def add():
    with db.unit_of_work() as session:
        grants = [(Role.BOARD, None)]
        return accounts.add_user(
            session, email=EMAIL, name="Noor Vale", password=PASSWORD, grants=grants
        )


def kept_hash():
    with db.reading() as session:
        return session.scalar(select(User.password_hash))


def sign_in(password):
    with db.reading() as session:
        tried = signing_in.try_password(session, email=EMAIL, password=password, network="x")
    with db.unit_of_work() as session:
        return signing_in.sign_in(session, tried)


class TestPasswords:
    def test_are_kept_as_a_slow_hash(self, database):
        """What is kept is argon2id with 64 MiB and three passes, never the password (R-1)."""
        add()

        assert kept_hash().startswith(OURS)
        assert PASSWORD not in kept_hash()

    def test_are_hashed_anew_when_the_parameters_change(self, database):
        """Whoever signs in with a hash of weaker days gets one of today's (R-1)."""
        user_id = add()
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        with db.unit_of_work() as session:
            session.get_one(User, user_id).password_hash = weak
        wrong = sign_in("another one")
        after_wrong = kept_hash()
        right = sign_in(PASSWORD)

        assert [None, weak] == [wrong, after_wrong]
        assert right
        assert kept_hash().startswith(OURS)

    def test_are_compared_while_others_write(self, database, monkeypatch):
        """Whoever sends answers does not wait while somebody's password is compared."""
        add()

        class Hasher(PasswordHasher):
            def verify(self, *parts):
                with db.unit_of_work() as session:
                    builders.a_service(session)
                return super().verify(*parts)

        monkeypatch.setattr(hashing, "_hasher", Hasher())

        assert sign_in(PASSWORD)


class TestSignIn:
    def test_refuses_somebody_who_was_stopped_meanwhile(self, database):
        """A right password opens nothing for somebody who may no longer sign in."""
        user_id = add()
        with db.reading() as session:
            tried = signing_in.try_password(session, email=EMAIL, password=PASSWORD, network="x")
        with db.unit_of_work() as session:
            other = builders.a_user(session).id
            accounts.set_disabled(session, user_id, disabled=True, by=other)
        with db.unit_of_work() as session:
            assert signing_in.sign_in(session, tried) is None

    def test_forgets_wrong_tries_when_their_time_is_over(self, database):
        """What was tried more than five minutes ago slows nobody and is not kept."""
        add()
        for _ in range(signing_in.TRIES):
            sign_in("another one")
        with pytest.raises(TooMany):
            sign_in(PASSWORD)

        with clock.frozen(clock.now() + signing_in.WINDOW + timedelta(seconds=1)):
            assert sign_in(PASSWORD)
        with db.reading() as session:
            assert [] == session.scalars(select(SignInFailure)).all()
