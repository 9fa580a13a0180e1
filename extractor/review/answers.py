"""How the review application answers programs."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse


class AnyTextJSON(JSONResponse):
    """JSON that can also carry text with broken characters (lone surrogates), which no UTF-8 can hold."""

    def render(self, content: Any) -> bytes:
        """The body."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            return json.dumps(content, separators=(",", ":")).encode("ascii")
