"""A plain HTTP client replays every call of the HMA reference against `seawall serve`, and compares the shapes."""

import hashlib
import json
import urllib.error
import urllib.request
import uuid

import pytest

pytestmark = pytest.mark.slow

MAKE_TOKEN = """
from seawall.desk.audit.services import SYSTEM
from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff
keeper = add_staff("keeper", acting=SYSTEM, roles=[Role.ANALYST], password="harbour-wall-at-dusk")
draft = TokenDraft(name="Harbour platform", scopes=("lookup", "hash", "curate"), answers_for=keeper)
print(make_token(draft, acting=StaffMember.objects.get(username="admin")).secret)
"""
HASH = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
NEAR = "f8f8f0cee0f4a84f06370a2a038f63f0b36e26d596621e1d33e6b39c4e9c9b22"
MD5 = "cab08b36195edb1a1231d2d09fa450e0"


class Anything:
    """Equal to every value of a kind."""

    def __init__(self, kind):
        self.kind = kind

    def __eq__(self, other):
        return isinstance(other, self.kind) and not isinstance(other, bool)

    __hash__ = None


NUMBER, WORD = Anything(int), Anything(str)


@pytest.fixture
def served(prepared_home, run_python, start_seawall):
    """Serve a desk with a token; give (address, secret)."""
    making = run_python(prepared_home, MAKE_TOKEN)
    secret, trouble = making.communicate(timeout=90)
    assert making.returncode == 0, trouble
    process = start_seawall(prepared_home, "serve", "--port", "0", "--json", "--no-worker")
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield json.loads(line)["address"], secret.strip()
    finally:
        process.terminate()
        process.communicate(timeout=90)


