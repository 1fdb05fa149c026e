"""What is each post about, and what does it copy? The stance, the topic, the content and the edit of every row.

The stance follows the account's group; whoever quotes, reports or documents may show the same slogan, page or picture
as the movement does, and is not wanted for it. Copies come from an actor's own small repertoire, so a successor that
was not careful re-posts what its closed account posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.testing.world.cells import Joint
from seawall.testing.world.draws import Bits, Draws, Ints, Reals
from seawall.testing.world.evasions import LINK_EDITS, text_edits_for
from seawall.testing.world.groups import CLASS_SHARES, CLASSES, WANTED_CLASSES, group_number
from seawall.testing.world.movement import Catalogue
from seawall.testing.world.phrasebook import LANGUAGES, ORDINARY_TOPICS, TOPICS
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.population import Population
from seawall.testing.world.scenes import CAMPAIGN, FANS, WIRE, Scenes
from seawall.testing.world.schedule import Rows

__all__ = ["EDITS", "Choices", "Chooser"]

_TEXT_EDIT_NAMES: Final = sorted({e for language in LANGUAGES for e in text_edits_for(language)})
_NONE, _STATEMENT, _PAGE, _PICTURE, _SLOGAN, _INVITE, _WALLET = range(-1, 6)
_COPY_KINDS: Final = ("statement", "page", "picture", "slogan", "invite", "wallet")

_COPY_SHARES: Final = {
    "promotes": {"slogan": 0.42, "statement": 0.16, "page": 0.14, "picture": 0.14},
    "recruits": {"invite": 0.6, "wallet": 0.12, "page": 0.1, "slogan": 0.08},
    "threatens": {"slogan": 0.4},
    "reports": {"slogan": 0.34, "picture": 0.07, "page": 0.02},
    "condemns": {"slogan": 0.34, "statement": 0.04, "picture": 0.03},
    "researches": {"slogan": 0.34, "page": 0.08, "picture": 0.03},
    "documents": {"slogan": 0.25, "picture": 0.12, "statement": 0.04, "page": 0.03},
    "satirises": {"slogan": 0.4, "picture": 0.06},
    "quotes": {"slogan": 0.3, "picture": 0.1, "page": 0.03},
}
_SHARES: Final = np.array(
    [[_COPY_SHARES.get(name, {}).get(kind, 0.0) for kind in _COPY_KINDS] for name in CLASSES]
).cumsum(axis=1)
_CELL_CONTENTS: Final = 12  # of each kind, how many contents one cell pushes
_CELL_COPIER: Final = 1 << 40  # keeps the repertoires of cells apart from those of actors
_JOINT_KINDS: Final = np.array([0.34, 0.32, 0.2, 0.14])  # statement, page, picture, reshare
_WANTED: Final = np.array([name in WANTED_CLASSES for name in CLASSES])
_TOPIC_OF_CLASS: Final = np.array([-1] + [TOPICS.index(name) for name in CLASSES[1:]])
_LAWFUL_TOPICS: Final = np.array([TOPICS.index(name) for name in ("football", "reports", "health", "market")])

EDITS: Final = ("exact", *dict.fromkeys([*_TEXT_EDIT_NAMES[:], *LINK_EDITS]), "quoted")
"""Every kind of edit of texts and links; those of pictures are named in the gallery."""


@dataclass(slots=True, kw_only=True)
class Choices:
    """What was chosen for each row; −1 for nothing."""

    key: Bits
    voice: Bits
    language: Ints
    stance: Ints  # number in CLASSES
    topic: Ints
    kind: Ints  # number in _COPY_KINDS
    content: Ints  # number in the catalogue
    edit: Ints  # number of the edit among those of the kind and language
    picture: Ints  # number in the gallery
    slogan: Ints  # number in the catalogue
    quoted: np.ndarray  # the slogan or statement stands in quotation marks
    reshare: np.ndarray
    pushed: Ints  # which of its cell's contents a joint post pushes
    cell: Ints  # the cell that pushes
    page: Ints  # of a scene, that a post of one's own takes up

    @property
    def wanted(self) -> np.ndarray:
        """Return whether a desk should review the post."""
        return np.asarray(_WANTED[self.stance])


class Chooser:
    """Chooses for the rows of one world."""

    def __init__(
        self,
        people: Population,
        draws: Draws,
        catalogue: Catalogue,
        gallery: Gallery,
        joint: Joint,
        kinds: Ints,
        scenes: Scenes | None = None,
    ) -> None:
        self._scenes = scenes
        self._people, self._draws, self._catalogue, self._gallery = people, draws, catalogue, gallery
        self._joint, self._lawful_kinds = joint, kinds
        self._class_edges = CLASS_SHARES.cumsum(axis=1)
        self._originator = _first_of_push(joint)

    def choose(self, rows: Rows, key: Bits) -> Choices:
        """Return the choices for a block of rows."""
        people, draws = self._people, self._draws
        account = rows.account
        own, second = people.language[account], people.second_language[account]
        language = np.where(draws.unit("tongue", key) < people.mixing[account], second, own)
        edges = self._class_edges[people.group[account]]
        stance = (draws.unit("stance", key)[:, None] >= edges).sum(axis=1).clip(max=len(CLASSES) - 1)
        interest = people.interests[account, draws.below("interest", 3, key)]
        stray = draws.unit("stray", key) < 0.2
        everyday = np.where(stray, draws.below("topic", len(ORDINARY_TOPICS), key), interest)
        nothing = np.full(len(rows), -1)
        choices = Choices(
            key=key.copy(), voice=draws.bits("actor", people.actor[account]), language=language, stance=stance,
            topic=everyday, kind=nothing.copy(), content=nothing.copy(), edit=nothing.copy(), picture=nothing.copy(),
            slogan=nothing.copy(), quoted=~_WANTED[stance], reshare=np.zeros(len(rows), dtype=bool),
            pushed=nothing.copy(), cell=nothing.copy(), page=nothing.copy(),
        )  # fmt: skip
        self._draw_copies(choices, account)
        self._join_in(choices, rows)
        self._take_up(choices, rows)
        self._take_up(choices, rows)
        choices.quoted = ~_WANTED[choices.stance]
        choices.topic = np.where(choices.stance > 0, _TOPIC_OF_CLASS[choices.stance], choices.topic)
        self._tie(choices, account)
        self._illustrate(choices)
        return choices

    def originator(self, joint: Ints) -> Ints:
        """Return the joint row that began each row's push."""
        return self._originator[joint]

    def _draw_copies(self, c: Choices, account: Ints) -> None:
        unit = self._draws.unit("copy", c.key)
        kind = (unit[:, None] >= _SHARES[c.stance]).sum(axis=1)
        kind = np.where(kind >= len(_COPY_KINDS), _NONE, kind)
        alone = c.wanted & (self._people.copies[account] < 0) & np.isin(kind, (_STATEMENT, _PAGE, _PICTURE))
        c.kind = np.where(alone, _NONE, kind)

    def _join_in(self, c: Choices, rows: Rows) -> None:
        """Set what the joint posts push: known content for cells, a link or chant for the lawful."""
        at = np.flatnonzero(rows.joint >= 0)
        joint = rows.joint[at]
        lawful = self._joint.lawful[joint] == 1
        cells = at[~lawful]
        c.stance[cells] = CLASSES.index("promotes")
        pushed = self._draws.chosen("pushed", _JOINT_KINDS, self._joint.item[joint[~lawful]])
        c.reshare[cells] = (pushed == 3) & (self._originator[joint[~lawful]] != joint[~lawful])
        c.kind[cells] = np.where(pushed == 3, _STATEMENT, pushed)
        c.pushed[cells] = self._joint.item[joint[~lawful]] % _CELL_CONTENTS
        c.cell[cells] = self._joint.party[joint[~lawful]]
        texts = c.kind[cells] == _STATEMENT
        c.language[cells[texts]] = self._tongue_of(joint[~lawful][texts])
        fair = at[lawful]
        kind = self._lawful_kinds[self._joint.party[joint[lawful]]] if len(fair) else fair
        c.stance[fair] = np.where(kind == 1, CLASSES.index("reports"), 0)
        c.topic[fair] = _LAWFUL_TOPICS[kind] if len(fair) else fair
        c.kind[fair] = _NONE
        same = self._joint.push[joint[lawful]]
        usual = 0.4 if self._scenes is None else 0.9  # a campaign hands one text out
        alike = np.select([kind == WIRE, kind == CAMPAIGN], [1.0, usual], 0.4)
        together = self._draws.unit("one voice", same) < alike if len(fair) else fair > 0
        self._word_alike(c, fair[together], same[together], self._tongue_of(joint[lawful][together]))

    def _word_alike(self, c: Choices, rows: Ints, push: Ints, language: Ints) -> None:
        c.key[rows] = self._draws.bits("chorus", push)
        c.voice[rows] = self._draws.bits("chorus voice", push)
        c.language[rows] = language

    def _take_up(self, c: Choices, rows: Rows) -> None:
        """Let posts of everybody's own take up what happens: a match, a story, a campaign, a market day."""
        scenes = self._scenes
        if scenes is None:
            return
        free = np.flatnonzero((rows.joint < 0) & (rows.story < 0) & (c.kind < 0) & ~_WANTED[c.stance])
        page = scenes.seen_by(self._people, self._draws, rows.account[free], rows.time[free], c.key[free])
        c.page[free] = page
        taken, page = free[page >= 0], page[page >= 0]
        kind = scenes.kind[page]
        fans = taken[kind == FANS]
        c.stance[fans], c.topic[fans] = 0, _LAWFUL_TOPICS[FANS]
        prints = (kind == WIRE) & (self._people.group[rows.account[taken]] == group_number("press"))
        c.stance[taken[prints]] = CLASSES.index("reports")
        self._word_alike(c, taken[prints], scenes.push[page[prints]], scenes.language[page[prints]])

    def _tongue_of(self, joint: Ints) -> Ints:
        return self._people.language[self._joint.account[self._originator[joint]]]

    def _tie(self, c: Choices, account: Ints) -> None:
        """Choose which content of its kind each row copies, out of its actor's repertoire, and with which edit."""
        first, count = self._catalogue.first, self._catalogue.count
        copier = np.where(self._people.copies[account] >= 0, self._people.copies[account], account)
        copier = np.where(c.pushed >= 0, _CELL_COPIER + c.cell, copier)
        per_language = {"statement": count("statement") // len(LANGUAGES), "slogan": count("slogan") // len(LANGUAGES)}
        for number, kind in enumerate(_COPY_KINDS):
            rows = np.flatnonzero(c.kind == number)
            size = per_language.get(kind, count(kind))
            slot = np.where(c.pushed[rows] >= 0, c.pushed[rows], self._draws.below("slot", 6, c.key[rows]))
            chosen = self._draws.below(f"repertoire {kind}", size, copier[rows], slot)
            if kind == "slogan":
                chosen = (_square(self._draws.unit("which slogan", c.key[rows])) * size).astype(np.int64)
            base = c.language[rows] * size if kind in per_language else 0
            c.content[rows] = first[kind] + base + chosen
        threat = (c.stance == CLASSES.index("threatens")) & (c.kind == _SLOGAN)
        c.content[threat] = first["slogan"] + c.language[threat] * per_language["slogan"] + 3
        c.slogan = np.where(c.kind == _SLOGAN, c.content, -1)
        self._draw_edits(c)

    def _draw_edits(self, c: Choices) -> None:
        edits_of = np.array([len(text_edits_for(language)) for language in LANGUAGES])
        evades = self._draws.unit("evades", c.key)
        plain = np.where(evades < 0.45, 0, 1)
        evaded = 2 + self._draws.below("evasion", edits_of[c.language] - 2, c.key)
        text_edit = np.where(evades < 0.62, plain, evaded)
        link_edit = np.where(evades < 0.6, 0, self._draws.below("link edit", len(LINK_EDITS), c.key))
        c.edit = np.where(np.isin(c.kind, (_STATEMENT, _SLOGAN)), text_edit, np.where(c.kind == _PAGE, link_edit, 0))
        c.edit[c.quoted] = 0
        c.edit[c.kind < 0] = -1

    def _illustrate(self, c: Choices) -> None:
        """Choose pictures: the copied one or a form of it, or an everyday one in one post of twenty-five."""
        gallery = self._gallery
        rows = np.flatnonzero(c.kind == _PICTURE)
        original = c.content[rows] - self._catalogue.first["picture"]
        forms = (gallery.edited_count - original - 1) // gallery.original_count + 1
        form = (
            gallery.original_count + original + gallery.original_count * self._draws.below("form", forms, c.key[rows])
        )
        changed = self._draws.unit("form shown", c.key[rows]) < np.where(c.quoted[rows], 0.25, 0.55)
        c.picture[rows] = np.where(changed & (forms > 0), form, original)
        everyday = len(gallery.pictures) - gallery.everyday_start
        some = (self._draws.unit("illustrated", c.key) < 0.04) & (c.kind < 0) & ~c.reshare
        slot = self._draws.below("album", 12, c.key)
        c.picture[some] = gallery.everyday_start + self._draws.below("own picture", everyday, c.voice[some], slot[some])


def _square(numbers: Reals) -> Reals:
    return np.asarray(numbers * numbers)


def _first_of_push(joint: Joint) -> Ints:
    if not len(joint):
        return np.zeros(0, dtype=np.int64)
    _, first, which = np.unique(joint.push, return_index=True, return_inverse=True)
    return np.asarray(first[which])
