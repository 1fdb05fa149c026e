"""What does each profile show? Handle, name, bio, link and picture, kept, edited or new as each account's story asks.

Successors show what their care left over; namesakes, fans, parodies, family and chat members resemble a closed
account in one respect each. Bios are worded by the composer in the actor's own voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.testing.world.cast import CAST
from seawall.testing.world.contact_points import invite
from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.evasions import edit_text
from seawall.testing.world.groups import group_number
from seawall.testing.world.names import display_name, fresh_handle, handle_variant, unique
from seawall.testing.world.phrasebook import LANGUAGES, Lexicon
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.population import Population
from seawall.testing.world.sentences import Composer, Wording
from seawall.testing.world.successors import CARE_LEVELS, FAIRNESS_GROUPS

__all__ = ["Profiles", "give_profiles"]

_MOVEMENT: Final = group_number("movement")
_CARELESS, _RENAMED, _NEW_PROFILE, _HABITS_ONLY = range(len(CARE_LEVELS))
_NAMESAKE, _FAN, _PARODY, _JOURNALIST, _FAMILY, _CHAT = range(len(FAIRNESS_GROUPS))
CHAT_INVITE_NUMBER: Final = 90_001
_MOVEMENT_INVITES: Final = 24


@dataclass(slots=True, kw_only=True)
class Profiles:
    """Profile columns by account; absent is `None`."""

    handles: list[str]
    names: list[str]
    bios: list[str | None]
    links: list[str | None]
    avatars: list[int | None]  # picture numbers


def give_profiles(
    people: Population, draws: Draws, composer: Composer, gallery: Gallery, lexicons: dict[str, Lexicon]
) -> Profiles:
    """Return the profiles of all accounts."""
    number = np.arange(len(people))
    profiles = Profiles(
        handles=_own_handles(people, draws),
        names=_own_names(people, draws, lexicons),
        bios=_own_bios(people, draws, composer),
        links=_own_links(people, draws, number),
        avatars=_own_avatars(people, draws, gallery, number),
    )
    returned = np.flatnonzero(people.successor_of >= 0).tolist()
    closed_again = [a for a in returned if a in people.spans.closed]
    for account in closed_again:  # before anybody resembles them
        _come_back(profiles, people, draws, gallery, account)
    for fair in range(people.spans.fairness.start, people.spans.fairness.stop):
        if people.fairness_of[fair] >= 0:
            _resemble(profiles, people, draws, fair)
    cast = range(len(CAST))
    if people.with_movement_cast:
        profiles.avatars[0] = 0
    for account in [a for a in returned if a in cast]:
        _come_back(profiles, people, draws, gallery, account)
    _name_cast(profiles, people, draws)
    for account in [a for a in returned if a not in cast and a not in people.spans.closed]:
        _come_back(profiles, people, draws, gallery, account)
    taken: set[str] = set()
    profiles.handles = [unique(handle, taken) for handle in profiles.handles]
    return profiles


def _name_cast(profiles: Profiles, people: Population, draws: Draws) -> None:
    for account, member in enumerate(CAST):
        if people.with_movement_cast or not member.movement:
            profiles.handles[account] = member.handle
            profiles.names[account] = member.name
            profiles.bios[account] = member.bio
            profiles.links[account] = None if member.invite is None else invite(draws, member.invite)


def _own_handles(people: Population, draws: Draws) -> list[str]:
    bits = draws.bits("handle", np.arange(len(people))).tolist()
    movement = ((people.group == _MOVEMENT) & (draws.unit("telling handle", np.arange(len(people))) < 0.5)).tolist()
    return [fresh_handle(b, movement=m) for b, m in zip(bits, movement, strict=True)]


def _own_names(people: Population, draws: Draws, lexicons: dict[str, Lexicon]) -> list[str]:
    bits = draws.bits("display name", np.arange(len(people))).tolist()
    given = [lexicons[language]["generic"]["names"] for language in LANGUAGES]
    languages = people.language.tolist()
    return [display_name(b, LANGUAGES[lang], given[lang]) for b, lang in zip(bits, languages, strict=True)]


def _own_bios(people: Population, draws: Draws, composer: Composer) -> list[str | None]:
    number = np.arange(len(people))
    wording = Wording(
        voice=draws.bits("actor", people.actor),
        key=draws.bits("bio", number),
        language=people.language,
        topic=people.interests[:, 0],
    )
    shown = pa.array(draws.unit("has bio", number) < 0.65)
    return list(pc.if_else(shown, composer.compose(wording), None).to_pylist())


def _own_links(people: Population, draws: Draws, number: Ints) -> list[str | None]:
    chat = invite(draws, CHAT_INVITE_NUMBER)
    kind = draws.unit("profile link", number)
    page = draws.below("page", 10_000_000, number).tolist()
    movement = (people.group == _MOVEMENT).tolist()
    invites = [invite(draws, n) for n in range(_MOVEMENT_INVITES)]
    links: list[str | None] = []
    for share, is_movement, code in zip(kind.tolist(), movement, page, strict=True):
        if is_movement and share < 0.3:
            links.append(invites[code % _MOVEMENT_INVITES])
        elif share < 0.12:
            links.append(f"https://home-{code:07d}.example/")
        else:
            links.append(chat if share > 0.97 else None)
    return links


def _own_avatars(people: Population, draws: Draws, gallery: Gallery, number: Ints) -> list[int | None]:
    everyday = len(gallery.pictures) - gallery.everyday_start
    picture = gallery.everyday_start + draws.below("avatar", everyday, number)
    drawing = draws.below("drawn avatar", gallery.original_count, number)
    shows_drawing = (people.group == _MOVEMENT) & (draws.unit("avatar kind", number) < 0.5)
    shown = draws.unit("has avatar", number) < np.where(people.group == _MOVEMENT, 0.85, 0.45)
    chosen = np.where(shows_drawing, drawing, picture).tolist()
    return [avatar if show else None for avatar, show in zip(chosen, shown.tolist(), strict=True)]


def _resemble(profiles: Profiles, people: Population, draws: Draws, account: int) -> None:
    """Give an innocent account the one thing that it shares with a closed one."""
    closed, kind = int(people.fairness_of[account]), int(people.fairness[account])
    bits = int(draws.bits("resemblance", account)[0])
    if kind == _NAMESAKE:
        profiles.names[account] = profiles.names[closed]
        profiles.handles[account] = (
            handle_variant(profiles.handles[closed], bits) if bits % 2 else profiles.handles[account]
        )
    elif kind == _FAN:
        profiles.handles[account] = f"{profiles.handles[closed]}_fan"
        profiles.avatars[account] = profiles.avatars[closed]
    elif kind == _PARODY:
        profiles.handles[account] = f"not_{profiles.handles[closed]}"
        profiles.names[account] = f"{profiles.names[closed]} (parody)"
        profiles.avatars[account] = profiles.avatars[closed]
    elif kind in (_FAMILY, _CHAT):
        code = draws.number("shared page", 10_000_000, closed)
        shared = f"https://family-{code:07d}.example/" if kind == _FAMILY else invite(draws, CHAT_INVITE_NUMBER)
        profiles.links[account] = profiles.links[closed] = shared


def _come_back(profiles: Profiles, people: Population, draws: Draws, gallery: Gallery, account: int) -> None:
    """Keep of the closed account's profile what the successor's care leaves."""
    parent, care = int(people.successor_of[account]), int(people.care[account])
    bits = int(draws.bits("return", account)[0])
    if care == _HABITS_ONLY:
        profiles.links[account] = None
        return
    if care == _NEW_PROFILE:
        return
    forms = gallery.forms_of(profiles.avatars[parent] or 0) or [0]
    avatar = profiles.avatars[parent]
    is_drawing = avatar is not None and avatar < gallery.original_count
    profiles.links[account] = profiles.links[parent]
    bio = profiles.bios[parent]
    profiles.bios[account] = edit_text(bio, ("light", "exact", "truncated")[bits % 3], bits % 97) if bio else None
    if care == _CARELESS:
        profiles.handles[account] = handle_variant(profiles.handles[parent], bits)
        profiles.names[account] = profiles.names[parent]
        profiles.avatars[account] = forms[bits % len(forms)] if is_drawing and bits % 3 == 0 else avatar
    else:
        profiles.avatars[account] = forms[bits % len(forms)] if is_drawing else avatar
