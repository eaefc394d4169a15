"""A server that answers as MediaWiki's OAuth 2 does: the person says yes or no, codes work once and not for long."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = "the-portal"
SECRET = "known to both"
ADA = {
    "sub": 4711,
    "username": "Ada Trainer",
    "realname": "Ada, not to be kept",
    "editcount": 321,
    "confirmed_email": False,
    "email": "",
    "groups": ["*", "user", "autoconfirmed"],
    "rights": [],
    "blocked": False,
    "registered": "20140101000000",
}


@dataclass
class MediaWiki:
    """Whose profile it tells, and how it behaves. A test changes both, and asks what it was asked."""

    address: str = ""
    profile: dict[str, Any] = field(default_factory=lambda: dict(ADA))
    is_refused: bool = False
    codes_expire: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    @property
    def rest_api(self) -> str:
        return f"{self.address}/w/rest.php"

    def reset(self) -> None:
        self.profile, self.is_refused, self.codes_expire = dict(ADA), False, False

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the person's browser goes from here."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        if self.is_refused:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_hex(8)
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """Once for each code, to who knows the secret and what the code was asked with (PKCE)."""
        first = self.codes.pop(asked.get("code", ""), None)
        if first is None or self.codes_expire or asked["client_secret"] != SECRET:
            return None
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if first["code_challenge_method"] != "S256" or challenge != first["code_challenge"]:
            return None
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 14400, "refresh_token": "r"}


class Answers(BaseHTTPRequestHandler):
    server: "Server"

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        wiki = self.server.wiki
        if place.path == "/w/rest.php/oauth2/authorize":
            self.send_response(302)
            self.send_header("Location", wiki.authorize(one_of_each(place.query)))
            self.end_headers()
        elif place.path == "/w/rest.php/oauth2/resource/profile":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            known = token in wiki.tokens
            self.say(wiki.profile if known else {"error": "invalid_token"}, 200 if known else 401)
        else:
            self.say({"error": "rest-no-match"}, 404)

    def do_POST(self) -> None:
        asked = one_of_each(self.rfile.read(int(self.headers["Content-Length"])).decode())
        token = self.server.wiki.token(asked)
        self.say(token or {"error": "invalid_grant"}, 200 if token else 400)

    def say(self, what: dict[str, Any], status: int) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Nothing: what was asked stands in the test."""


class Server(ThreadingHTTPServer):
    wiki: MediaWiki


def one_of_each(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running() -> Iterator[MediaWiki]:
    with Server(("127.0.0.1", 0), Answers) as server:
        server.wiki = MediaWiki(address=f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.wiki
        server.shutdown()
        thread.join()
