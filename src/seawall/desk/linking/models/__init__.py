"""Tables of links: the links, judgements, looks, models, passes over the corpus, the version."""

from seawall.desk.linking.models.judgement import Judgement, Verdict
from seawall.desk.linking.models.link import Link, LinkClass, LinkState
from seawall.desk.linking.models.link_model import LinkModel, ModelOrigin
from seawall.desk.linking.models.linking_pass import LinkingPass
from seawall.desk.linking.models.look import LinkLook
from seawall.desk.linking.models.version import LinkingVersion

__all__ = [
    "Judgement",
    "Link",
    "LinkClass",
    "LinkLook",
    "LinkModel",
    "LinkState",
    "LinkingPass",
    "LinkingVersion",
    "ModelOrigin",
    "Verdict",
]
