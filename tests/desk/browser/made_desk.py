"""Fill the data folder named by SEAWALL_HOME with a small demonstration and add readers. Run by conftest.py.

It is the very code of `seawall demo`: a made-up world, import, scan, cases. The readers have a password, so that the
tests can sign in by the form. A partner's bank holds what the demonstration lacks: a dispute, an opinion, an entry that
nobody has looked at, a picture; posts wait for a label, a platform has a token, closed accounts wait for a signature,
others are signed and linked with new ones, a cell was found. Pages of these that one kind of link alone would not find
are written into `TO_SEE`, a list of addresses.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from seawall.demo import DemoOptions, make_demo
from seawall.settings import Settings

PASSWORD = "the lamps return at dusk"
TO_SEE = "to-see.json"


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
    to_see = [*add_what_is_disputed(settings.home), *add_closed_accounts(settings.home), *add_links(settings.home)]
    from made_cells import add_cells  # beside this script, which is no package

    to_see += add_cells()
    (settings.home / TO_SEE).write_text(json.dumps(to_see))


def add_what_is_disputed(home: Path) -> list[str]:
    """Add a partner's bank with a dispute, an opinion and a picture, posts to label, and a token."""
    from seawall.desk.banks import services
    from seawall.desk.banks.drafts import BankFacts, ContentDraft, EntryDraft
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
    picture = draw_lighthouse(home / "lighthouse.png")
    content = services.add_content(bank, ContentDraft(file=picture, file_name="فنار.png"), acting=heron)
    ask_for_labels(acting=heron, seed=4, count=20)
    make_token(TokenDraft(name="منصة الرصيف", scopes=("lookup", "curate"), answers_for=heron), acting=heron)
    return [f"/banks/entry/{disputed.pk}/", f"/banks/content/{content.pk}/"]


def draw_lighthouse(path: Path) -> Path:
    """Draw a small picture that no other picture of the demonstration resembles."""
    picture = Image.new("RGB", (320, 240), "#243b55")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(140, 210), (180, 210), (170, 80), (150, 80)], fill="#d8d3c4")
    pen.polygon([(160, 70), (310, 20), (310, 110)], fill="#f0d98a")
    pen.ellipse([(20, 180), (110, 260)], fill="#5b7553")
    picture.save(path)
    return path


def add_closed_accounts(home: Path) -> list[str]:
    """Bring two lists of closed accounts in, each with a bad row; the first is signed, the second waits."""
    from seawall.desk.closings import services
    from seawall.desk.closings.drafts import ListFacts
    from seawall.desk.closings.models import ClosedAccount
    from seawall.desk.people.models import StaffMember

    importer, signer = (StaffMember.objects.get(username=f"heron-{language}") for language in ("ar", "en"))
    facts = ListFacts(came="platform_records", file_name="closed.csv")
    signed, waiting = (
        services.import_closings(write_closings(home / f"closed-{first}.csv", first), facts, acting=importer)
        for first in (1, 41)
    )
    services.look_at_sample(signed, acting=signer)
    services.sign_list(signed, acting=signer)
    account = ClosedAccount.objects.filter(listed=signed).first()
    assert account is not None
    return [f"/closings/lists/{waiting.pk}/", f"/closings/accounts/{account.pk}/", f"/closings/case/{find_breach()}/"]


def add_links(home: Path) -> list[str]:
    """Sign what the made-up world says was closed, and compare every account with it."""
    from seawall.desk.closings import services
    from seawall.desk.closings.drafts import ListFacts
    from seawall.desk.linking.models import Link
    from seawall.desk.linking.passing import run_pass
    from seawall.desk.people.models import StaffMember

    importer, signer = (StaffMember.objects.get(username=f"heron-{language}") for language in ("ar", "en"))
    facts = ListFacts(came="platform_records", file_name="closed_accounts.csv")
    listed = services.import_closings(home / "world" / "closed_accounts.csv", facts, acting=importer)
    services.look_at_sample(listed, acting=signer)
    services.sign_list(listed, acting=signer)
    run_pass(acting=importer, everything=True)
    link = Link.objects.filter(link_class="likely").order_by("-probability")[0]
    return ["/links/", f"/links/{link.pk}/", f"/links/{link.pk}/actor/"]


def find_breach() -> str:
    """Decide the least urgent case about an account or channel; gives its reference."""
    from seawall.desk.cases.models import Case, CaseState, Outcome
    from seawall.desk.cases.services import claim_case, record_decision
    from seawall.desk.people.models import StaffMember

    garza = StaffMember.objects.get(username="heron-es")
    case = Case.objects.filter(post_key__isnull=True, state=CaseState.OPEN).order_by("-priority", "-id")[0]
    claim_case(case, acting=garza)
    record_decision(case, stance="promotes", outcome=Outcome.IN_BREACH, reason="Llama a unirse.", acting=garza)
    return case.reference


def write_closings(path: Path, first: int) -> Path:
    """Write forty rows of closed accounts and one without a decision."""
    closed = datetime.now(UTC) - timedelta(days=60)
    rows = [
        {
            "platform": "harbourfeed",
            "account": f"lamp-{number}",
            "handle": f"lampkeeper_{number}",
            "name": "حارس الفنار",
            "bio": "المصابيح تعود · the lamps return",
            "followers": str(number * 10),
            "closed_at": closed.isoformat(),
            "decision": f"HF-{number}",
            "ground": "1.1 Violent movements",
            "expires": (closed + timedelta(days=700)).isoformat(),
        }
        for number in range(first, first + 40)
    ]
    rows.append({**rows[0], "account": f"lamp-{first + 900}", "decision": ""})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


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
