"""Types of signals and content: `/c/signal_type`, `/c/signal_type/index`, `/c/content_type`."""

from __future__ import annotations

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.selectors import forget_names_and_switches, ratio_of_type, type_sizes
from seawall.desk.hma.services import switch_signal_type
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import CONTENT_TYPES, hma_name, own_name
from seawall.exchange.hma.questions import ratio_of
from seawall.exchange.hma.signal_names import served_types

__all__ = ["index_sizes", "list_content_types", "list_signal_types", "switch"]


def list_signal_types(_call: Call) -> Answered:
    """List the signal types with their shares."""
    return Answered(body=[{"name": name, "enabled_ratio": ratio_of_type(own_name(name))} for name in served_types()])


def switch(call: Call) -> Answered:
    """Change the share of a signal type."""
    own = own_name(call.parts["type"])
    ratio = ratio_of(call.json(), default=None)
    if ratio is None:
        raise HmaRequestError("enabled_ratio is required", field="enabled_ratio")
    switch_signal_type(own, ratio, token=call.token)
    forget_names_and_switches()
    return Answered(status=204)


def index_sizes(call: Call) -> Answered:
    """Tell how many signals database and index have; they never differ, since each look-up brings them together."""
    asked = call.asked("signal_type")
    names = served_types() if asked is None else (hma_name(own_name(asked)),)
    sizes = type_sizes()
    answer = {}
    for name in names:
        size = sizes.get(own_name(name))
        count, newest = (0, -1) if size is None else (size.count, size.newest)
        answer[name] = {
            "db_size": count,
            "index_size": count,
            "index_out_of_date": False,
            "newest_db_item": newest,
            "index_built_to": newest,
        }
    return Answered(body=answer)


def list_content_types(_call: Call) -> Answered:
    """List the content types."""
    return Answered(body=[{"name": name, "enabled": True} for name in CONTENT_TYPES])
