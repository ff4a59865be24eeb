"""What a web server serves: the site, with its jobs beside it when the runner is embedded."""

from __future__ import annotations

from app import create_app
from app.worker.starting import start_runner

app = create_app()
start_runner(app.config["SETTINGS"])
