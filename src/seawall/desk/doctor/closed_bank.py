"""Does the bank of closed accounts that is kept on the disk lead on to the present one? It is derived: none is lost."""

from __future__ import annotations

from collections.abc import Iterator

from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine
from seawall.settings import Settings

__all__ = ["check_closed_bank"]


def check_closed_bank(settings: Settings) -> Iterator[Diagnosis]:
    """Is there one, and how old is it?"""
    from seawall.desk.closings.selectors import closings_version, signed_count
    from seawall.desk.linking.kept_bank import kept_facts, kept_octets, unfit_because

    facts, signed = kept_facts(settings.home), signed_count()
    if facts is None:
        yield fine("closed bank", f"{signed:,} closed accounts are signed; no bank of them is kept")
        return
    why = unfit_because(facts)
    size = f"{facts.accounts:,} accounts in {kept_octets(settings.home) / 1e6:,.0f} MB"
    if why is not None:
        yield advice("closed bank", f"What is kept can't be used: {why}.", "The next start of the desk makes it anew.")
    elif facts.closings_version != closings_version():
        yield advice(
            "closed bank",
            f"{size}, older than the closings: who was withdrawn since still stands in it.",
            "A desk that is served brings it up to date within some minutes; else remove the folder closed_bank.",
        )
    else:
        yield fine("closed bank", f"{size}, at the present version")
