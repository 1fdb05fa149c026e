"""Seawall: the open desk for taking terrorist content off the internet lawfully.

Import the package that you need: `seawall.corpus`, `seawall.intake`, `seawall.signals`, `seawall.index`,
`seawall.pipeline`, `seawall.ledger`. The desk (`seawall.desk`) is a Django project on top of them.
"""

from importlib.metadata import version

__version__ = version("seawall")

__all__ = ["__version__"]
