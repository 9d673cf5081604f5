"""The figures of a bank's questions as a table for a spreadsheet."""

import csv
from collections.abc import Sequence
from io import StringIO

from quizapp.core.analysis.item_table import HEAD, cells_of
from quizapp.web.analysis_view import Judged
from quizapp.web.cells import plain_cell

REF = 0  # the only cell whose words come from outside; a number may begin with a minus


def table_of(rows: Sequence[Judged]) -> str:
    """Return the figures as CSV, in the order of the rows."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for one in rows:
        cells = cells_of(one.row.ref, one.row.kind, one.row.n, one.row.figures)
        writer.writerow([plain_cell(cells[REF]), *cells[1:]])
    return table.getvalue()
