"""All posts of a world, block by block, in order of time, with the truth of each beside it.

A block is about 50,000 posts; nothing of it is kept when the next is made. Columns are those of the corpus's posts
without the provenance that intake adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.testing.world.calendar import Calendar
from seawall.testing.world.cells import Joint
from seawall.testing.world.choices import Choices, Chooser
from seawall.testing.world.draws import Bits, Draws, Ints
from seawall.testing.world.groups import CLASSES
from seawall.testing.world.movement import Catalogue
from seawall.testing.world.options import WORLD_START
from seawall.testing.world.phrasebook import LANGUAGES
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.population import Population
from seawall.testing.world.schedule import Rows, Schedule, post_bits
from seawall.testing.world.texts import Writer, edit_names

__all__ = ["PLATFORMS", "Block", "PostStream", "account_ids", "clock_times"]

PLATFORMS: Final = ("harbourfeed", "pierchat")
TIME: Final = pa.timestamp("us", tz="UTC")
_START: Final = int(WORLD_START.timestamp()) * 1_000_000
_HEX: Final = np.array([f"{byte:02x}".encode() for byte in range(256)])
_REPLY_SHARE: Final = 0.08
_CHANNEL_SHARE: Final = 0.3  # of the posts on pierchat


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Posts of one stretch and their truth, row by row."""

    posts: pa.Table
    truth: pa.Table


