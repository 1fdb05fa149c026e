"""The signal `url`: which addresses does a text name? (first part: finding and canonical form)"""

from seawall.signals.url_canonical import canonical_url
from seawall.signals.url_finding import FoundURL, find_urls

__all__ = ["FoundURL", "canonical_url", "find_urls"]
