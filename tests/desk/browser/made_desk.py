"""Fill the data folder named by SEAWALL_HOME with a small demonstration and add readers. Run by conftest.py.

It is the very code of `seawall demo`: a made-up world, import, scan, cases. The readers have a password, so that the
tests can sign in by the form.
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
