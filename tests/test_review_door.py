"""The door of the review: hosts, origins, tokens, sizes, sessions, accounts; and what browsers are told to refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import review_samples as samples
from review_samples import Client, signed_in

from extractor.errors import UsageError
from extractor.review.access import Sessions
from extractor.review.accounts import Accounts, Brake, hash_password, verify_password
from extractor.review.app import create_app
from extractor.review.security import LARGEST_REQUEST, allowed
from extractor.review.setting import Setting

ORIGIN = f"http://{samples.HOST}"
ID = samples.naypyidaw()[0].id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.databank_with(tmp_path / "databank", samples.naypyidaw())


def test_the_link_lets_one_browser_in_once(folder: Path) -> None:
    app, link = samples.application(folder)
    first, second = Client(app), Client(app)
    assert first.get("/open", params={"token": "wrong"}).status_code == 401
    answer = first.get("/open", params={"token": link.token})
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert first.get("/").status_code == 200
    assert second.get("/open", params={"token": link.token}).status_code == 401
    assert second.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/", f"/drafts/{ID}", "/learning", "/endpoints", f"/api/drafts/{ID}", "/api/queue", "/api/openapi.json",
                                  f"/api/drafts/{ID}/export/json", "/api/export/sheet"])  # fmt: skip
def test_nothing_is_shown_without_a_session(folder: Path, path: str) -> None:
    app, _ = samples.application(folder)
    answer = Client(app).get(path)
    assert answer.status_code in (303, 401)
    assert "Naypyi" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil.example:8123"])
def test_other_hosts_are_turned_away(folder: Path, host: str) -> None:
    client, _ = signed_in(folder)
    assert client.get("/", headers={"Host": host}).status_code == 421


def test_what_changes_something_needs_our_origin_and_the_pages_token(folder: Path) -> None:
    client, good = signed_in(folder)
    path, body = f"/api/drafts/{ID}/decisions", {"version": 1, "action": "accept", "pointer": "/headline"}
    for wrong in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": ""},
                  {"Sec-Fetch-Site": "cross-site"}):  # fmt: skip
        assert client.post(path, json=body, headers={**good, **wrong}).status_code == 403, wrong
    missing = {"X-CSRF-Token": good["X-CSRF-Token"]}
    assert client.post(path, json=body, headers=missing).status_code == 403
    assert client.post(path, json=body, headers=good).status_code == 200


def test_every_answer_forbids_scripts_of_others_frames_and_sniffing(folder: Path) -> None:
    client, _ = signed_in(folder)
    for path in ("/", f"/drafts/{ID}", f"/api/drafts/{ID}", "/static/screen.js", "/nowhere", "/api/drafts/none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_inline_script_or_style_and_no_asset_of_another_host(folder: Path) -> None:
    client, _ = signed_in(folder)
    for path in ("/", f"/drafts/{ID}", "/learning", "/endpoints"):
        page = client.get(path).text
        assert "<script>" not in page
        assert " style=" not in page
        assert "onclick" not in page
        for part in page.split('src="')[1:] + page.split("<link ")[1:]:
            assert "//" not in part.split('"')[0]


async def in_parts(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 300_000):
        yield body[at : at + 300_000]


def test_large_requests_are_refused_said_or_unsaid(folder: Path) -> None:
    client, good = signed_in(folder)
    path = f"/api/drafts/{ID}/decisions"
    body = b'{"note": "' + b"x" * LARGEST_REQUEST + b'"}'
    assert client.post(path, content=body, headers=good).status_code == 413
    assert client.post(path, content=in_parts(body), headers=good).status_code == 413


@pytest.mark.parametrize("path", ["/static/../desk.py", "/static/%2e%2e/desk.py", "/static/..%2f..%2fcli/app.py", "/drafts/..%2f..%2fetc",
                                  "/api/drafts/%2e%2e%2f/export/json", f"/api/drafts/{ID}/reports/..%2f..%2fraw", f"/api/drafts/{ID}/export/..%2fpage"])  # fmt: skip
def test_no_path_leads_out_of_the_folder(folder: Path, path: str) -> None:
    client, _ = signed_in(folder)
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert "import" not in answer.text


def test_errors_are_one_clear_line_and_no_traceback(folder: Path) -> None:
    client, good = signed_in(folder)
    assert client.get("/api/drafts/d000").status_code == 404
    assert client.get("/drafts/d000").status_code == 404
    wrong = client.post(f"/api/drafts/{ID}/decisions", json={"version": "x"}, headers=good)
    assert wrong.status_code == 422
    assert "version" in wrong.json()["error"]["message"]
    assert client.post(f"/api/drafts/{ID}/decisions", content=b"{", headers=good).status_code == 422
    refused = client.post(f"/api/drafts/{ID}/status", json={"action": "approve", "version": 1}, headers=good)
    assert refused.status_code == 422
    assert len(refused.json()["error"]["blockers"]) == 13


def test_sessions_end_after_half_a_day_without_use() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    secret = sessions.start("anna")
    now[0] = 11 * 3600
    assert sessions.find(secret).who == "anna"
    now[0] = 22 * 3600
    assert sessions.find(secret)
    now[0] = 35 * 3600
    assert sessions.find(secret) is None
    assert sessions.find(None) is None
    assert sessions.find("guess") is None


def test_the_addresses_of_a_server_are_its_own_and_the_proxys() -> None:
    hosts, origins = allowed("127.0.0.1", 8123, ["https://review.example.org"])
    assert hosts == ["127.0.0.1:8123", "localhost:8123", "review.example.org"]
    assert origins[-1] == "https://review.example.org"


# Accounts -----------------------------------------------------------------------------------------------------------


PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


def team(folder: Path, brake: Brake | None = None, **more: Any) -> Client:
    accounts = Accounts(folder)
    accounts.put("anna", PASSWORD)
    setting = Setting([samples.HOST], [ORIGIN], {}, accounts=accounts, brake=brake or Brake(), **more)
    return Client(create_app(folder, setting))


def sign_in(client: Client, name: str, password: str, **headers: str) -> Any:
    return client.post("/login", data={"name": name, "password": password}, headers={"Origin": ORIGIN, **headers})


def test_editors_sign_in_and_out_with_their_passwords(folder: Path) -> None:
    client = team(folder)
    assert client.get("/").headers["location"] == "/login"
    assert "Sign in" in client.get("/login").text
    assert sign_in(client, "anna", "wrong password!").status_code == 401
    assert sign_in(client, "<b>bo", PASSWORD).status_code == 401
    assert sign_in(client, "anna", PASSWORD, Origin="http://evil.example").status_code == 403
    assert sign_in(client, "anna", PASSWORD).status_code == 303
    page = client.get("/").text
    assert "anna" in page
    csrf = page.split('name="csrf-token" content="')[1].split('"')[0]
    assert client.post("/logout", headers={"Origin": ORIGIN, "X-CSRF-Token": csrf}).status_code == 204
    assert client.get("/").status_code == 303


def test_cookies_behind_https_are_secure(folder: Path) -> None:
    answer = sign_in(team(folder, secure=True), "anna", PASSWORD)
    assert answer.headers["set-cookie"].startswith("__Host-extractor=")
    assert "Secure" in answer.headers["set-cookie"]


def test_guessing_is_slowed_down_even_for_the_right_password(folder: Path) -> None:
    now = [100.0]
    client = team(folder, Brake(clock=lambda: now[0]))
    for _ in range(5):
        assert sign_in(client, "anna", "wrong password!").status_code == 401
    assert sign_in(client, "anna", PASSWORD).status_code == 429
    now[0] += 3
    assert sign_in(client, "anna", PASSWORD).status_code == 303


def test_the_wait_doubles_and_ends_with_the_right_password() -> None:
    now = [0.0]
    brake = Brake(clock=lambda: now[0])
    for _ in range(8):
        brake.failed("anna")
    assert brake.wait("anna", "elsewhere") == 16
    brake.passed("anna")
    assert brake.wait("anna") == 0


def test_passwords_are_kept_as_scrypt_in_a_private_file(folder: Path, hashed: str) -> None:
    accounts = Accounts(folder)
    assert accounts.put("bo", PASSWORD)
    assert not accounts.put("bo", PASSWORD + "!")
    text = (folder / "accounts.json").read_text()
    assert PASSWORD not in text
    assert '"password": "scrypt$32768$8$1$' in text
    assert (folder / "accounts.json").stat().st_mode & 0o077 == 0
    assert verify_password(PASSWORD, hashed)
    assert not verify_password(PASSWORD + " ", hashed)
    assert not verify_password(PASSWORD, "nonsense")


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", "short"), ("", PASSWORD), ("a" * 65, PASSWORD), ("a\nb", PASSWORD), ("anna", "x" * 2000)],
)
def test_bad_names_and_passwords_are_refused(folder: Path, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        Accounts(folder).put(name, password)


def test_a_removed_account_is_gone(folder: Path) -> None:
    accounts = Accounts(folder)
    accounts.put("bo", PASSWORD)
    accounts.remove("bo")
    assert accounts.names() == []
    assert not accounts.good("bo", PASSWORD)
    with pytest.raises(UsageError):
        accounts.remove("bo")
