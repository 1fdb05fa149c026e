"""How quickly does the desk answer, over HTTP, which closed accounts a new one may continue?

A desk is served by `seawall serve` with made-up closed accounts (`identity_speed_folders.py`) that were brought in,
looked at and signed, with their posts in its corpus. A plain keep-alive client posts one new account after the other,
each with its profile and posts; a tenth of them continue a closed one; then two clients do so at once. Told: the spread
over HTTP, the CPU of a call, how many of these returns stood first, how soon a signature and a withdrawal count, how
long the first load takes, and opening the bank that it kept. Recall here says nothing of real accounts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import pyarrow.parquet as pq

from seawall_bench.hma_bench import Desk, _resident, cpu_seconds
from seawall_bench.identity_speed_folders import make_folders
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

SETUP = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'seawall.desk.settings'; import django; django.setup()\n"
MAKE_TOKEN = (
    SETUP
    + """
from seawall.desk.audit.services import SYSTEM
from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff
keeper = add_staff("keeper", acting=SYSTEM, roles=[Role.ANALYST], password="harbour-wall-at-dusk")
add_staff("officer", acting=SYSTEM, roles=[Role.LEGAL], password="harbour-wall-at-dusk")
draft = TokenDraft(name="Bench", scopes=("link",), answers_for=keeper, per_minute=10**6)
print(make_token(draft, acting=StaffMember.objects.get(username="admin")).secret)
"""
)
BRING_IN = (
    SETUP
    + """
import sys
from pathlib import Path
from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.services import import_closings, look_at_sample, sign_list
from seawall.desk.people.models import StaffMember
people = {name: StaffMember.objects.get(username=name) for name in ("keeper", "officer")}
path = Path(sys.argv[1])
listed = import_closings(path, ListFacts(came="platform_records", file_name=path.name), acting=people["keeper"])
look_at_sample(listed, acting=people["officer"])
print(sign_list(listed, acting=people["officer"]))
"""
)
WITHDRAW = (
    SETUP
    + """
import sys
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.services import withdraw_closing
from seawall.desk.people.models import StaffMember
account = ClosedAccount.objects.get(account_id=sys.argv[1], state="signed")
withdraw_closing(account, how="reinstated", reason="bench", acting=StaffMember.objects.get(username="keeper"))
"""
)
FILL_CORPUS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import pyarrow as pa
import pyarrow.parquet as pq
from seawall.corpus import PROVENANCE, TABLES, BatchOrigin, open_corpus
schema = pa.schema([field for field in TABLES['posts'] if field.name not in {one.name for one in PROVENANCE}])
origin = BatchOrigin(source="bench", name="posts", fingerprint="bench", map_name="bench", acquired_at=datetime.now(UTC))
with open_corpus(Path(sys.argv[1])).write() as writer:
    batch = writer.open_batch(origin)
    number = 0
    for rows in pq.ParquetFile(sys.argv[2]).iter_batches(200_000):
        size = rows.num_rows
        given = {
            "platform": rows["platform"],
            "account_id": rows["account"],
            "post_id": pa.array([str(at) for at in range(number, number + size)]),
            "posted_at": rows["time"].cast(schema.field("posted_at").type),
            "text": rows["text"],
            "kind": pa.array(["post"] * size),
        }
        columns = [given.get(field.name, pa.nulls(size, field.type)) for field in schema]
        table = pa.table(columns, schema=schema)
        batch.append({"posts": table.append_column("key", batch.post_keys(table))})
        number += size
    batch.finish(counts={"rows": number})
"""


