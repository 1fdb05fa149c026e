"""Files of a cell: GraphML, GEXF, CSV, SVG, PNG. By pseudonym, or by name where this reader had the names revealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from seawall.desk.access import StaffRequest, for_roles
from seawall.desk.cells import services
from seawall.desk.cells.csv_text import csv_pieces
from seawall.desk.cells.drawing import png_of, svg_pieces
from seawall.desk.cells.services.guards import WORKERS
from seawall.desk.cells.taken_out import CellTables, cell_tables
from seawall.desk.cells.views import found_cell
from seawall.network.gexf import gexf_pieces
from seawall.network.graphml import graphml_pieces

__all__ = ["FORMS", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """One kind of file: how it is made, what it is, how its name ends."""

    made: Callable[[CellTables], Iterable[bytes]]
    media_type: str
    ending: str
    needs_places: bool = False


FORMS: Final[dict[str, _Form]] = {
    "graphml": _Form(
        made=lambda tables: graphml_pieces(tables.accounts, tables.pairs),
        media_type="application/graphml+xml",
        ending=".graphml",
    ),
    "gexf": _Form(
        made=lambda tables: gexf_pieces(tables.accounts, tables.pairs, tables.places),
        media_type="application/gexf+xml",
        ending=".gexf",
    ),
    "members": _Form(made=lambda tables: csv_pieces(tables.accounts), media_type="text/csv", ending="-members.csv"),
    "ties": _Form(made=lambda tables: csv_pieces(tables.pairs), media_type="text/csv", ending="-ties.csv"),
    "svg": _Form(made=svg_pieces, media_type="image/svg+xml", ending=".svg", needs_places=True),
    "png": _Form(made=lambda tables: (png_of(tables),), media_type="image/png", ending=".png", needs_places=True),
}


@for_roles(*WORKERS)
@require_safe
def export(request: StaffRequest, number: int, form: str) -> HttpResponseBase:
    """Hand out a cell as a file; `?named=1` asks for names, which a standing reveal alone gives."""
    kind = FORMS.get(form)
    found = found_cell(number)
    if kind is None:
        raise Http404
    named = request.GET.get("named") == "1"
    services.note_export(found, form, named=named, acting=request.user)
    tables = cell_tables(found, named=named)
    if kind.needs_places and not tables.places:
        raise Http404
    answer = HttpResponse(b"".join(kind.made(tables)), content_type=kind.media_type)
    names = "-named" if named else ""
    answer["Content-Disposition"] = f'attachment; filename="seawall-cell-{found.line_id}{names}{kind.ending}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
