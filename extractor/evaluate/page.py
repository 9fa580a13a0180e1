"""The evaluation as one self-contained HTML page: reliability curve, bars per field, confusions. No scripts."""

from __future__ import annotations

from html import escape

from extractor.evaluate.calibration import Calibration
from extractor.evaluate.figures import Evaluation
from extractor.evaluate.scores import FieldScore

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; padding: .25rem .6rem; }
td, th { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
.axis { stroke: currentColor; stroke-width: 1; fill: none; }
.ideal { stroke: currentColor; stroke-dasharray: 4 4; opacity: .5; }
.curve { stroke: #1b6ac9; stroke-width: 2; fill: none; }
.dot, .bar { fill: #1b6ac9; }
.track { fill: currentColor; opacity: .12; }
"""


def render_page(result: Evaluation, title: str = "") -> str:
    """The page as HTML text."""
    heading = f"Evaluation of {title}" if title else "Evaluation"
    parts = [
        f"<h1>{escape(heading)}</h1>",
        f"<p>{result.articles} curated entries, {result.missing} without a draft. "
        f"Mean F1 <strong>{result.mean_f1:.3f}</strong>; expected calibration error "
        f"<strong>{result.calibration.ece:.3f}</strong> over {result.calibration.values} values; "
        f"precision at 80 % coverage {_figure(result.calibration.precision_at_coverage)}.</p>",
        "<h2>F1 by field</h2>", _bars(result),
        _table(result),
        "<h2>Reliability</h2>", _curve(result.calibration),
        "<h2>Worst confusions</h2>", *[_confusions(score) for score in result.fields.values()],
    ]  # fmt: skip
    if result.failed:
        items = "".join(f"<li>{escape(name)}: {escape(reason)}</li>" for name, reason in result.failed)
        parts += ["<h2>Not drafted</h2>", f"<ul>{items}</ul>"]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(heading)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _bars(result: Evaluation) -> str:
    rows = []
    for i, (name, score) in enumerate(result.fields.items()):
        y = 8 + 26 * i
        rows.append(
            f'<text x="110" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="track" x="120" y="{y}" width="400" height="18"/>'
            f'<rect class="bar" x="120" y="{y}" width="{400 * score.f1:.1f}" height="18"/>'
            f'<text x="528" y="{y + 13}">{score.f1:.3f}</text>'
        )
    height = 16 + 26 * len(rows)
    return (
        f'<svg role="img" aria-label="F1 by field" viewBox="0 0 580 {height}" width="580" height="{height}">'
        f"{''.join(rows)}</svg>"
    )


def _table(result: Evaluation) -> str:
    names = (
        "Rows", "Precision", "Recall", "F1", "Recall of what the text names", "F1, operator ≠ developer",
        "Calibration error", "Precision at 80 %",
    )  # fmt: skip
    head = "<tr><th>Field</th>" + "".join(f'<th class="n">{name}</th>' for name in names) + "</tr>"
    body = []
    for name, s in result.fields.items():
        c = result.by_field[name]
        cells = (
            str(s.rows), _figure(s.precision), _figure(s.recall), _figure(s.f1), _figure(s.recall_of_supported),
            _figure(s.f1_different), _figure(c.ece if c.values else None), _figure(c.precision_at_coverage),
        )  # fmt: skip
        body.append(f"<tr><th>{escape(name)}</th>" + "".join(f'<td class="n">{c}</td>' for c in cells) + "</tr>")
    return f"<table><caption>Figures by field</caption><thead>{head}</thead><tbody>{''.join(body)}</tbody></table>"


def _curve(calibration: Calibration) -> str:
    if not calibration.bins:
        return "<p>No draft states a confidence.</p>"

    def x(value: float) -> float:
        return 50 + 300 * value

    def y(value: float) -> float:
        return 320 - 300 * value

    most = max(b.count for b in calibration.bins)
    points = " ".join(f"{x(b.confidence):.1f},{y(b.right):.1f}" for b in calibration.bins)
    dots = "".join(
        f'<circle class="dot" cx="{x(b.confidence):.1f}" cy="{y(b.right):.1f}" r="{3 + 6 * b.count / most:.1f}">'
        f"<title>{b.count} values, confidence {b.confidence:.2f}, right {b.right:.2f}</title></circle>"
        for b in calibration.bins
    )
    ticks = "".join(
        f'<text x="{x(v):.0f}" y="338" text-anchor="middle">{v:g}</text>'
        f'<text x="42" y="{y(v) + 4:.0f}" text-anchor="end">{v:g}</text>'
        for v in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        '<svg role="img" aria-label="Reliability curve: confidence against share right" viewBox="0 0 380 370" '
        f'width="380" height="370"><path class="axis" d="M50 20V320H350"/>'
        f'<line class="ideal" x1="50" y1="320" x2="350" y2="20"/>'
        f'<polyline class="curve" points="{points}"/>{dots}{ticks}'
        '<text x="200" y="362" text-anchor="middle">confidence</text>'
        '<text x="14" y="170" text-anchor="middle" transform="rotate(-90 14 170)">share right</text></svg>'
    )


def _confusions(score: FieldScore) -> str:
    shown = score.to_dict()["confusions"]
    rows = [(f"{c['drafted']} instead of {c['gold']}", c["count"]) for c in shown["mistaken"][:5]]
    rows += [(f"{c['value']} missed", c["count"]) for c in shown["missed"][:5]]
    rows += [(f"{c['value']} drafted, not curated", c["count"]) for c in shown["invented"][:5]]
    if not rows:
        return ""
    body = "".join(f'<tr><td>{escape(text)}</td><td class="n">{count}</td></tr>' for text, count in rows)
    return f"<details><summary>{escape(score.name)}</summary><table><tbody>{body}</tbody></table></details>"