class LinkDesk(Desk):
    """A served desk with a token that compares accounts."""

    def __init__(self, home: Path) -> None:
        """Prepare a data folder and a token; `start` serves it."""
        self.environment = {**os.environ, "SEAWALL_HOME": str(home), "SEAWALL_ADMIN_PASSWORD": "harbour-wall-at-dusk"}
        self.environment.pop("SEAWALL_DATABASE_URL", None)
        self._run("-m", "seawall", "init")
        self.secret = self._run("-c", MAKE_TOKEN).strip()
        self.process = None

    def call(self, code: str, *arguments: str) -> str:
        """Run code beside the server; return what it prints."""
        return self._run("-c", code, *arguments)

    def client(self) -> Client:
        """Return a client of its own."""
        return Client(HTTPConnection(self.connection.host, self.connection.port, timeout=600), self.secret)

    def wait_until_loaded(self) -> float:
        """Ask until the bank is loaded; return the seconds."""
        begun, client = time.perf_counter(), self.client()
        while client.post({"account": {"platform": "bench", "id": "0"}})[0] == 503:
            time.sleep(0.2)
        return time.perf_counter() - begun


class Client:
    """Asks about accounts, one after the other, over one connection."""

    def __init__(self, connection: HTTPConnection, secret: str) -> None:
        """Ask with this token."""
        self._connection = connection
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._asked_at = time.monotonic()

    def post(self, body: dict) -> tuple[int, dict]:
        """Ask about an account."""
        if time.monotonic() - self._asked_at > 20:
            self._connection.close()  # the server closed it meanwhile; it opens again by itself
        self._asked_at = time.monotonic()
        self._connection.request("POST", "/api/successors/", body=json.dumps(body).encode(), headers=self._headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())


def spread(seconds: list[float]) -> dict:
    """Return milliseconds at the middle, at the 95th and at the 99th of 100."""
    cuts = statistics.quantiles(seconds, n=100)
    return {f"p{at}_ms": round(cuts[at - 1] * 1000, 2) for at in (50, 95, 99)}


