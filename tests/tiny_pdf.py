"""The smallest PDF writer that tests need: lines of text at given places, on given pages."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[float, float, float, str]
"""x, y (points from the page's top), font size, words."""


def tiny_pdf(pages: Sequence[Sequence[Line]], *, title: str = "", author: str = "", extra: str = "") -> bytes:
    """A PDF of A4 pages set in Helvetica. extra: drawing operators put on every page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        drawn = [f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y} Tm ({_escape(text)}) Tj ET" for x, y, size, text in lines]
        stream = "\n".join([*drawn, extra])
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({_escape(title)}) /Author ({_escape(author)}) >>")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def column(text: str, x: float, y: float, size: float = 10, leading: float = 12, width: int = 44) -> list[Line]:
    """Text hard-wrapped at ``width`` characters as lines going down from (x, y); "\\n" starts a new line, "\\n\\n" skips one."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        words = paragraph.split()
        if not words:
            y += leading
            continue
        held = words[0]
        for word in words[1:]:
            if len(held) + len(word) + 1 > width:
                lines.append((x, y, size, held))
                y += leading
                held = word
            else:
                held += f" {word}"
        lines.append((x, y, size, held))
        y += leading
    return lines


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
