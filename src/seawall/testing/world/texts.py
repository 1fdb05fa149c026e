"""What does each post say in the end? The author's own words, with what is quoted, copied, linked and mentioned."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.testing.world.calendar import DAY
from seawall.testing.world.cells import Joint
from seawall.testing.world.choices import Choices
from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.evasions import LINK_EDITS, edit_link, edit_text, text_edits_for
from seawall.testing.world.groups import CLASSES
from seawall.testing.world.links import ordinary_links, push_links
from seawall.testing.world.movement import Catalogue
from seawall.testing.world.phrasebook import LANGUAGES
from seawall.testing.world.population import Population
from seawall.testing.world.scenes import WIRE, Scenes
from seawall.testing.world.schedule import Rows
from seawall.testing.world.sentences import Composer, Wording
from seawall.testing.world.successors import CARE_LEVELS

__all__ = ["Writer", "edit_names"]

_MARKS: Final = ((": “", "”"), (' "', '"'), (": «", "»"), (" '", "'"))
_FORMS: Final = 8  # of an edited slogan
_LINK_EDIT_NAMES: Final = tuple(LINK_EDITS)
_STATEMENT, _PAGE, _PICTURE, _SLOGAN, _INVITE, _WALLET = range(6)
_LINKED_SHARE: Final = 0.05
_MENTION_LOW, _MENTION_HIGH = -0.1, 0.25
_FRIENDS: Final = 8
_HABITS_ONLY: Final = CARE_LEVELS.index("habits_only")
_NEWS_LASTS: Final = 3 * DAY


def edit_names(c: Choices) -> list[str | None]:
    """Return the name of each row's edit of text or link; `None` where nothing is copied."""
    by_language = [text_edits_for(language) for language in LANGUAGES]
    names: list[str | None] = []
    rows = zip(c.kind.tolist(), c.edit.tolist(), c.language.tolist(), c.quoted.tolist(), strict=True)
    for kind, edit, language, quoted in rows:
        if kind < 0:
            names.append(None)
        elif quoted and kind in (_STATEMENT, _SLOGAN):
            names.append("quoted")
        elif kind in (_STATEMENT, _SLOGAN):
            names.append(by_language[language][edit])
        else:
            names.append(_LINK_EDIT_NAMES[edit] if kind == _PAGE else "exact")
    return names


