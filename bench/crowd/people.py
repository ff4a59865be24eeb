"""People who answer a survey of eight pages on raw asyncio streams, for `bench/respond.py`."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PAGES = 8
VALUES = ("1", "a", "2", "My worker rings me back when she says she will, and that helps a lot.")
FIELD = re.compile(r'name="(client_token|csrf_token|_shown)" value="([^"]*)"')


@dataclass
class Tally:
    """What the sessions took: each request in seconds, and how many sessions came to an end."""

    seconds: list[float] = field(default_factory=list)
    sessions: int = 0


class Person:
    """Somebody who answers, on one connection that stays open."""

    def __init__(self, port: int, tally: Tally) -> None:
        self._port, self._tally = port, tally
        self._cookie = ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def answer(self) -> None:
        """Open the survey, answer its eight pages, check, send, and read the thanks."""
        self._cookie = ""
        _, _, page = await self._ask("GET", "/s/bench")
        status, where, _ = await self._ask("POST", "/s/bench", _fields(page))
        for number in range(PAGES):
            _, _, page = await self._ask("GET", where)
            value = VALUES[number % len(VALUES)]
            status, where, _ = await self._ask(
                "POST", where, {**_fields(page), f"q{number}": value}
            )
        _, _, page = await self._ask("GET", where)
        status, where, _ = await self._ask("POST", where, _fields(page))
        status, _, page = await self._ask("GET", where)
        if status != 200 or "receipt" not in page:  # noqa: PLR2004
            raise RuntimeError(f"a session ended at {where} with {status}")
        self._tally.sessions += 1

    async def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()

    async def _ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        body = urlencode(fields or {}).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n"
        if fields is not None:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
        head += f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
        started = time.perf_counter()
        status, headers, content = await self._exchange(head.encode() + body)
        self._tally.seconds.append(time.perf_counter() - started)
        if "set-cookie" in headers:
            self._cookie = headers["set-cookie"].split(";")[0]
        if status >= 400:  # noqa: PLR2004
            raise RuntimeError(f"{method} {path} was answered with {status}")
        return status, headers.get("location", ""), content.decode()

    async def _exchange(self, message: bytes) -> tuple[int, dict[str, str], bytes]:
        for _ in range(2):
            if self._writer is None or self._writer.is_closing():
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                self._writer.write(message)
                return await _read(self._reader)  # type: ignore[arg-type]
            except (asyncio.IncompleteReadError, ConnectionError):
                # The server closed a connection that had been quiet; nothing was sent on it yet.
                self._writer.close()
                self._writer = None
        raise RuntimeError("the server closes every connection")


async def _read(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(lines[0].split()[1]), headers, content


def _fields(page: str) -> dict[str, str]:
    return dict(FIELD.findall(page))
