"""The shell of the capture page: the same for everybody, and whole without a signal."""

import json
import re

from app.domain.people import Role


def worker_of(client):
    text = client.get("/audits/capture-worker.js").text
    files = json.loads(re.search(r"const FILES = (.*);", text)[1])
    return re.search(r'const VERSION = "(.*)";', text)[1], files


def status_of(client, address):
    with client.get(address) as answer:
        return answer.status_code


class TestCapture:
    def test_says_nothing_of_whoever_opens_it(self, client, sign_in):
        """The shell that devices keep is the same for a practitioner and for nobody."""
        pages = [
            browser.get("/audits/capture") for browser in (client, sign_in(Role.PRACTITIONER))
        ]

        assert pages[0].text == pages[1].text
        assert "csrf" not in pages[0].text
        assert "Set-Cookie" not in pages[0].headers

    def test_can_do_without_a_script(self, client):
        """Where scripts are off, the page leads to the audits on the site."""
        assert 'href="/audits"' in client.get("/audits/capture").text


class TestManifest:
    def test_starts_at_the_capture_page(self, client):
        """What is installed opens the capture page, and holds the audits only."""
        answer = client.get("/audits/capture.webmanifest")

        assert "application/manifest+json" == answer.mimetype
        assert ("/audits/capture", "/audits/") == (answer.json["start_url"], answer.json["scope"])
        assert 200 == status_of(client, answer.json["icons"][0]["src"])


class TestWorker:
    def test_keeps_everything_that_the_page_loads(self, client):
        """Every file that the worker keeps is there, and every script that one imports is kept."""
        _, files = worker_of(client)
        page = client.get("/audits/capture").text
        for address in files:
            assert 200 == status_of(client, address), address
        scripts = {one.rsplit("/", 1)[1]: client.get(one).text for one in files if "/app/" in one}
        wanted = {
            name for text in scripts.values() for name in re.findall(r'"\./(\w+\.js)"', text)
        }

        loaded = re.findall(r'(?:src|href)="(/(?:audits/capture[/.]|static/)[^"]+)"', page)

        assert wanted <= set(scripts)
        assert set(loaded) <= set(files)

    def test_may_hold_the_audits_only(self, client):
        """The worker is a script, for the addresses of audits, and is asked for anew each time."""
        answer = client.get("/audits/capture-worker.js")

        assert ("text/javascript", "/audits/", "no-store") == (
            answer.mimetype,
            answer.headers["Service-Worker-Allowed"],
            answer.headers["Cache-Control"],
        )

    def test_has_a_version_of_its_files(self, client, tmp_path, monkeypatch):
        """A script that changes gives the worker another version."""
        from app.web.views import offline

        before, _ = worker_of(client)
        for one in offline.SCRIPTS.glob("*.js"):
            (tmp_path / one.name).write_text(one.read_text("utf-8") + "\n", "utf-8")
        monkeypatch.setattr(offline, "SCRIPTS", tmp_path)

        assert before != worker_of(client)[0]


class TestScript:
    def test_gives_the_scripts_of_the_page_only(self, client):
        """No other file can be had there, the worker included."""
        assert "text/javascript" == client.get("/audits/capture/app/main.js").mimetype
        assert 404 == client.get("/audits/capture/app/worker.js").status_code
        assert 404 == client.get("/audits/capture/app/..%2Fkiosk.js").status_code


class TestDictating:
    def test_may_listen_on_its_page_alone(self, client):
        """The capture page may ask for the microphone, and neither its scripts nor other pages may."""
        policies = [
            "microphone=(self)" in client.get(address).headers["Permissions-Policy"]
            for address in ("/audits/capture", "/audits/capture-worker.js", "/sign-in")
        ]

        assert [True, False, False] == policies