def call(address, method, path, *, secret=None, body=None, form=None):
    """Ask; return (status, what the answer holds)."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    data = None
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    if form is not None:
        data, headers["Content-Type"] = multipart(form)
    request = urllib.request.Request(address + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            status, kind, content = answer.status, answer.headers["Content-Type"] or "", answer.read()
    except urllib.error.HTTPError as refused:
        status, kind, content = refused.code, refused.headers["Content-Type"], refused.read()
    return status, json.loads(content) if kind.startswith("application/json") else content.decode()


def multipart(form):
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in form.items():
        file = '; filename="a.png"\r\nContent-Type: image/png' if isinstance(value, bytes) else ""
        content = value if isinstance(value, bytes) else value.encode()
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
        parts.append(head + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def test_every_call_of_the_reference_is_answered_in_its_shape(served, draw):
    address, secret = served
    base = f"{address}hma/t/{secret}/"
    picture = draw(1)

    def ask(method, path, **more):
        return call(base, method, path, **more)

    # status, also as a load balancer asks it
    assert call(address, "GET", "hma/status") == (200, "I-AM-ALIVE")
    assert ask("GET", "status/live") == (200, "I-AM-ALIVE")
    # banks
    assert ask("GET", "c/banks") == (200, [])
    opened = {"matching_enabled_ratio": 1.0, "name": "HARBOUR"}
    assert ask("POST", "c/banks", body={"name": "HARBOUR", "enabled_ratio": "1"}) == (201, opened)
    assert ask("POST", "c/banks", body={"name": "HARBOUR"}) == (403, {"message": WORD})
    assert ask("POST", "c/banks", body={"name": "harbour"}) == (400, {"message": WORD})
    assert ask("GET", "c/bank/HARBOUR") == (200, opened)
    assert ask("GET", "c/bank/NONE") == (404, {"message": WORD})
    assert ask("PUT", "c/bank/HARBOUR", body={"enabled": True}) == (200, opened)
    # signals and content
    status, first = ask("POST", "c/bank/HARBOUR/signal", body={"pdq": HASH, "video_md5": MD5, "note": "slogan"})
    assert (status, first) == (200, {"id": NUMBER, "signals": {"pdq": HASH, "video_md5": MD5}})
    form = {"photo": picture, "content_id": "17", "metadata": '{"a": 1}', "note": "by form"}
    status, second = ask("POST", "c/bank/HARBOUR/content?content_type=photo&types=pdq", form=form)
    assert (status, second) == (200, {"id": NUMBER, "signals": {"pdq": WORD}})
    assert ask("POST", "c/bank/HARBOUR/content?url=http://127.0.0.1/a.png", body={}) == (400, {"message": WORD})
    status, shown = ask("GET", f"c/bank/HARBOUR/content/{second['id']}?include_signals=true&include_metadata=true")
    assert status == 200
    assert shown["metadata"] == {"content_id": "17", "content_uri": None, "json": {"a": 1}}
    assert shown["signals"]["pdq"] == second["signals"]["pdq"]
    assert (shown["bank"], shown["disable_until_ts"], shown["note"]) == (opened, 1, "by form")
    # hashing
    assert ask("POST", "h/hash", form={"photo": picture}) == (200, second["signals"])
    md5 = hashlib.md5(picture, usedforsecurity=False).hexdigest()
    assert ask("POST", "h/hash", form={"video": picture}) == (200, {"video_md5": md5})
    assert ask("GET", "h/hash?url=http://169.254.169.254/&content_type=photo&types=pdq") == (400, {"message": WORD})
    # looking up
    match = {"bank_content_id": first["id"], "distance": "2"}
    query = f"signal={NEAR}&signal_type=pdq"
    assert ask("GET", f"m/raw_lookup?{query}") == (200, {"matches": [first["id"]]})
    assert ask("GET", f"m/raw_lookup?{query}&include_distance=true") == (200, {"matches": [match]})
    assert ask("GET", f"m/raw_lookup?{query}&banks=OTHER") == (200, {"matches": []})
    assert ask("GET", f"m/lookup?{query}&banks=HARBOUR,OTHER&seed=1") == (200, {"HARBOUR": [match]})
    assert ask("GET", f"m/lookup?{query}&bypass_coinflip=true") == (200, {"HARBOUR": [match]})
    found = {"pdq": {"HARBOUR": [{"bank_content_id": second["id"], "distance": "0"}]}}
    assert ask("POST", "m/lookup", form={"photo": picture}) == (200, found)
    assert ask("GET", "m/lookup?url=http://localhost/a.png") == (400, {"message": WORD})
    assert ask("POST", "m/compare", body={"pdq": [HASH, NEAR]}) == (200, {"pdq": [True, {"distance": 2}]})
    status, index = ask("GET", "m/index/status?signal_type=pdq")
    assert (status, index) == (200, {"pdq": {"present": True, "built_to": NUMBER, "size": 2}})
    # changes are there at once
    path = f"c/bank/HARBOUR/content/{first['id']}"
    status, changed = ask("PUT", path, body={"disable_until_ts": 0, "note": "wait"})
    assert (status, changed["disable_until_ts"], changed["note"]) == (200, 0, "wait")
    assert ask("GET", f"m/raw_lookup?{query}") == (200, {"matches": []})
    assert ask("DELETE", path) == (200, {"deleted": 1})
    # exchanges
    status, apis = ask("GET", "c/exchanges/apis")
    assert (status, "fb_threatexchange" in apis) == (200, True)
    field = {"name": WORD, "type": WORD, "required": True, "default": None, "help": WORD, "choices": None}
    schema = {"config_schema": {"fields": [field]}, "credentials_schema": {"fields": [field]}}
    assert ask("GET", "c/exchanges/api/fb_threatexchange/schema") == (200, schema)
    exchange = {"bank": "ALLIANCE", "api": "fb_threatexchange", "api_json": {"privacy_group": 5}}
    assert ask("POST", "c/exchanges", body=exchange) == (201, {"message": WORD})
    assert ask("GET", "c/exchanges") == (200, ["ALLIANCE"])
    told = {"name": "ALLIANCE", "api": "fb_threatexchange", "enabled": True, "privacy_group": 5}
    assert ask("GET", "c/exchange/ALLIANCE") == (200, told)
    assert ask("PUT", "c/exchange/ALLIANCE", body={"enabled": False}) == (200, told | {"enabled": False})
    status, fetching = ask("GET", "c/exchange/ALLIANCE/status")
    assert (status, fetching["last_fetch_succeeded"], fetching["fetched_items"]) == (200, None, 0)
    credentials = {"supports_authentification": True, "has_set_authentification": True}
    sent = {"credential_json": {"api_token": "x|y"}}
    assert ask("POST", "c/exchanges/api/fb_threatexchange", body=sent) == (200, credentials)
    assert ask("GET", "c/exchanges/api/fb_threatexchange") == (200, credentials)
    assert ask("DELETE", "c/exchange/ALLIANCE") == (200, {"message": WORD})
    # types
    status, types = ask("GET", "c/signal_type")
    assert (status, types[0]) == (200, {"name": "pdq", "enabled_ratio": 1.0})
    assert ask("PUT", "c/signal_type/pdq", body={"enabled_ratio": 1.0}) == (204, "")
    status, sizes = ask("GET", "c/signal_type/index")
    assert set(sizes["pdq"]) == {"db_size", "index_size", "index_out_of_date", "newest_db_item", "index_built_to"}
    photo, video = {"name": "photo", "enabled": True}, {"name": "video", "enabled": True}
    assert ask("GET", "c/content_type") == (200, [photo, video])
    # and the bank goes
    assert ask("DELETE", "c/bank/HARBOUR") == (200, {"message": "Done"})
    assert ask("GET", "c/bank/HARBOUR") == (404, {"message": WORD})
    # the same calls without a token, or with a wrong one
    for refused in (call(address, "GET", "hma/c/banks"), call(address, "GET", "hma/c/banks", secret="swt_wrong")):
        assert refused == (401, {"message": WORD})
    assert call(address, "GET", "hma/c/banks", secret=secret)[0] == 200
