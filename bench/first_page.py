"""Print what the first question page costs, and each later one, with and without pictures.

For each voice: requests, and bytes on the wire.

python -m bench.first_page
"""

from __future__ import annotations

import json
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import create_app, db
from app.config import Settings
from app.db import migrating
from app.db.models import Service
from app.services import publishing, studio

if TYPE_CHECKING:
    from flask.testing import FlaskClient

HEADERS = {"Accept-Encoding": "gzip"}
VOICES = ("en", "easy_read-en", "ages_4_7-en")
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def main() -> None:
    """Publish the children's questionnaire on a fresh database and weigh its first page."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        key = Path(folder) / "key"
        app = create_app(
            Settings(env="test", database_url=url, encryption_key_file=key, runner="none")
        )
        migrating.migrate(db.current())
        _publish()
        for voice in VOICES:
            _print(app.test_client(), voice)
        db.current().close()


def _print(client: FlaskClient, voice: str) -> None:
    """Print what one voice costs."""
    start = client.get(f"/s/children?in={voice}").text
    token = re.search(r'name="client_token" value="([^"]+)"', start)
    fields = {"client_token": token.group(1) if token else "", "_in": voice}
    first = client.post("/s/children", data=fields).headers["Location"]
    sizes = {"page": len(client.get(first, headers=HEADERS).data)}
    for address in dict.fromkeys(ASSET.findall(client.get(first).text)):
        with client.get(address.replace("&amp;", "&"), headers=HEADERS) as asset:
            sizes[address.split("?")[0]] = len(asset.data)
    later = _walk(client, first)
    print(
        json.dumps(
            {
                "voice": voice,
                "requests": len(sizes),
                "bytes": sum(sizes.values()),
                "parts": sizes,
                "start_page": len(client.get(f"/s/children?in={voice}", headers=HEADERS).data),
                "later_pages": len(later),
                "largest_later_page": max(later),
            }
        )
    )


def _walk(client: FlaskClient, where: str) -> list[int]:
    """Answer page after page by its first choices, and return what each later page weighs."""
    sizes = []
    while "/check" not in where:
        page = client.get(where).text
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        chosen = re.findall(r'type="radio"[^>]* name="([^"]+)" value="([^"]*)"', page)
        answer = client.post(where, data={**fields, **dict(reversed(chosen))})
        where = answer.headers["Location"]
        sizes.append(len(client.get(where, headers=HEADERS).data))
    return sizes


def _publish() -> None:
    definition = next(one for one in studio.shipped() if one.key == "children_8_11")
    with db.unit_of_work() as session:
        service = Service(key="care", name="Care")
        session.add(service)
        session.flush()
        publishing.publish(
            session,
            getattr(definition, "definition", definition),
            service_id=service.id,
            slug="children",
            decision_maker="The Head of Care",
            told_by=date(2027, 1, 31),
            identity=None,
            by=None,
        )


if __name__ == "__main__":
    main()
