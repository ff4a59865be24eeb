"""The web site, the worker and the commands of Earshot.

What the site is made of is imported inside `create_app`, so that a worker or a test that wants
one service does not load the web framework with it.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings

TEMPLATES = Path(__file__).parents[1] / "templates"
FORM_BYTES = 1_000_000
FORM_PARTS = 500


def create_app(settings: Settings | None = None) -> Flask:
    """Return the site: settings, keys, database, forms, pages, commands."""
    from flask import Flask  # noqa: PLC0415

    from analysis.models import embedding  # noqa: PLC0415
    from app import cli, config, db, logging, web  # noqa: PLC0415
    from app.db import sealing  # noqa: PLC0415
    from app.extensions import csrf  # noqa: PLC0415

    settings = settings or config.Settings.load()
    app = Flask("app", template_folder=str(TEMPLATES), static_folder="static")
    app.jinja_environment = web.templating.PlainEnvironment
    _configure(app, settings)
    _trust_proxies(app, settings.proxies)
    logging.set_up(settings.log_level, strict=settings.env == "test")
    sealing.use(sealing.Keyring(settings.key()))
    db.use(db.Database(settings.database_url))
    embedding.use(settings.embedding)
    csrf.init_app(app)
    web.add_site(app, settings)
    cli.add_commands(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-earshot" if settings.is_secure else "earshot",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        WTF_CSRF_TIME_LIMIT=None,
        # Its strict check wants a Referer, which our pages never send; `web.origin` asks instead.
        WTF_CSRF_SSL_STRICT=False,
        TESTING=settings.env == "test",
        PROPAGATE_EXCEPTIONS=False,
    )


def _trust_proxies(app: Flask, count: int) -> None:
    from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415

    # Only where a request comes from: the address and the scheme of the site are settings.
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
