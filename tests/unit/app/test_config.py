"""Settings: what they are, and what production refuses."""

import base64
import stat

import pytest

from app.config import Settings, SettingsError

KEY = base64.b64encode(bytes(32)).decode()
GOOD = {
    "env": "production",
    "secret_key": "s" * 40,
    "encryption_key": KEY,
    "public_url": "https://voice.anytown.example",
}


class TestLoad:
    def test_works_out_of_the_box_for_development(self, monkeypatch):
        """With nothing set, Earshot starts for development with a demonstration."""
        monkeypatch.delenv("EARSHOT_ENV", raising=False)

        settings = Settings.load()

        assert settings.env == "development"
        assert settings.loads_demo
        assert not settings.is_secure

    def test_takes_a_complete_production(self):
        """Production starts when everything it needs is set, without demonstration data."""
        settings = Settings.load(**GOOD)

        assert not settings.loads_demo
        assert settings.is_secure
        assert bytes(32) == settings.key()

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"secret_key": "short"}, "EARSHOT_SECRET_KEY"),
            ({"encryption_key": None}, "EARSHOT_ENCRYPTION_KEY"),
            ({"public_url": "http://voice.anytown.example"}, "EARSHOT_PUBLIC_URL"),
            ({"demo": True}, "EARSHOT_DEMO"),
        ],
    )
    def test_refuses_an_unsafe_production_by_name(self, change, named, tmp_path):
        """Production says which setting is missing or unsafe."""
        given = GOOD | {"encryption_key_file": tmp_path / "none"} | change

        with pytest.raises(SettingsError) as refused:
            Settings.load(**given)

        assert [named] == [problem.split(" ")[0].rstrip(":") for problem in refused.value.problems]

    def test_names_every_problem_at_once(self, tmp_path):
        """An empty production lists all that it lacks."""
        with pytest.raises(SettingsError) as refused:
            Settings.load(env="production", encryption_key_file=tmp_path / "none")

        assert 3 == len(refused.value.problems)

    def test_refuses_a_misspelt_setting(self, monkeypatch):
        """A name that is no setting is refused instead of ignored."""
        monkeypatch.setenv("EARSHOT_RUNER", "celery")

        with pytest.raises(SettingsError, match="EARSHOT_RUNER is not a setting"):
            Settings.load()

    def test_names_the_setting_with_a_wrong_value(self, monkeypatch):
        """A value of the wrong kind is refused by the setting's name."""
        monkeypatch.setenv("EARSHOT_UPLOAD_MEGABYTES", "many")

        with pytest.raises(SettingsError, match="EARSHOT_UPLOAD_MEGABYTES"):
            Settings.load()


class TestKeepsAlerts:
    @pytest.mark.parametrize(
        ("env", "mail_url", "kept"),
        [
            ("production", "file:var/mail", True),
            ("production", "smtp://mail.example", False),
            ("development", "file:var/mail", False),
        ],
    )
    def test_is_said_of_a_real_site_that_mails_nobody(self, env, mail_url, kept):
        """A folder is fine for trying things, and reaches no safeguarding officer."""
        assert kept == Settings(env=env, mail_url=mail_url).keeps_alerts


class TestKey:
    def test_makes_a_key_file_once(self, tmp_path):
        """Outside production a key is made that only its owner can read, and kept."""
        settings = Settings(encryption_key_file=tmp_path / "var" / "key")

        first = settings.key()

        assert first == settings.key()
        assert 0o400 == stat.S_IMODE(settings.encryption_key_file.stat().st_mode)

    @pytest.mark.parametrize("bad", ["not base64!", base64.b64encode(b"short").decode()])
    def test_refuses_a_key_of_the_wrong_shape(self, bad):
        """A key that is not 32 bytes of base64 is refused."""
        with pytest.raises(SettingsError, match="32 bytes"):
            Settings(encryption_key=bad).key()
