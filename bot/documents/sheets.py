"""The charter as sheets: a CSV file a register, zipped."""

import csv
import io
import zipfile

from bot.domain.charter import Charter, Section

# A spreadsheet takes a cell that begins with one of these for a formula; a quotation mark before it makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MADE = (1980, 1, 1, 0, 0, 0)


def write(charter: Charter) -> bytes:
    """Return the zipped files; the same charter gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in charter.sections:
            archive.writestr(zipfile.ZipInfo(f"{section.name}.csv", MADE), _sheet(section))
    return held.getvalue()


def _sheet(section: Section) -> bytes:
    """Return one register. The byte-order mark tells spreadsheets that it is UTF-8."""
    labels = list(dict.fromkeys(fact.label for entry in section.entries for fact in entry.facts))
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["#", section.title, *labels, "->"])
    for entry in section.entries:
        facts = {fact.label: fact.value for fact in entry.facts}
        cells = [entry.ref, entry.title, *(facts.get(label, "") for label in labels), "; ".join(entry.links)]
        writer.writerow([_cell(cell) for cell in cells])
    return "\ufeff".encode() + held.getvalue().encode()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
