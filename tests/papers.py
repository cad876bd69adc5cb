"""Real files of every kind that people keep, made anew for a test; and some that nobody should open."""

import io
import zipfile

import docx
import openpyxl
import pptx
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def pdf(*pages: str) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held)
    for words in pages:
        if words:
            canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def locked_pdf() -> bytes:
    writer, held = PdfWriter(PdfReader(io.BytesIO(pdf("secret plan")))), io.BytesIO()
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(held)
    return held.getvalue()


def word() -> bytes:
    document, held = docx.Document(), io.BytesIO()
    document.add_heading("Rent", 1)
    document.add_paragraph("The rent is due on Monday.")
    document.add_table(1, 2).rows[0].cells[0].text = "Deposit"
    document.add_heading("Repairs", 2)
    document.add_paragraph("Repairs are made within a week.")
    document.save(held)
    return held.getvalue()


def slides() -> bytes:
    show, held = pptx.Presentation(), io.BytesIO()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Goals"
    slide.placeholders[1].text = "Fewer evictions"
    slide.notes_slide.notes_text_frame.text = "Say it slowly"
    show.save(held)
    return held.getvalue()


def sheets() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("Budget", 0)
    sheet.append(["Item", "Cost"])
    sheet.append(["Van", 900])
    book.save(held)
    return held.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return a packed file with one more part."""
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, part)
    return held.getvalue()


def letter(heading: str, words: str) -> bytes:
    """Return a Word file of one heading."""
    document, held = docx.Document(), io.BytesIO()
    document.add_heading(heading, 1)
    document.add_paragraph(words)
    document.save(held)
    return held.getvalue()


def show(heading: str, words: str) -> bytes:
    """Return a PowerPoint file of one slide."""
    made, held = pptx.Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = heading
    slide.placeholders[1].text = words
    made.save(held)
    return held.getvalue()


def book(name: str, words: str) -> bytes:
    """Return an Excel file of one sheet."""
    made, held = openpyxl.Workbook(), io.BytesIO()
    sheet = made.create_sheet(name, 0)
    sheet.append(words.split(", "))
    made.save(held)
    return held.getvalue()


def page(heading: str, words: str) -> bytes:
    """Return a web page with a menu beside its words."""
    menu = "<nav><a href='/'>Home</a><a href='/news'>News</a></nav>"
    body = f"<article><h2>{heading}</h2><p>{words}</p></article>"
    told = f"<!doctype html><html><head><title>{heading}</title></head><body>{menu}{body}</body></html>"
    return told.encode()


def wide_book(rows: int) -> bytes:
    """Return an Excel file whose few cells stand as far out as they can."""
    made, held = openpyxl.Workbook(), io.BytesIO()
    sheet = made.create_sheet("Far out", 0)
    for row in range(1, rows + 1):
        sheet.cell(row, 16_384, "far out")
    made.save(held)
    return held.getvalue()


def packed(**parts: bytes) -> bytes:
    """Return an archive; two underscores in a name stand for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", part)
    return held.getvalue()