def questions(folder: Path, count: int, posts_each: int) -> tuple[list[dict], list[str | None]]:
    """Return bodies to post, returns spread among them, and the true closed account of each."""
    rows = pq.read_table(folder / "accounts.parquet").to_pylist()
    step = max(1, len(rows) // count)
    chosen = [rows[place] for place in range(0, len(rows), step)][:count]
    wanted = {row["account"]: [] for row in chosen}
    for post in pq.read_table(folder / "posts.parquet").to_pylist() if posts_each else ():
        if post["account"] in wanted:
            wanted[post["account"]].append({"time": post["time"].isoformat(), "text": post["text"]})
    bodies = []
    for row in chosen:
        profile = {name: row[name] for name in ("handle", "name", "bio", "url") if row[name] is not None}
        account = {"platform": "harbourfeed", "id": row["account"], **profile, "created": row["created"].isoformat()}
        bodies.append({"account": account, "posts": wanted[row["account"]]})
    return bodies, [row["continues"] for row in chosen]


def ask_all(desk: LinkDesk, bodies: list[dict], truth: list[str | None]) -> dict:
    """Post all accounts; return the spread, the CPU of a call, and how many returns stood first."""
    client = desk.client()
    for body in bodies[:20]:
        client.post(body)
    before = cpu_seconds(desk.site())
    seconds, found = timed(client, bodies)
    cpu = cpu_seconds(desk.site()) - before
    pairs = [(true, shown) for true, shown in zip(truth, found, strict=True) if true is not None]
    return {
        **spread(seconds),
        "cpu_ms_a_call": round(cpu / len(bodies) * 1000, 2),
        "accounts": len(bodies),
        "returns": len(pairs),
        "returns_first": sum(shown[:1] == [f"harbourfeed:{true}"] for true, shown in pairs),
        "with_a_candidate": sum(bool(shown) for shown in found),
    }


def ask_at_once(desk: LinkDesk, bodies: list[dict], clients: int = 2) -> dict:
    """Let several clients post at once, each its share of the accounts; return the spread and the rate."""
    shares = [bodies[at::clients] for at in range(clients)]
    seconds: list[list[float]] = [[] for _ in shares]

    def work(at: int) -> None:
        seconds[at] = timed(desk.client(), shares[at])[0]

    threads = [threading.Thread(target=work, args=(at,)) for at in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    return {
        "clients": clients,
        **spread([one for share in seconds for one in share]),
        "calls_a_second": round(len(bodies) / took, 1),
    }


def timed(client: Client, bodies: list[dict]) -> tuple[list[float], list[list[str]]]:
    """Post one account after the other; return how long each took, and the closed accounts that were shown."""
    seconds, found = [], []
    for body in bodies:
        begun = time.perf_counter()
        status, answer = client.post(body)
        seconds.append(time.perf_counter() - begun)
        assert status == 200, answer
        found.append([one["closed"] for one in answer["candidates"]])
    return seconds, found


def change(desk: LinkDesk, folder: Path) -> dict:
    """Sign one more account while the desk is served, then withdraw it: what does the very next answer say?"""
    path = folder / "one.csv"
    row = {
        "platform": "harbourfeed",
        "account": "late",
        "handle": "zuberlin_quayside_9",
        "bio": "the very last beam over the salt quay turns at noon",
        "url": "https://late.example/zuberlin",
        "closed_at": "2026-11-20T12:00:00Z",
        "decision": "D-late",
        "ground": "promotes",
        "expires": "2030-01-01T00:00:00Z",
    }
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    profile = {name: row[name] for name in ("handle", "bio", "url")}
    body = {"account": {"platform": "harbourfeed", "id": "very-new", **profile, "created": "2026-11-20T12:40:00Z"}}
    client = desk.client()
    told = {"before": len(client.post(body)[1]["candidates"])}
    desk.call(BRING_IN, str(path))
    begun = time.perf_counter()
    told["after_signature"] = [one["closed"] for one in client.post(body)[1]["candidates"]]
    told["first_answer_after_signature_ms"] = round((time.perf_counter() - begun) * 1000, 1)
    desk.call(WITHDRAW, "late")
    told["after_withdrawal"] = [one["closed"] for one in client.post(body)[1]["candidates"]]
    return told


def run(size: int, new: int, posts_each: int, seed: int) -> dict:
    """Return all figures."""
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as name:
        folder = Path(name)
        make_folders(folder, closed=size, new=max(new, 10), posts_each=posts_each, seed=seed)
        desk = LinkDesk(folder / "home")
        begun = time.perf_counter()
        signed = int(desk.call(BRING_IN, str(folder / "closed" / "accounts.parquet")))
        signing = time.perf_counter() - begun
        desk.call(FILL_CORPUS, str(folder / "home" / "corpus"), str(folder / "closed" / "posts.parquet"))
        filling = time.perf_counter() - begun - signing
        desk.start()
        loading = desk.wait_until_loaded()
        kept = sum(path.stat().st_size for path in (folder / "home" / "closed_bank").rglob("*") if path.is_file())
        desk.stop()
        starting = desk.start()
        opening = desk.wait_until_loaded()
        try:
            bodies, truth = questions(folder / "new", new, posts_each)
            profiles = [{"account": body["account"]} for body in bodies]
            figures = {
                "closed_accounts": signed,
                "posts_each": posts_each,
                "seconds_to_bring_in_and_sign": round(signing, 1),
                "seconds_to_fill_the_corpus": round(filling, 1),
                "seconds_to_load_anew": round(loading, 1),
                "seconds_to_start_again": round(starting, 1),
                "seconds_from_there_with_the_kept_bank": round(opening, 1),
                "kept_bank_mib": round(kept / (1 << 20)),
                "with_posts": ask_all(desk, bodies, truth),
                "profile_alone": ask_all(desk, profiles, truth),
                "with_posts_two_at_once": ask_at_once(desk, bodies),
                "changes": change(desk, folder),
                "site_memory_mib": round(_resident(desk.site()) / (1 << 20)),
                "load_average": round(os.getloadavg()[0], 1),
            }
        finally:
            desk.stop()
    return {
        "bench": "link_api",
        "seed": seed,
        **figures,
        "machine": machine(),
        "versions": versions("seawall", "numpy", "granian", "django"),
    }


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; --freeze writes its figures to a file."""
    parser = argparse.ArgumentParser(prog="seawall_bench link_api", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="closed accounts")
    parser.add_argument("--new", type=int, default=400, help="new accounts that are asked about")
    parser.add_argument("--posts-each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = run(chosen.size, chosen.new, chosen.posts_each, chosen.seed)
    print(json.dumps(figures, indent=2))
    hand_out(figures, chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
