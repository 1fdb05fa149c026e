"""Run a piece of work on a store again and again, killed (−9) at a later file operation each time; print what was left.

Run by `test_kill.py` as a program of its own: it forks, which the test process with its threads must not. Each line is
a JSON object: how the child ended, the texts in the store after the kill, the problems found, and the texts after the
same work was simply done again.
"""

import json
import os
import pathlib
import shutil
import signal
import sys

from seawall.corpus import open_corpus
from seawall.testing.observations import observation_table, origin

CHUNKS = [[{"text": f"{chunk} {row // 2}", "account_id": str(row % 3)} for row in range(6)] for chunk in range(3)]
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "fcntl.flock", "os.truncate"}


def import_file(store):
    """Import three chunks, one commit each, going on at the chunk that the last commit names."""
    with store.write() as writer:
        batch = writer.open_batch(origin())
        for place in range(batch.position.get("chunk", 0), len(CHUNKS)):
            posts = observation_table("posts", CHUNKS[place])
            batch.append({"posts": posts.append_column("key", batch.post_keys(posts))}, position={"chunk": place + 1})


def erase(store):
    with store.write() as writer:
        writer.erase_account("harbourfeed", "1")


def withdraw(store):
    with store.write() as writer:
        writer.withdraw_batch("b000001")


def compact(store):
    with store.write() as writer:
        writer.compact()


WORKS = {"import": import_file, "erase": erase, "withdraw": withdraw, "compact": compact}


def kill_at(number):
    """Kill this process at its `number`th file operation."""
    left = [number]

    def hook(event, arguments):
        if event in EVENTS:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def in_child(function):
    """Run `function` in a forked process; return its exit status and what it printed to its pipe."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as out:
            function(out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    return os.waitpid(pid, 0)[1], answer


def texts(store):
    return sorted(row["text"] for piece in store.snapshot().scan("posts", ["text"]) for row in piece.to_pylist())


def look(store, work, out):
    report = {"after_kill": texts(store), "problems": [str(problem) for problem in store.verify()]}
    work(store)
    report |= {"after_rerun": texts(store), "problems_after_rerun": [str(problem) for problem in store.verify()]}
    named = store.snapshot().manifest
    files = {file.name for files in (named.data_files(), named.key_files()) for file in files}
    here = {path.name for folder in ("data", "keys") for path in (store.path / folder).iterdir()}
    json.dump(report | {"strays": sorted(here - files), "versions": len(list((store.path / "leases").iterdir()))}, out)


def main(name, folder):
    work = WORKS[name]
    ready = pathlib.Path(folder) / "ready"
    if name == "import":
        ready.mkdir()
    else:
        in_child(lambda out: import_file(open_corpus(ready)))
    for number in range(1, 1000):
        path = pathlib.Path(folder) / "corpus"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(ready, path)

        def killed(out, path=path, number=number):
            kill_at(number)
            work(open_corpus(path))

        status, _ = in_child(killed)
        looked, answer = in_child(lambda out, path=path: look(open_corpus(path), work, out))
        ended = {"signal": os.WTERMSIG(status), "status": status, "looked": looked}
        sys.stdout.write(json.dumps(ended | json.loads(answer)) + "\n")
        if status == 0:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
