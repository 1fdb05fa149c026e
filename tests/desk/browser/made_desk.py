"""Fill the data folder named by SEAWALL_HOME with a small demonstration and add readers. Run by conftest.py.

It is the very code of `seawall demo`: a made-up world, import, scan, cases. The readers have a password, so that the
tests can sign in by the form. A partner's bank holds what the demonstration lacks: a dispute, an opinion, an entry that
nobody has looked at; posts wait for a label, and a platform has a token.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from seawall.demo import DemoOptions, make_demo
from seawall.settings import Settings

PASSWORD = "the lamps return at dusk"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=6_000)
    parser.add_argument("--accounts", type=int, default=600)
    sizes = parser.parse_args()
    settings = Settings.from_environment()
    options = DemoOptions(seed=4, post_count=sizes.posts, account_count=sizes.accounts)
    report = make_demo(settings, options, now=datetime.now(UTC))
    sys.stdout.write(f"{report.counts}\n")
    add_readers()
    add_what_is_disputed()


def add_what_is_disputed() -> None:
    """Add a partner's bank with a dispute and an opinion, posts to label, and a token."""
    from seawall.desk.banks import services
    from seawall.desk.banks.drafts import BankFacts, EntryDraft
    from seawall.desk.hma.services import TokenDraft, make_token
    from seawall.desk.people.models import StaffMember
    from seawall.desk.ranking.services import ask_for_labels

    heron, other = (StaffMember.objects.get(username=f"heron-{language}") for language in ("en", "ar"))
    facts = BankFacts(
        name="quay-partners-list", owner="مكتب الرصيف", policy="promotion", opinion="positive", licence="CC BY 4.0",
        origin="Quay Partners",
    )  # fmt: skip
    bank = services.create_bank(facts, acting=heron)
    disputed, _ = (
        services.add_entry(bank, EntryDraft(signal_type="url", value=f"pierchat.example/join/{number}"), acting=heron)
        for number in (1, 2)
    )
    services.dispute(disputed, reason="هذا رابط صحيفة محلية.", acting=other)
    services.record_partner_opinion(
        disputed, partner="Tide Watch", opinion="negative", source="Letter of 12 November", acting=heron
    )
    ask_for_labels(acting=heron, seed=4, count=20)
    make_token(TokenDraft(name="منصة الرصيف", scopes=("lookup", "curate"), answers_for=heron), acting=heron)


def add_readers() -> None:
    """Add, for each language, one reader with all roles and one analyst who works cases."""
    from seawall.desk.audit.services import SYSTEM
    from seawall.desk.people.roles import Role
    from seawall.desk.people.services import add_staff

    for language, all_roles, analyst in (
        ("en", "Grey heron", "Tern"),
        ("ar", "مالك الحزين", "خرشنة"),
        ("es", "Garza", "Charrán"),
    ):
        people = (("heron", all_roles, list(Role)), ("tern", analyst, [Role.ANALYST]))
        for name, pseudonym, roles in people:
            add_staff(
                f"{name}-{language}",
                acting=SYSTEM,
                roles=roles,
                password=PASSWORD,
                pseudonym=pseudonym,
                language=language,
            )


if __name__ == "__main__":
    main()
