"""Announcements are found in many languages, and belong to the account that they mean."""

from __future__ import annotations

import re

import pytest

from seawall.identity.traits.announcements import announced


def _announced(text: str) -> list[tuple[str, bool]]:
    spans = [match.span() for match in re.finditer(r"@\w+", text)]
    return [(text[slice(*spans[number])], is_former) for number, is_former in announced(text, spans)]


@pytest.mark.parametrize(
    "text",
    [
        "Follow my new account @x please",
        "Follow my new account! @x",
        "they banned my account, so follow the new account, dear friends: @x",
        "our NEW channel: @x",
        "we have moved to @x",
        "@x is my new account",
        "backup account → @x",
        "حسابي الجديد @x",
        "الحِسَاب الجديد هو @x",
        "@x قناتنا الجديدة",
        "mi nueva cuenta es @x",
        "Síganme en @x",
        "mon nouveau compte : @x",
        "mein neuer Account @x",
        "Мой новый аккаунт @x",
        "yeni hesabım @x",
        "کانال جدید ما @x",
        "akun baru saya @x",
        "minha nova conta @x",
        "il mio nuovo account @x",
    ],
)
def test_a_new_account_is_announced(text: str) -> None:
    assert _announced(text) == [("@x", False)]


@pytest.mark.parametrize(
    "text",
    [
        "my old account @x was suspended",
        "@x was my old account",
        "formerly @x",
        "حسابي القديم @x",
        "mi cuenta anterior @x",
        "старый аккаунт @x",
        "backup of @x",
    ],
)
def test_a_former_account_is_named(text: str) -> None:
    assert _announced(text) == [("@x", True)]


@pytest.mark.parametrize(
    "text",
    [
        "good morning @x",
        "@x was suspended, what a shame",
        "a new account of the storm, by sailors, and of the harbour in the long winter, was read to @x",
        "newer accounts @x",
        "the old lamp @x",
        "they threaten my account. @x",
        "our channel, relaunching via @x",
        "join us tonight on the pier with @x",
        "the ship was moved to the harbour by @x",
        "this is what my new account is about. Greetings to @x",
        "",
    ],
)
def test_other_mentions_announce_nothing(text: str) -> None:
    assert _announced(text) == []


def test_each_phrase_belongs_to_one_mention() -> None:
    assert _announced("my old account @a was closed, the new account is @b, thanks to @c") == [
        ("@a", True),
        ("@b", False),
    ]
    assert _announced("@a is my new account, @b was my old account") == [("@a", False), ("@b", True)]


def test_a_long_text_is_read_near_its_mentions_only() -> None:
    filler = "word " * 100_000
    assert _announced(f"{filler} new account @x {filler}") == [("@x", False)]
    assert _announced(f"new account {filler} @x") == []
