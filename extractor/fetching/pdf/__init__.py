"""A PDF becomes a Report with pages."""

from extractor.fetching.pdf.reader import read_pdf

__all__ = ["read_pdf"]
