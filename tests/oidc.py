"""A small OpenID Connect provider on loopback, which lets in whoever is next on its list without asking."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


@contextmanager
def provider() -> Iterator[tuple[str, list[str]]]:
    """The issuer's address, and the list whose last name is the person who logs in next."""
    people: list[str] = []
    codes: dict[str, tuple[str, str]] = {}
    key = RSAKey.generate_key(2048, {"kid": "1"})

    class Handler(BaseHTTPRequestHandler):
        """Discovery, the keys, the login that asks nothing, and the token."""

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            if url.path == "/authorize":
                code = f"code-{len(codes)}"
                codes[code] = (people[-1], asked.get("nonce", ""))
                self.send_response(302)
                back = urlencode({"code": code, "state": asked["state"]})
                self.send_header("location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            elif url.path == "/keys":
                self._send({"keys": [{**key.as_dict(private=False), "alg": "RS256", "use": "sig"}]})
            else:
                ways = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
                self._send(
                    {
                        "issuer": issuer, **{name: f"{issuer}/{way}" for name, way in ways.items()},
                        "response_types_supported": ["code"], "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )  # fmt: skip

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            name, nonce = codes.pop(sent["code"][0])
            now = int(time.time())
            claims = {
                "iss": issuer, "sub": f"id-of-{name}", "aud": "hub", "iat": now, "exp": now + 600, "nonce": nonce,
                "name": name.title(), "email": f"{name}@hub.example", "email_verified": True,
            }  # fmt: skip
            token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)
            self._send({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

        def _send(self, body: object) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer, people
    finally:
        server.shutdown()
