"""Who are the ordinary accounts of cells-real? Made up, each posting for itself, as plausible as drawn numbers can be.

Real ordinary accounts of the same years are not at hand. These post as often as the operation's accounts do (activity
is drawn from theirs), in five languages of invented words, awake sixteen hours a day, times in whole minutes as
published. A third of what they post is their own. The rest has reasons to coincide, none of them an arrangement:

* stories of the outlets that they follow (an address and hashtags), many within minutes of publication, the rest over a
  day: people of one taste share the same things soon after each other;
* sayings that go round in their language for weeks;
* posts of the operation's accounts that they follow, shared on;
* two in a hundred let a program post for them (the same text in the same minute on many days), one in a hundred has
  two accounts and posts the same with both: co-ordinated indeed, though nobody's operation, and told apart as such.

Left out: friendships, conversations, real words. How many ordinary people look alike is settled by these numbers, so
the share of them in cells says how the method bears known reasons to coincide, not how often reality has them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SYLLABLES = {
    "English": "ther ing ston mar lan wick fer day low ben tor hall",
    "Russian": "ста вер нов ков мир гра лен под чер бел рос тов",
    "German": "schen berg tal werk feld hein rich burg lich ung wald stein",
    "Arabic": "مد بحر نور سال كرم جبل شمس قمر ورد باب عين دار",
    "Spanish": "cal mar der rio ven tol san ber luz can tor dez",
}
SHARES = {"English": 0.55, "Russian": 0.2, "German": 0.07, "Arabic": 0.09, "Spanish": 0.09}
WORDS = 4_000
OUTLETS = 40  # of each language
STORIES_A_DAY = 12
SAYINGS = 20_000
SLOTS = ("own", "story", "saying", "operation")
SLOT_SHARES = (0.36, 0.42, 0.14, 0.08)
PROGRAMS, MOODS = 2, 4
PROGRAM_SHARE, TWIN_SHARE = 0.02, 0.01


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """The posts (account, text, time in whole minutes, language), and what kind of account each is."""

    posts: pa.Table
    kind: dict[str, str]


class Words:
    """Invented texts of one language; a number always gives the same text."""

    def __init__(self, language, rng):
        parts = SYLLABLES[language].split()
        drawn = rng.integers(0, len(parts), (WORDS, 3))
        lengths = rng.integers(1, 4, WORDS)
        self.words = pa.array(["".join(parts[one] for one in row[:n]) for row, n in zip(drawn, lengths, strict=True)])
        rarity = 1 / np.arange(1, WORDS + 1) ** 0.7
        self.before = np.cumsum(rarity / rarity.sum())

    def texts(self, count, rng):
        """Return so many texts of 8 to 18 words."""
        lengths = rng.integers(8, 19, count)
        which = np.minimum(np.searchsorted(self.before, rng.random(int(lengths.sum()))), WORDS - 1)
        offsets = pa.array(np.concatenate(([0], np.cumsum(lengths))), pa.int32())
        return pc.binary_join(pa.ListArray.from_arrays(offsets, self.words.take(pa.array(which))), " ")


def make_crowd(rng, *, count, begin, end, activity, operation):
    """Make the crowd.

    Args:
        rng: draws everything.
        count: accounts.
        begin, end: seconds since 1970, of all posts.
        activity: posts of accounts to draw from.
        operation: a table of the operation's posts (account, text, time in seconds, language).
    """
    languages = list(SHARES)
    of = rng.choice(len(languages), count, p=list(SHARES.values()))
    wanted = np.maximum(3, rng.choice(activity, count) * rng.lognormal(0, 0.3, count)).astype(np.int64)
    life = np.clip(rng.lognormal(np.log(300), 0.8, count), 20, (end - begin) / DAY) * DAY
    born = begin + rng.random(count) * np.maximum(1, end - begin - life)
    wakes = rng.integers(0, 24, count)
    parts, kinds = [], {f"ordinary-{one:05}": "plain" for one in range(count)}
    for number, language in enumerate(languages):
        members = np.flatnonzero(of == number)
        parts += _of_language(rng, language, members, (wanted, born, life, wakes), begin, end, operation)
    parts += _programs(rng, of, languages, (born, life), kinds)
    posts = pa.concat_tables(parts)
    posts = posts.filter(pc.and_(pc.greater_equal(posts["time"], begin), pc.less(posts["time"], end)))
    posts = pa.concat_tables([posts, _twins(rng, posts, count, kinds)])
    return Crowd(posts=posts, kind=kinds)


def _of_language(rng, language, members, lives, begin, end, operation):
    wanted, born, life, wakes = (column[members] for column in lives)
    words = Words(language, rng)
    account = np.repeat(np.arange(len(members)), wanted)
    slot = rng.choice(len(SLOTS), len(account), p=SLOT_SHARES)
    parts = []

    def add(which, time, texts):
        at = _awake(rng, time, wakes[which])
        fits = (at >= born[which]) & (at < born[which] + life[which])
        table = _table(members[which], texts, at, language)
        parts.append(table.filter(pa.array(fits)))

    own = account[slot == 0]
    add(own, born[own] + rng.random(len(own)) * life[own], words.texts(len(own), rng))
    for kind, maker in ((1, _stories), (2, _sayings), (3, _operations)):
        which = account[slot == kind]
        found = maker(rng, language, words, which, (born, life), begin, end, operation)
        if found is not None:
            add(*found)
    return parts


def _stories(rng, language, words, account, lives, begin, end, _operation):
    born, life = lives
    count = max(20, int((end - begin) / DAY * STORIES_A_DAY))
    published = np.sort(begin + rng.random((OUTLETS, count)) * (end - begin), axis=1)
    weight = rng.lognormal(0, 1.5, (OUTLETS, count))
    before = np.cumsum(weight, axis=1)
    fame = 1 / np.arange(1, OUTLETS + 1) ** 0.8
    follows = rng.choice(OUTLETS, (len(born), 6), p=fame / fame.sum())
    outlet = follows[account, np.minimum(rng.geometric(0.4, len(account)) - 1, 5)]
    story = np.empty(len(account), np.int64)
    for one in range(OUTLETS):
        mine = np.flatnonzero(outlet == one)
        low, high = (
            np.searchsorted(published[one], edge) for edge in (born[account[mine]], (born + life)[account[mine]])
        )
        edges = np.concatenate(([0.0], before[one]))
        drawn = edges[low] + rng.random(len(mine)) * (edges[high] - edges[low])
        story[mine] = np.minimum(np.searchsorted(before[one], drawn), count - 1)
    used, number = np.unique(outlet * count + story, return_inverse=True)
    tags = [f"#{language[:2].lower()}{one % 97} #{language[:2].lower()}{one % 89} #news{one % 7}" for one in used]
    tails = pa.array([
        f"{tag if one % 3 == 0 else ''} https://outlet{one // count}.{language.lower()}.example/{one}"
        for one, tag in zip(used.tolist(), tags, strict=True)
    ])  # fmt: skip
    texts = pc.binary_join_element_wise(words.texts(len(used), rng), tails, " ").take(pa.array(number))
    return account, published[outlet, story] + _lag(rng, len(account)), texts


def _sayings(rng, _language, words, account, _lives, begin, end, _operation):
    fame = 1 / np.arange(1, SAYINGS + 1)
    which = rng.choice(SAYINGS, len(account), p=fame / fame.sum())
    coined = begin + rng.random(SAYINGS) * (end - begin)
    time = coined[which] + rng.lognormal(np.log(10 * DAY), 1.2, len(account))
    return account, time, words.texts(SAYINGS, rng).take(pa.array(which))


def _operations(rng, language, _words, account, lives, _begin, _end, operation):
    rows = np.flatnonzero(operation["language"].to_numpy(zero_copy_only=False) == language)
    if not len(rows):
        return None
    born, _ = lives
    codes = operation["account"].combine_chunks().dictionary_encode().indices.to_numpy()[rows]
    rows = rows[np.argsort(codes, kind="stable")]
    owners, begins, sizes = np.unique(np.sort(codes), return_index=True, return_counts=True)
    follows = rng.integers(0, len(owners), (len(born), 4))
    owner = follows[account, rng.integers(0, 4, len(account))]
    row = rows[begins[owner] + (rng.random(len(account)) * sizes[owner]).astype(np.int64)]
    time = operation["time"].to_numpy()[row] + _lag(rng, len(account))
    return account, time, operation["text"].combine_chunks().take(pa.array(row))


def _programs(rng, of, languages, lives, kinds):
    """Return the posts that programs write for some: every account of one program and mood has the same each day."""
    born, life = lives
    parts = []
    users = rng.choice(len(of), round(PROGRAM_SHARE * len(of)), replace=False)
    texts = {language: Words(language, rng) for language in languages}
    day_texts = {}
    for user in users.tolist():
        kinds[f"ordinary-{user:05}"] = "with_a_program"
        program, mood = int(rng.integers(PROGRAMS)), int(rng.integers(MOODS))
        days = np.arange(int(born[user] // DAY) + 1, int((born[user] + life[user]) // DAY))
        days = days[rng.random(len(days)) < 0.6]
        key = (int(of[user]), program, mood)
        if key not in day_texts:
            day_texts[key] = texts[languages[of[user]]].texts(400, rng)
        time = days * DAY + (7 + program) * HOUR + rng.integers(0, 4, len(days)) * MINUTE
        parts.append(
            _table(np.full(len(days), user), day_texts[key].take(pa.array(days % 400)), time, languages[of[user]])
        )
    return parts


def _twins(rng, posts, count, kinds):
    """Return the posts of second accounts: most of what the first account posts, within three minutes."""
    firsts = [one for one, kind in kinds.items() if kind == "plain"]
    parts = [posts.slice(0, 0)]
    for first in rng.choice(firsts, max(1, round(TWIN_SHARE * count / 2)), replace=False).tolist():
        own = posts.filter(pc.equal(posts["account"], first))
        own = own.filter(pa.array(rng.random(own.num_rows) < 0.8))
        second = first.replace("ordinary", "ordinary-second")
        kinds[first] = kinds[second] = "of_two_accounts"
        time = own["time"].to_numpy() + rng.integers(0, 4, own.num_rows) * MINUTE
        parts.append(_table_of([second] * own.num_rows, own["text"].combine_chunks(), time, own["language"]))
    return pa.concat_tables(parts)


def _lag(rng, count):
    """Return seconds from publication to sharing: a quarter within minutes, the rest over a day."""
    soon = rng.exponential(10 * MINUTE, count)
    later = rng.lognormal(np.log(4 * HOUR), 1.3, count)
    return np.where(rng.random(count) < 0.25, soon, later)


def _awake(rng, time, wakes):
    """Return the times, those of the eight hours asleep moved to the hour after waking."""
    hour = (time / HOUR - wakes) % 24
    asleep = hour >= 16
    return time + np.where(asleep, (24 - hour + rng.random(len(time))) * HOUR, 0)


def _table(account, texts, time, language):
    return _table_of([f"ordinary-{one:05}" for one in account.tolist()], texts, time, [language] * len(account))


def _table_of(account, texts, time, language):
    return pa.table({
        "account": pa.array(account, pa.string()), "text": pa.chunked_array([texts.cast(pa.string())]),
        "time": pa.array((np.asarray(time) // MINUTE * MINUTE).astype(np.int64)),
        "language": language if isinstance(language, pa.ChunkedArray) else pa.array(language, pa.string()),
    })  # fmt: skip