class Writer:
    """Writes the texts of one world."""

    def __init__(
        self,
        people: Population,
        draws: Draws,
        composer: Composer,
        catalogue: Catalogue,
        handles: list[str],
        scenes: Scenes | None = None,
    ) -> None:
        self._scenes = scenes
        self._people, self._draws, self._composer, self._catalogue = people, draws, composer, catalogue
        self._handles = pa.array([f" @{handle}" for handle in handles] + [""])
        self._slogans = self._slogan_table()
        self._own_links: list[str | None] = []

    def write(self, rows: Rows, c: Choices, joint: Joint, lawful_kinds: Ints) -> pa.Array:
        """Return the text of each row; null for a bare reshare."""
        slogan = self._slogan_strings(c)
        quoted = pa.array(c.quoted & (c.slogan >= 0))
        wording = Wording(
            voice=c.voice, key=c.key, language=c.language, topic=c.topic, quote=pc.if_else(quoted, slogan, "")
        )
        body = self._composer.compose(wording)
        own = pc.if_else(quoted, "", slogan)
        tail = self._tails(rows, c, joint, lawful_kinds)
        text = pc.binary_join_element_wise(body, own, tail, self._mentions(rows, c), "")
        text = self._with_statements(text, c)
        return pc.if_else(pa.array(c.reshare), None, text)

    def _slogan_table(self) -> pa.Array:
        """Return every slogan in every edit and form, then as quoted with each pair of marks."""
        table = [""]
        self._slogan_at: dict[tuple[int, int], int] = {}
        first = self._catalogue.first["slogan"]
        for at, content in enumerate(self._catalogue.of_kind("slogan")):
            for number, edit in enumerate(text_edits_for(content.language or "en")):
                self._slogan_at[first + at, number] = len(table)
                table += [f" {edit_text(content.value, edit, form)}{'.!'[form % 2]}" for form in range(_FORMS)]
            self._slogan_at[first + at, -1] = len(table)
            table += [f"{before}{content.value}{after}" for before, after in _MARKS]
        width = 1 + max(edit for _, edit in self._slogan_at)
        self._slogan_base = np.zeros((len(self._catalogue.contents), width + 1), dtype=np.int64)
        for (content_number, edit_number), at in self._slogan_at.items():
            self._slogan_base[content_number, edit_number] = at  # edit −1, quoted, is the last column
        return pa.array(table)

    def _slogan_strings(self, c: Choices) -> pa.Array:
        edit = np.where(c.quoted, -1, c.edit)
        form = np.where(
            c.quoted, self._draws.below("marks", len(_MARKS), c.voice), self._draws.below("form", _FORMS, c.key)
        )
        position = np.where(c.slogan >= 0, self._slogan_base[c.slogan, edit] + form, 0)
        return self._slogans.take(pa.array(position))

    def _tails(self, rows: Rows, c: Choices, joint: Joint, lawful_kinds: Ints) -> pa.Array:
        """Return links, invites and wallets, each with the space before it."""
        shown = (self._draws.unit("linked", c.key) < _LINKED_SHARE) & (c.kind < 0) & ~c.reshare
        tails = ordinary_links(self._draws, c.key, shown)
        special = np.flatnonzero(np.isin(c.kind, (_PAGE, _INVITE, _WALLET)))
        values = [
            " " + edit_link(self._catalogue.contents[content].value, _LINK_EDIT_NAMES[edit], int(key % 997))
            if kind == _PAGE
            else " " + self._catalogue.contents[content].value
            for kind, content, edit, key in zip(
                c.kind[special].tolist(), c.content[special].tolist(), c.edit[special].tolist(),
                c.key[special].tolist(), strict=True,
            )
        ]  # fmt: skip
        tails = _replaced(tails, special, values)
        if self._scenes is not None:
            return self._with_scenes(tails, rows, c, joint, self._scenes)
        fair = np.flatnonzero(rows.joint >= 0)
        fair = fair[joint.lawful[rows.joint[fair]] == 1]
        if not len(fair):
            return tails
        row = rows.joint[fair]
        return _replaced(tails, fair, push_links(lawful_kinds[joint.party[row]], joint.push[row]))

    def _with_scenes(self, tails: pa.Array, rows: Rows, c: Choices, joint: Joint, scenes: Scenes) -> pa.Array:
        """Give joint efforts their page and what they say of themselves, and those who take them up the page."""
        page, own = c.page.copy(), rows.joint >= 0
        page[own] = scenes.of_joint[rows.joint[own]]
        at = np.flatnonzero(page >= 0)
        own, page = own[at], page[at]
        kind, push = scenes.kind[page], np.where(own, joint.push[np.maximum(rows.joint[at], 0)], scenes.push[page])
        said = scenes.said_by(self._draws, kind, push, c.language[at])
        prints = own | ((kind == WIRE) & (c.stance[at] == CLASSES.index("reports")))
        values = [
            f"{words if speaks else ''}{scenes.address[number]}"
            for words, speaks, number in zip(said, prints.tolist(), page.tolist(), strict=True)
        ]
        return _replaced(tails, at, values)

    def _mentions(self, rows: Rows, c: Choices) -> pa.Array:
        rate = _MENTION_LOW + (_MENTION_HIGH - _MENTION_LOW) * self._draws.unit("rate of mention", c.voice)
        closed = self._people.fairness_of[rows.account]
        quotes = (closed >= 0) & (self._people.fairness[rows.account] == 3)
        shown = (self._draws.unit("mention", c.key) < np.where(quotes, 0.4, rate)) & (rows.joint < 0)
        friend = self._draws.below("friend", _FRIENDS, c.key)
        others = self._people.spans.others
        circle = others.start + self._draws.below("circle", len(others), self._people.friends_of[rows.account], friend)
        whom = np.where(quotes, closed, circle)
        announced, announces = self._announcements(rows, c)
        whom, shown = np.where(announces, announced, whom), shown | announces
        return self._handles.take(pa.array(np.where(shown, whom, len(self._handles) - 1)))

    def _announcements(self, rows: Rows, c: Choices) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return whose new account a movement post points its readers to, and where it does."""
        people = self._people
        returned = np.flatnonzero((people.successor_of >= 0) & (people.wave < 0) & (people.care != _HABITS_ONLY))
        if not len(returned):
            return rows.account, np.zeros(len(rows), dtype=bool)
        whom = returned[self._draws.below("announces", len(returned), people.actor[rows.account], c.key % np.uint64(3))]
        announces = c.wanted & (rows.joint < 0) & (rows.story < 0) & (self._draws.unit("announce", c.key) < 0.08)
        announces &= (people.start[whom] < rows.time) & (rows.time < people.start[whom] + _NEWS_LASTS)
        return whom, announces

    def _with_statements(self, text: pa.Array, c: Choices) -> pa.Array:
        """Put whole known texts in place: edited as a post of their own, or inside the author's words."""
        at = np.flatnonzero((c.kind == _STATEMENT) & ~c.reshare)
        if not len(at):
            return text
        bodies = text.take(pa.array(at)).to_pylist()
        values = []
        choices = zip(
            bodies, c.content[at].tolist(), c.edit[at].tolist(), c.language[at].tolist(), c.key[at].tolist(),
            c.quoted[at].tolist(), strict=True,
        )  # fmt: skip
        for body, content, edit, language, key, quoted in choices:
            known = self._catalogue.contents[content].value
            if quoted:
                values.append(f"{body} “{known}”")
            else:
                changed = edit_text(known, text_edits_for(LANGUAGES[language])[edit], key % 997)
                values.append(f"{body}\n{changed}" if key % 5 == 0 else changed)
        return _replaced(text, at, values)


def _replaced(strings: pa.Array, at: Ints, values: list[str]) -> pa.Array:
    """Return the strings with those at the positions replaced."""
    if not len(at):
        return strings
    mask = np.zeros(len(strings), dtype=bool)
    mask[at] = True
    return pc.replace_with_mask(strings, pa.array(mask), pa.array(values, pa.string()))
