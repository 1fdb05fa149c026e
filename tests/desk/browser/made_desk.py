"""Fill the data folder named by SEAWALL_HOME with a small made-up desk. Run by conftest.py and screenshots.py."""

from __future__ import annotations

from seawall.desk.start import prepare_desk, start_django
from seawall.settings import Settings

PASSWORD = "the lamps return at dusk"


def main() -> None:
    settings = Settings.from_environment()
    start_django(settings)
    prepare_desk(settings, administrator_password=PASSWORD)
    add_people()


def add_people() -> None:
    """Add one reader of every language with all roles, and analysts who work cases."""
    from seawall.desk.audit.services import SYSTEM
    from seawall.desk.people.roles import Role
    from seawall.desk.people.services import add_staff

    for language, pseudonym in (("en", "Heron"), ("ar", "مالك الحزين"), ("es", "Garza")):
        add_staff(
            f"heron-{language}",
            acting=SYSTEM,
            roles=list(Role),
            password=PASSWORD,
            pseudonym=pseudonym,
            language=language,
        )
        add_staff(
            f"tern-{language}",
            acting=SYSTEM,
            roles=[Role.ANALYST],
            password=PASSWORD,
            pseudonym=f"Tern {language}",
            language=language,
        )


if __name__ == "__main__":
    main()
