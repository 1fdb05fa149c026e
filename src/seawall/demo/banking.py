"""Put the world's bank files into the desk's banks, through the same services as a person would."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["fill_banks"]

_FACTS: Final = {
    "grey_lighthouse": ("Harbour desk", "Promotion of a violent movement (made up)", "positive"),
    "newsrooms": ("Harbour desk", "News, rights work and research: never raised", "negative"),
}


def fill_banks(folder: Path) -> int:
    """Create a bank for each `*.jsonl` of `folder` with its entries; return how many entries stand in them.

    Files in the folder of the bank's name are pieces of content, which come first: their digests are then known.
    """
    from seawall.desk.banks.drafts import BankFacts, ContentDraft
    from seawall.desk.banks.lists import read_list
    from seawall.desk.banks.models import Bank, BankEntry
    from seawall.desk.banks.services import add_content, add_entries, create_bank
    from seawall.desk.people.models import StaffMember

    administrator = StaffMember.objects.order_by("pk").first()
    assert administrator is not None
    for file in sorted(folder.glob("*.jsonl")):
        if Bank.objects.filter(name=file.stem).exists():
            continue
        owner, policy, opinion = _FACTS.get(file.stem, ("Harbour desk", "Made up", "seed"))
        facts = BankFacts(name=file.stem, owner=owner, policy=policy, opinion=opinion, licence="CC0: made up")
        bank = create_bank(facts, acting=administrator)
        for picture in sorted((folder / file.stem).glob("*")):
            add_content(bank, ContentDraft(file=picture, file_name=picture.name), acting=administrator)
        with file.open("rb") as lines:
            add_entries(bank, read_list(lines, signal_type=None), acting=administrator)
    return BankEntry.objects.filter(withdrawn_at__isnull=True).count()
