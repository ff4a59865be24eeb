"""Accounts: passwords are hashed slowly, and anew when slowly has come to mean more."""

from argon2 import PasswordHasher
from sqlalchemy import select

from app import db
from app.db.models import User
from app.domain.people import Role
from app.services import accounts

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
        with db.unit_of_work() as session:
            wrong = accounts.sign_in(session, email=EMAIL, password="another one", network="x")
        after_wrong = kept_hash()
        with db.unit_of_work() as session:
            right = accounts.sign_in(session, email=EMAIL, password=PASSWORD, network="x")

        assert [None, weak] == [wrong, after_wrong]
        assert right
        assert kept_hash().startswith(OURS)
