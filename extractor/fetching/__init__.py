"""The fetching room: a source (URL, file, standard input) becomes a Report.

Importing this package is cheap; HTML, PDF and network libraries load only when a source needs them.
"""

from extractor.fetching.source import fetch, read_bytes
from extractor.fetching.transport import HttpTransport, Response, Transport

__all__ = ["HttpTransport", "Response", "Transport", "fetch", "read_bytes"]
