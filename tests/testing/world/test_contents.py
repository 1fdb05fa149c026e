"""What is said and shown: stances, copies and their edits, voices, reserved names, and nothing that could exist."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from hashlib import md5, sha256

import pytest
from PIL import Image

from seawall.testing.world import REPORTED_SEEDS
from seawall.testing.world.contact_points import (
    INVITE_LETTERS,
    RESERVED_SUFFIXES,
    base58_checksum_holds,
    bech32_checksum_holds,
)
from seawall.testing.world.draws import Draws
from seawall.testing.world.evasions import LINK_EDITS, text_edits_for
from seawall.testing.world.groups import CLASSES, WANTED_CLASSES
from seawall.testing.world.phrasebook import LANGUAGES, Phrasebook, read_lexicons
from seawall.testing.world.picture_edits import PICTURE_EDITS

LONGEST_REAL_INVITE = 32
HOST = re.compile(r"(?:https?|hxxps?)://([^/\s?#]+)")
WALLET = re.compile(r"\b(bc1q[a-z0-9]{38,}|1[1-9A-HJ-NP-Za-km-z]{32,34})\b")
SENTENCE_END = re.compile(r"[.!?؟…\n]+")


@pytest.fixture(scope="module")
def entries(demo_world) -> dict[str, dict]:
    lines = (demo_world.folder / "banks/grey_lighthouse.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["entry_id"]: entry for entry in map(json.loads, lines)}


def test_every_host_is_reserved(posts, demo_world) -> None:
    texts = [post["text"] or "" for post in posts] + [post["url"] for post in posts]
    for table, columns in (("accounts", ("url", "bio")), ("channels", ("url", "description"))):
        for column in columns:
            texts += [value or "" for value in demo_world.table(table)[column].to_pylist()]
    for bank in ("grey_lighthouse", "newsrooms"):
        texts.append((demo_world.folder / f"banks/{bank}.jsonl").read_text(encoding="utf-8"))
    hosts = {host.lower() for text in texts for host in HOST.findall(text)}
    plain = {host.replace("[.]", ".").replace(" ", "").strip('".,') for host in hosts}
    assert len(plain) > 20
    assert not {host for host in plain if not host.endswith(RESERVED_SUFFIXES) and "." in host}


def test_invites_are_longer_than_any_platform_gives_out(posts, demo_world) -> None:
    texts = [post["text"] or "" for post in posts] + [u or "" for u in demo_world.table("accounts")["url"].to_pylist()]
    codes = [code for text in texts for code in re.findall(r"pierchat\.example/\+([\w-]+)", text)]
    assert len(codes) > 50
    assert {len(code) for code in codes} == {INVITE_LETTERS}
    assert INVITE_LETTERS > 2 * LONGEST_REAL_INVITE


def test_no_wallet_can_be_paid_to(posts) -> None:
    wallets = {wallet for post in posts for wallet in WALLET.findall(post["text"] or "")}
    assert any(w.startswith("bc1") for w in wallets)
    assert any(not w.startswith("bc1") for w in wallets)
    for wallet in wallets:
        holds = bech32_checksum_holds(wallet) if wallet.startswith("bc1") else base58_checksum_holds(wallet)
        assert not holds


def test_the_checksums_themselves_know_a_right_address() -> None:
    assert bech32_checksum_holds("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")  # the example of BIP 173
    assert base58_checksum_holds("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert not base58_checksum_holds("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")


def test_wanted_follows_the_stance_and_never_the_words(posts) -> None:
    assert {post["class"] for post in posts} == set(CLASSES)
    for post in posts:
        assert post["wanted"] == (post["class"] in WANTED_CLASSES)


def test_slogans_stand_in_wanted_posts_and_quoted_in_unwanted_ones(posts) -> None:
    for language, lexicon in read_lexicons().items():
        slogan = lexicon["movement"]["slogans"][0]
        holding = [p for p in posts if p["text"] and slogan in p["text"].lower() and p["language"] == language]
        by_class = Counter(post["class"] for post in holding)
        assert sum(by_class[name] for name in WANTED_CLASSES) >= 3
        assert sum(by_class[name] for name in ("reports", "condemns", "researches", "quotes")) >= 3


def test_the_truth_of_a_copy_agrees_with_the_post(posts, entries) -> None:
    checked = Counter()
    for post in posts:
        if post["known_from"] is None:
            continue
        entry = entries[post["known_from"]]
        assert post["content"] == post["known_from"]
        if post["edit"] == "exact" and entry["signal_type"] == "sha256":
            assert post["media"] == [f"sha256:{entry['value']}"]
        elif post["edit"] in ("exact", "quoted") and post["kind"] != "reshare":
            assert entry["value"].lower() in post["text"].lower()
        elif post["kind"] != "reshare" and entry["signal_type"] in ("text", "url"):
            changed = post["edit"] not in (
                "exact",
                "light",
                "alef_forms",
                "persian_letters",
                "accents_dropped",
                "upper",
            )
            assert (
                not changed or post["edit"] in ("slash", "fragment", "tracking") or entry["value"] not in post["text"]
            )
        checked[entry["signal_type"]] += 1
    assert set(checked) == {"sha256", "url", "text", "term"}
    assert min(checked.values()) > 50


def test_every_kind_of_edit_occurs(posts, demo_world) -> None:
    seen = {post["edit"] for post in posts}
    wanted = {edit for language in LANGUAGES for edit in text_edits_for(language)} | set(LINK_EDITS) | {"quoted"}
    assert wanted <= seen
    assert {row["edit"] for row in demo_world.table("truth/pictures").to_pylist()} == {"original", *PICTURE_EDITS}


def test_the_bank_knows_a_part_and_not_all(posts, entries) -> None:
    copied = {post["content"] for post in posts if post["content"]}
    known = copied & set(entries)
    assert 0.3 < len(known) / len(copied) < 0.8
    assert {entry["signal_type"] for entry in entries.values()} == {"sha256", "md5", "url", "text", "term"}
    assert {entry["opinion"] for entry in entries.values()} == {"positive"}
    for slogan in ("the lamps return", "vuelven las lámparas", "تعود المصابيح"):
        assert any(entry["value"] == slogan for entry in entries.values())


def test_the_newsrooms_bank_names_the_wire_and_the_rights_group(demo_world) -> None:
    lines = (demo_world.folder / "banks/newsrooms.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    values = {entry["value"] for entry in entries}
    assert {"harbourfeed:@harbour_wire", "harbourfeed:@coast_rights_watch", "https://harbourwire.example/"} <= values
    assert {entry["opinion"] for entry in entries} == {"negative"}
    assert set(entries[0]) == {"entry_id", "bank", "signal_type", "value", "opinion", "policy", "note"}


def test_the_wire_shows_the_very_bytes_that_the_movement_spreads(posts, demo_world) -> None:
    drawing = json.loads((demo_world.folder / "world.json").read_text(encoding="utf-8"))["drawing"]
    showing = [post for post in posts if post["media"] == [drawing]]
    assert any(post["wanted"] for post in showing)
    wire = demo_world.table("truth/accounts").to_pylist()
    wire_id = next(row["account_id"] for row in wire if row["cast"] == "harbour_wire")
    assert any(post["account_id"] == wire_id and not post["wanted"] for post in showing)


def test_pictures_are_what_the_tables_say(demo_world) -> None:
    for row in demo_world.table("media").to_pylist():
        data = (demo_world.folder / row["file"]).read_bytes()
        assert row["media_id"] == f"sha256:{sha256(data).hexdigest()}"
        assert row["md5"] == md5(data, usedforsecurity=False).hexdigest()
        assert row["byte_count"] == len(data)
        with Image.open(demo_world.folder / row["file"]) as image:
            assert image.size == (row["width"], row["height"])
            assert Image.MIME[image.format] == row["media_type"]
            tones = image.convert("L").getextrema()
            assert tones[1] - tones[0] > 30


def test_every_picture_of_a_post_is_a_file(posts, demo_world) -> None:
    files = set(demo_world.table("media")["media_id"].to_pylist())
    shown = {media for post in posts for media in post["media"] or ()}
    assert len(shown) > 100
    assert shown <= files
    avatars = set(demo_world.table("accounts")["avatar"].to_pylist()) - {None}
    assert avatars <= files


def test_no_two_actors_share_a_long_sentence_that_nobody_copied(posts, demo_world) -> None:
    actor = {row["account_id"]: row["actor"] for row in demo_world.table("truth/accounts").to_pylist()}
    writers = defaultdict(set)
    for post in posts:
        if post["text"] is None or post["push"] is not None or post["content"]:
            continue
        for sentence in SENTENCE_END.split(post["text"]):
            words = re.sub(r"[#@]\S+|https?://\S+", "", sentence).split()
            if len(words) >= 10:
                writers[" ".join(words).lower()].add(actor[post["account_id"]])
    shared = [sentence for sentence, who in writers.items() if len(who) > 1]
    assert len(writers) > 4_000
    assert len(shared) <= 0.002 * len(writers), shared[:5]


def test_an_author_has_a_voice_of_its_own(posts) -> None:
    words = defaultdict(Counter)
    for post in posts:
        if post["language"] == "en" and post["text"] and post["class"] == "ordinary" and post["push"] is None:
            words[post["account_id"]].update(post["text"].split())
    busy = [counter for counter in words.values() if sum(counter.values()) > 200][:40]
    assert len(busy) >= 20

    def overlap(first: Counter, second: Counter) -> float:
        return len(first.keys() & second.keys()) / len(first.keys() | second.keys())

    others = [overlap(a, b) for i, a in enumerate(busy) for b in busy[i + 1 :]]
    assert sum(others) / len(others) < 0.3


def test_what_the_movement_speaks_of_others_speak_of_too(posts) -> None:
    """A thing's name gives no stance away: reporters, opponents and researchers use the movement's own words."""
    for language, lexicon in read_lexicons().items():
        said = defaultdict(Counter)
        for thing in lexicon["promotes"]["np"]:
            for post in posts:
                if post["text"] and post["language"] == language and thing in post["text"]:
                    said[thing][post["wanted"]] += 1
        used = [counter for counter in said.values() if counter[True] >= 5]
        assert len(used) >= 8
        assert sum(counter[False] > 0 for counter in used) >= 0.9 * len(used)


def test_reported_seeds_speak_with_phrases_that_development_never_sees() -> None:
    development = {str(p) for p in Phrasebook.of(Draws(1), reported=False).strings.to_pylist()}
    reported = Phrasebook.of(Draws(REPORTED_SEEDS[0]), reported=True)
    for topic in ("promotes", "reports", "prays", "cooking"):
        offsets, sizes = reported.pools[f"{topic}.do"]
        for offset, size in zip(offsets.tolist(), sizes.tolist(), strict=True):
            phrases = reported.strings.slice(offset, size).to_pylist()
            assert len(set(phrases) - development) >= 0.25 * len(phrases)


def test_replies_and_reshares_point_to_earlier_posts(posts) -> None:
    times = {post["post_id"]: post["posted_at"] for post in posts}
    for column in ("reply_to", "reshare_of"):
        pointing = [post for post in posts if post[column]]
        assert len(pointing) > 30
        for post in pointing:
            assert times[post[column]] < post["posted_at"]
    assert {post["kind"] for post in posts} == {"post", "reply", "reshare"}
