"""How quickly does the HMA API answer over HTTP, and does `tx` meet the same on our exported `local_file`?

A desk is served by `seawall serve` with one bank of made-up PDQ hashes at each size. A plain keep-alive client looks up
hashes of which half are banked ones with up to 20 bits turned. Beside it, in the same run: the in-process index of
python-threatexchange (its default, and PDQ distances in one NumPy pass as the flat scan), without any HTTP. HMA 1.1.7's
own figures over HTTP (p50 38 ms, p95 96 ms at 10,000 hashes; 14 signals a second seeded) were measured earlier on such
a machine and stand here as a remark only.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from seawall_bench.measure import hand_out, machine, offer_outputs, versions

QUERIES = 400
SINGLE_SEEDS = 100
CALL_LINES = 50_000
PEER_LIMIT = 100_000
MAKE_TOKEN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "seawall.desk.settings"
import django
django.setup()
from seawall.desk.audit.services import SYSTEM
from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff
keeper = add_staff("keeper", acting=SYSTEM, roles=[Role.ANALYST], password="harbour-wall-at-dusk")
draft = TokenDraft(name="Bench", scopes=("lookup", "curate"), answers_for=keeper, per_minute=10**6)
print(make_token(draft, acting=StaffMember.objects.get(username="admin")).secret)
"""