@dataclass(slots=True, kw_only=True)
class PostStream:
    """Makes the posts of one world."""

    people: Population
    draws: Draws
    calendar: Calendar
    schedule: Schedule
    chooser: Chooser
    writer: Writer
    catalogue: Catalogue
    gallery: Gallery
    joint: Joint
    lawful_kinds: Ints
    handles: list[str]
    channel_count: int

    def blocks(self) -> Iterator[Block]:
        """Yield block after block."""
        ids = account_ids(self.people)
        handles = pa.array(self.handles)
        for rows in self.schedule.blocks():
            if len(rows):
                yield self._block(rows, ids, handles)

    def _block(self, rows: Rows, ids: pa.Array, handles: pa.Array) -> Block:
        bits = post_bits(self.draws, rows.account, rows.serial)
        c = self.chooser.choose(rows, bits)
        self._tell_story(rows, c)
        text = self._story_texts(rows, self.writer.write(rows, c, self.joint, self.lawful_kinds))
        account = pa.array(rows.account)
        columns = self._columns(rows, c, bits, text)
        columns["account_id"] = ids.take(account)
        columns["url"] = pc.binary_join_element_wise(
            "https:/", pc.binary_join_element_wise(columns["platform"], pa.scalar("example"), "."),
            pc.binary_join_element_wise("@", handles.take(account), ""), columns["post_id"], "/",
        )  # fmt: skip
        posts = pa.table({name: columns[name] for name in POST_COLUMNS})
        return Block(posts=posts, truth=self._truth(rows, c, columns))

    # -- the columns of posts ---------------------------------------------------------------------------------------

    def _columns(self, rows: Rows, c: Choices, bits: Bits, text: pa.Array) -> dict[str, Any]:
        people = self.people
        platform = people.platform[rows.account]
        reply, target = self._replies(rows, c)
        kind = np.where(c.reshare, 2, np.where(reply, 1, 0))
        origin = (
            np.where(c.reshare, self.chooser.originator(np.maximum(rows.joint, 0)), 0) if len(self.joint) else platform
        )
        views = self._views(rows, c)
        return {
            "platform": _named(platform, PLATFORMS),
            "post_id": _hex_ids(bits),
            "channel_id": self._channels(c, platform),
            "posted_at": clock_times(rows.time),
            "text": text,
            "language": pc.if_else(pa.array(c.reshare), None, _named(c.language, LANGUAGES)),
            "kind": _named(kind, ("post", "reply", "reshare")),
            "reply_to": pc.if_else(pa.array(reply), target, None),
            "reshare_of": pc.if_else(pa.array(c.reshare), self._origin_ids(origin), None),
            "media": self._media(c),
            "views": pa.array(views),
            "replies": pa.array(views // 190),
            "reshares": pa.array(views // 120),
            "likes": pa.array(views // 23),
        }

    def _replies(self, rows: Rows, c: Choices) -> tuple[np.ndarray, pa.Array]:
        others = self.people.spans.others
        friend = self.draws.below("answers", 8, c.key)
        whom = others.start + self.draws.below("circle", len(others), self.people.friends_of[rows.account], friend)
        latest = self.schedule.latest(whom, rows.time)
        wants = self.draws.unit("reply", c.key) < _REPLY_SHARE
        reply = wants & (latest >= 0) & (rows.joint < 0) & (rows.story < 0) & (whom != rows.account)
        reply &= self.people.platform[whom] == self.people.platform[rows.account]
        return reply, _hex_ids(post_bits(self.draws, whom, np.maximum(latest, 0)))

    def _origin_ids(self, origin: Ints) -> pa.Array:
        if not len(self.joint):
            return pa.nulls(len(origin), pa.string())
        return _hex_ids(post_bits(self.draws, self.joint.account[origin], (1 << 31) + origin))

    def _channels(self, c: Choices, platform: Ints) -> pa.Array:
        shown = (platform == 1) & (self.draws.unit("in channel", c.key) < _CHANNEL_SHARE)
        number = self.draws.below("channel", self.channel_count, c.voice, self.draws.below("which channel", 3, c.key))
        names = pa.array([f"ch-{i:04d}" for i in range(self.channel_count)])
        return pc.if_else(pa.array(shown), names.take(pa.array(number)), None)

    def _media(self, c: Choices) -> pa.Array:
        has = c.picture >= 0
        offsets = np.concatenate([[0], np.cumsum(has)]).astype(np.int32)
        ids = pa.array([picture.media_id for picture in self.gallery.pictures])
        values = ids.take(pa.array(c.picture[has]))
        lists = pa.ListArray.from_arrays(pa.array(offsets), values)
        return pc.if_else(pa.array(has), lists, None)

    def _views(self, rows: Rows, c: Choices) -> Ints:
        unit = self.draws.unit("views", c.key)
        share = 0.02 + unit * unit
        return np.floor(self.people.followers[rows.account] * share).astype(np.int64)

    # -- the story ----------------------------------------------------------------------------------------------------

    def _tell_story(self, rows: Rows, c: Choices) -> None:
        for row in np.flatnonzero(rows.story >= 0):
            line = self.schedule.story[rows.story[row]]
            c.stance[row] = CLASSES.index(line.stance)
            c.language[row] = LANGUAGES.index(line.language)
            c.picture[row] = -1 if line.picture is None else line.picture
            c.kind[row], c.edit[row], c.slogan[row] = -1, -1, -1
            if line.content:
                kind, number = line.content
                c.kind[row] = ("statement", "page", "picture", "slogan").index(kind)
                c.edit[row] = 0
                c.content[row] = self.catalogue.first[kind] + number
            c.quoted[row] = not c.wanted[row]

    def _story_texts(self, rows: Rows, text: pa.Array) -> pa.Array:
        told = rows.story >= 0
        if not told.any():
            return text
        values = [self.schedule.story[line].text for line in rows.story[told].tolist()]
        return pc.replace_with_mask(text, pa.array(told), pa.array(values))

    # -- the truth ----------------------------------------------------------------------------------------------------

    def _truth(self, rows: Rows, c: Choices, columns: dict[str, Any]) -> pa.Table:
        ids = pa.array([content.content_id for content in self.catalogue.contents])
        known = np.array([content.known for content in self.catalogue.contents])
        has = c.kind >= 0
        content = np.where(has, c.content, 0)
        name = ids.take(pa.array(content))
        edits = pa.array(edit_names(c), pa.string())
        picture_edit = np.flatnonzero(c.kind == 2)
        if len(picture_edit):
            mask = np.zeros(len(rows), dtype=bool)
            mask[picture_edit] = True
            shown = [self.gallery.pictures[p].edit for p in c.picture[picture_edit].tolist()]
            shown = ["exact" if edit == "original" else edit for edit in shown]
            edits = pc.replace_with_mask(edits, pa.array(mask), pa.array(shown))
        is_joint = rows.joint >= 0
        at = np.maximum(rows.joint, 0)
        lawful = is_joint & (self.joint.lawful[at] == 1) if len(self.joint) else is_joint
        party = self.joint.party[at] if len(self.joint) else at
        push = self.joint.push[at] if len(self.joint) else at
        return pa.table(
            {
                "post_id": columns["post_id"],
                "account_id": columns["account_id"],
                "class": _named(c.stance, CLASSES),
                "wanted": pa.array(c.wanted),
                "content": pc.if_else(pa.array(has), name, None),
                "known_from": pc.if_else(pa.array(has & known[content]), name, None),
                "edit": edits,
                "cell": pc.if_else(pa.array(is_joint & ~lawful), pa.array(party), None),
                "lawful_group": pc.if_else(pa.array(lawful), pa.array(party), None),
                "push": pc.if_else(pa.array(is_joint), pa.array(push), None),
            }
        )


POST_COLUMNS: Final = (
    "platform", "post_id", "account_id", "channel_id", "posted_at", "text", "language", "kind", "reply_to",
    "reshare_of", "url", "media", "views", "replies", "reshares", "likes",
)  # fmt: skip


def account_ids(people: Population) -> pa.Array:
    """Return the platform's number of each account."""
    return pa.array([f"{'hp'[p]}{n:08d}" for n, p in enumerate(people.platform.tolist())])


def clock_times(times: Ints) -> pa.Array:
    """Return UTC times from microseconds since the start."""
    return pa.array(times + _START).cast(TIME)


def _named(numbers: Ints, names: tuple[str, ...]) -> pa.Array:
    return pa.array(names).take(pa.array(numbers))


def _hex_ids(bits: Bits) -> pa.Array:
    """Return 16 hexadecimal digits for each row, without a loop over rows."""
    raw = np.ascontiguousarray(bits.astype(">u8")).view(np.uint8).reshape(-1, 8)
    digits = _HEX[raw].tobytes()
    offsets = np.arange(len(bits) + 1, dtype=np.int32) * 16
    return pa.StringArray.from_buffers(len(bits), pa.py_buffer(offsets), pa.py_buffer(digits))
