"""The pages of an import, as somebody without scripts fills them in."""

import io
import re

from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

FILE = b"comment,prompt,date,area\nGood people,What was good?,2025-11-14,North\n,x,,\n"


def token(browser, path="/imports"):
    """Return the token that the form of a page carries."""
    page = browser.get(path).get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]


def upload(browser, service, content=FILE, **fields):
    """Send a file with what a person says of it."""
    data = {
        "csrf_token": token(browser),
        "title": "Exit cards",
        "service_id": str(service),
        "audience": "parents",
        "file": FileStorage(io.BytesIO(content), "cards.csv"),
    }
    data = {key: value for key, value in (data | fields).items() if value is not None}
    return send(browser, data)


def send(browser, data):
    # Encoded in memory: the test client would leave a temporary file open for a large body.
    """Send a form that holds a file."""
    body, _, boundary = stream_encode_multipart(data, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post("/imports", data=body.read(), content_type=kind)


def uploaded(browser, service, **fields):
    """Upload a file and return the address of its import."""
    answer = upload(browser, service, **fields)
    assert 303 == answer.status_code, answer.get_data(as_text=True)
    return answer.location.removesuffix("/columns")


def mapped(browser, service, **choices):
    """Upload a file, say what its columns are, and return its address and the answer."""
    place = uploaded(browser, service)
    data = {"csrf_token": token(browser, f"{place}/columns"), "text": "comment"}
    data |= {"question": "prompt", "date": "date", "groups": ["area"]}
    return place, browser.post(f"{place}/columns", data=data | choices)


def text(answer):
    """Return an answer as text."""
    return answer.get_data(as_text=True)