class Desk:
    """A served desk and a client with a token."""

    def __init__(self, home: Path) -> None:
        """Prepare a data folder and a token; `start` serves it."""
        self.environment = {**os.environ, "SEAWALL_HOME": str(home), "SEAWALL_ADMIN_PASSWORD": "harbour-wall-at-dusk"}
        self.environment.pop("SEAWALL_DATABASE_URL", None)
        self._run("-m", "seawall", "init")
        self.secret = self._run("-c", MAKE_TOKEN).strip()
        self.process = None

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def start(self) -> float:
        """Serve; return the seconds until look-ups are answered."""
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "seawall", "serve", "--port", "0", "--json", "--no-worker"],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        address = urlsplit(json.loads(self.process.stdout.readline())["address"])
        self.asked_at = time.monotonic()
        self.connection = HTTPConnection(address.hostname, address.port, timeout=600)
        while self.ask("GET", "status")[0] != 200:
            time.sleep(0.1)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.communicate()

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"):
        """Return the status and the content of an answer."""
        if time.monotonic() - self.asked_at > 20:
            self.connection.close()  # the server closed it meanwhile; it opens again by itself
        self.asked_at = time.monotonic()
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": kind}
        self.connection.request(method, f"/hma/{path}", body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def site(self) -> Path:
        """Return the folder in /proc of the process that answers."""
        return max((Path("/proc", str(pid)) for pid in _below(self.process.pid)), key=_resident)


def _below(pid: int) -> list[int]:
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, wave = [], [pid]
    while wave:
        wave = [child for child, parent in parents.items() if parent in wave]
        found += wave
    return found


def _resident(folder: Path) -> int:
    try:
        return int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def cpu_seconds(folder: Path) -> float:
    """Return the CPU seconds that a process has used."""
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def made_up(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [f"{rng.getrandbits(256):064x}" for _ in range(count)]


def questions(values: list[str], seed: int) -> list[tuple[str, int | None]]:
    """Return hashes to look up, each with the place of the banked hash that it was made from, if any."""
    rng = random.Random(seed)
    asked = []
    for number in range(QUERIES):
        if number % 2:
            asked.append((f"{rng.getrandbits(256):064x}", None))
            continue
        place = rng.randrange(len(values))
        turned = int(values[place], 16)
        for bit in rng.sample(range(256), rng.randrange(21)):
            turned ^= 1 << bit
        asked.append((f"{turned:064x}", place))
    return asked


def fill(desk: Desk, values: list[str]) -> dict:
    """Add values by bulk calls; return the rates."""
    begun = time.perf_counter()
    for start in range(0, len(values), CALL_LINES):
        lines = "\n".join(f"pdq {value}" for value in values[start : start + CALL_LINES])
        status, content = desk.ask("POST", "bulk/signals?bank=BENCH", lines.encode(), "text/plain")
        assert status == 200, content
        assert json.loads(content)["added"] == min(CALL_LINES, len(values) - start), content[:300]
    took = time.perf_counter() - begun
    return {"signals": len(values), "seconds": round(took, 2), "signals_per_second": round(len(values) / took)}


def fill_singly(desk: Desk) -> dict:
    """Add signals one call each, as HMA's clients do."""
    values = made_up(SINGLE_SEEDS, 99)
    begun = time.perf_counter()
    for value in values:
        status, content = desk.ask("POST", "c/bank/BENCH/signal", json.dumps({"pdq": value}).encode())
        assert status == 200, content
    took = time.perf_counter() - begun
    return {"signals": SINGLE_SEEDS, "signals_per_second": round(SINGLE_SEEDS / took, 1)}


def spread(seconds: list[float]) -> dict:
    """Return milliseconds at the middle and at the 95th of 100."""
    cuts = statistics.quantiles(seconds, n=100)
    return {"p50_ms": round(cuts[49] * 1000, 2), "p95_ms": round(cuts[94] * 1000, 2)}


def look_up(desk: Desk, values: list[str], path: str) -> dict:
    """Look hashes up one call each; return the spread and how many banked ones were met."""
    asked = questions(values, 5)
    desk.ask("GET", f"m/{path}?signal_type=pdq&signal={asked[0][0]}")
    before = cpu_seconds(desk.site())
    seconds, met, strange = [], 0, 0
    for signal, place in asked:
        begun = time.perf_counter()
        status, content = desk.ask("GET", f"m/{path}?signal_type=pdq&signal={signal}")
        seconds.append(time.perf_counter() - begun)
        assert status == 200, content
        answer = json.loads(content)
        found = bool(answer.get("matches")) or bool(answer.get("BENCH"))
        met += found and place is not None
        strange += found and place is None
    cpu = cpu_seconds(desk.site()) - before
    banked = sum(place is not None for _, place in asked)
    more = {"cpu_ms_a_call": round(cpu / len(asked) * 1000, 2), "recall": met / banked, "strange": strange}
    return spread(seconds) | more


def look_up_in_bulk(desk: Desk, values: list[str]) -> dict:
    """Look many hashes up in one call."""
    asked = questions(values, 6) * 10
    lines = "\n".join(json.dumps({"signal_type": "pdq", "signal": signal}) for signal, _ in asked)
    begun = time.perf_counter()
    status, content = desk.ask("POST", "bulk/lookup", lines.encode(), "text/plain")
    took = time.perf_counter() - begun
    assert status == 200, content[:300]
    told = [json.loads(line) for line in content.splitlines()]
    met = sum(bool(one["matches"]) for one, (_, place) in zip(told, asked, strict=True) if place is not None)
    banked = sum(place is not None for _, place in asked)
    return {"signals": len(asked), "signals_per_second": round(len(asked) / took), "recall": met / banked}


def peer_index(values: list[str]) -> dict:
    """Ask the index of python-threatexchange in this process, without HTTP."""
    from threatexchange.signal_type.pdq.signal import PdqSignal

    begun = time.perf_counter()
    index = PdqSignal.get_index_cls().build([(value, place) for place, value in enumerate(values)])
    built = time.perf_counter() - begun
    seconds, met = [], 0
    asked = questions(values, 5)
    for signal, place in asked:
        begun = time.perf_counter()
        found = index.query(signal)
        seconds.append(time.perf_counter() - begun)
        met += place is not None and place in [one.metadata for one in found]
    banked = sum(place is not None for _, place in asked)
    return {"build_seconds": round(built, 2), **spread(seconds), "recall": met / banked}


def tx_agrees(folder: Path) -> dict:
    """Export a bank as `local_file`, let the CLI of `tx` match hashes on it, and compare with our own index."""
    import numpy as np

    from seawall.exchange.local_file import write_local_file
    from seawall.index import BankIndex, make_entry
    from seawall.signals import SignalColumn, Slices

    values = made_up(2000, 3)
    entries = [make_entry(signal_type="pdq", value=value, bank="bench") for value in values]
    with (folder / "bank.txt").open("wb") as stream:
        written = write_local_file(entries, stream).written
    asked = [signal for signal, _ in questions(values, 8)]
    (folder / "asked.txt").write_text("\n".join(asked) + "\n")
    program = str(Path(sys.executable).with_name("threatexchange"))
    environment = {**os.environ, "HOME": str(folder)}

    def tx(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    tx("config", "collab", "edit", "local_file", "--create", "BENCH", "--filename", str(folder / "bank.txt"))
    tx("fetch")
    told = tx("match", "-H", "--all", "--only-signal", "pdq", "photo", str(folder / "asked.txt")).splitlines()
    theirs = sorted(int(line.split()[1]) for line in told if "(BENCH)" in line)
    index = BankIndex(entries)
    column = SignalColumn(rows=np.arange(len(asked), dtype=np.int64), values=Slices.of(asked))
    ours = sorted(index.look_up_column("pdq", column).hits.distances.tolist())
    return {
        "written": written,
        "asked": len(asked),
        "tx_matches": len(theirs),
        "our_matches": len(ours),
        "equal_distances": theirs == ours,
    }


def run(sizes: list[int]) -> dict:
    """Return all figures."""
    results = []
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        desk = Desk(Path(folder) / "home")
        desk.start()
        assert desk.ask("POST", "c/banks", b'{"name": "BENCH"}')[0] == 201
        values = made_up(max(sizes), 1)
        singly = fill_singly(desk)
        held = 0
        for size in sizes:
            seeding = fill(desk, values[held:size])
            held = size
            desk.stop()
            starting = desk.start()
            one = {
                "signals": size,
                "bulk_seeding": seeding,
                "seconds_from_start_to_ready": round(starting, 1),
                "raw_lookup": look_up(desk, values[:size], "raw_lookup"),
                "lookup": look_up(desk, values[:size], "lookup"),
                "bulk_lookup": look_up_in_bulk(desk, values[:size]),
                "site_memory_mib": round(_resident(desk.site()) / (1 << 20)),
                "load_average": round(os.getloadavg()[0], 1),
            }
            if size <= PEER_LIMIT:
                one["threatexchange_in_process"] = peer_index(values[:size])
            print(json.dumps(one), flush=True)
            results.append(one)
        desk.stop()
        agreement = tx_agrees(Path(folder))
    return {
        "bench": "hma",
        "queries": QUERIES,
        "single_seeding": singly,
        "sizes": results,
        "tx_on_local_file": agreement,
        "hma_1_1_7_published": {"signals": 10_000, "lookup_p50_ms": 38, "lookup_p95_ms": 96, "seeded_a_second": 14},
        "machine": machine(),
        "versions": versions("seawall", "threatexchange", "numpy", "granian", "django"),
    }


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; --freeze writes its figures to a file."""
    parser = argparse.ArgumentParser(prog="seawall_bench hma", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = run(sorted(chosen.sizes))
    print(json.dumps(figures, indent=2))
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
