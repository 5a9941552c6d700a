"""A chart of an answer's figures, and the same figures as CSV.

Which chart is chosen by what varies: years make lines, places or sectors make bars. Figures in different units make none.
"""

import csv
import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.numbers import grouped, split_unit, written
from assistant.schema import Answer, Figure
from assistant.view.text import csv_cell, shortened

if TYPE_CHECKING:
    import altair

# Okabe and Ito's colours, told apart by colour-blind readers, without the yellow that is faint on white.
COLOURS = ("#00707f", "#d55e00", "#0072b2", "#a4508b", "#b88600", "#009e73")
BAR = {"light": COLOURS[0], "dark": "#3db4c2"}
# Words, faint words and lines of a chart, on the light and on the dark page.
INK = {"light": ("#10212b", "#4a5a64", "#d5dee3"), "dark": ("#e8eff2", "#b4c2ca", "#31454f")}
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MOST_BARS, MOST_LINES = 40, 6
TITLE_WIDTH, SUBTITLE_WIDTH = 66, 84  # characters in a line of a downloaded picture's head
LABEL_WIDTH = (17, 30)  # characters in a line of a bar's name, on a telephone and wider
NARROW = "windowSize()[0] < 640"  # asked in the browser; a picture that is downloaded is wide
BREAK, SMALL_BREAK = "¦", "\n"  # in a bar's name: for every width, and for a telephone only
# Ticks such as 301 million in full would run into each other.
SHORT_NUMBERS = "abs(datum.value) >= 1e9 ? format(datum.value / 1e9, ',.4~g') + 'bn' : abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.4~g') + 'm' : format(datum.value, ',.6~g')"


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows: rows of (label, period, value, shown), in the order of the answer."""

    kind: Literal["line", "bar"]
    title: str
    unit: str
    source: str
    rows: tuple[tuple[str, str, float, str], ...]


def chart_data(answer: Answer) -> ChartData | None:
    """What can be drawn of an answer's figures; None for a single figure or for figures in different units."""
    figures = [f for f in answer.figures if f.observation.value is not None]
    if len(figures) < 2 or len({f.observation.unit for f in figures}) != 1:
        return None
    periods = {f.observation.period for f in figures}
    labels = list(dict.fromkeys(map(_label, figures)))
    names = _names(figures)
    kind: Literal["line", "bar"] = "line" if len(periods) >= 3 and len(set(names)) <= MOST_LINES else "bar"
    if kind == "bar" and len(periods) > 1:
        if len(set(names)) * len(periods) > MOST_BARS:
            return None
        names = [f"{name}, {f.observation.period}" if len(set(names)) > 1 else f.observation.period for name, f in zip(names, figures, strict=True)]  # fmt: skip
    rows = dict.fromkeys(
        (name, f.observation.period, f.observation.value or 0.0, short(f.observation.value or 0.0, f.observation.unit))
        for name, f in zip(names, figures, strict=True)
    )  # fmt: skip
    if len(rows) < 2 or (kind == "bar" and len({row[0] for row in rows}) != len(rows)):
        return None
    if kind == "bar" and len(rows) > MOST_BARS:
        return None
    places = list(dict.fromkeys(f.observation.place_name for f in figures))
    title = labels[0] if len(labels) == 1 else _common(labels).rstrip(":, ")
    if not title and len(places) > 1:
        title = "; ".join(labels[:2]) + (" and others" if len(labels) > 2 else "")
    if len(places) == 1:
        title = f"{title}, {places[0]}" if title else places[0]
    if len(periods) == 1:
        title = f"{title}, {next(iter(periods))}"
    shown = {f.marker for f in figures}
    sources = dict.fromkeys(c.publisher or c.title or c.document for c in answer.citations if c.marker in shown)
    return ChartData(kind, title, figures[0].observation.unit, "; ".join(sources), tuple(rows))


def short(value: float, unit: str) -> str:
    """The value where the unit is said beside it: "£50.31", "€301 million", "1,198,881", "34.5%"."""
    if split_unit(unit)[0] in ("GBP", "EUR", "USD"):
        return written(value, unit, exact=False).split(" per ")[0]
    return written(value, unit) if unit.startswith("%") else grouped(value)


def _names(figures: Sequence[Figure]) -> list[str]:
    """What tells the figures apart: the place, the measure or sector, or both."""
    labels = list(dict.fromkeys(map(_label, figures)))
    places = {(f.observation.place_code, f.observation.place_name) for f in figures}
    twice = len({name for _, name in places}) < len(places)
    common = _common(labels)
    out = []
    for f in figures:
        place = f"{f.observation.place_name} ({f.observation.place_type})" if twice else f.observation.place_name
        measure = _label(f).removeprefix(common).lstrip(":, ") or _label(f)
        if len(labels) == 1:
            out.append(place)
        else:
            out.append(measure if len(places) == 1 else f"{place}: {measure}")
    return out


_YEARS_OF_TABLE = re.compile(r", (?:to (?:19|20)\d\d|(?:19|20)\d\d and (?:19|20)\d\d)$")


def _label(figure: Figure) -> str:
    """What a figure is of, without the years of its table: a series and the table that goes on from it are one measure."""
    return _YEARS_OF_TABLE.sub("", figure.label)


def _common(labels: Sequence[str]) -> str:
    """What the labels begin with alike, up to a colon or a comma: "Share of GVA by sector", "GVA per hour worked"."""
    for cut in (lambda label: label.rsplit(": ", 1)[0], lambda label: label.split(", ", 1)[0]):
        heads = {cut(label) for label in labels}
        if len(heads) == 1:
            return next(iter(heads))
    return ""


def chart(
    data: ChartData, ground: Literal["light", "dark"] = "light", headed: bool = False
) -> "altair.LayerChart | altair.Chart":
    """The chart; `headed` with its title, unit and source in the picture, which a page has as text around it."""
    import altair as alt  # half a second, and most answers need none

    ink, faint, rule = INK[ground]
    axis: dict[str, Any] = {
        "labelColor": faint,
        "titleColor": faint,
        "gridColor": rule,
        "domainColor": rule,
        "tickColor": rule,
        "labelExpr": SHORT_NUMBERS,
    }
    title: Any = alt.Undefined
    if headed:
        lines, under = textwrap.wrap(data.title, TITLE_WIDTH) or [""], textwrap.wrap(source_line(data), SUBTITLE_WIDTH)
        title = alt.TitleParams(text=lines, subtitle=under, anchor="start", color=ink, subtitleColor=faint, fontSize=14, subtitleFontSize=12, offset=12)  # fmt: skip
    values = [{"label": _broken(n), "name": n, "period": p, "value": v, "shown": s} for n, p, v, s in data.rows]
    tip = [
        alt.Tooltip("name:N", title="Series"),
        alt.Tooltip("period:N", title="Year"),
        alt.Tooltip("shown:N", title="Value"),
    ]
    if data.kind == "line":
        return _lines(values, title, axis, tip, data.unit, ground)
    longest = max(len(row[3]) for row in data.rows)
    high, low = max(0.0, *(row[2] for row in data.rows)), min(0.0, *(row[2] for row in data.rows))
    # Room for the value at the bar's end.
    over = alt.ExprRef(f"{NARROW} ? {high + (high - low) * 0.07 * longest} : {high + (high - low) * 0.02 * longest}")
    labels = f"{NARROW} ? split(replace(datum.label, /{BREAK}/g, '\\n'), '\\n') : split(replace(datum.label, /\\n/g, ' '), '{BREAK}')"
    base = alt.Chart(alt.Data(values=values), title=title).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(**{**axis, "labelColor": ink, "labelExpr": labels, "labelLimit": 260, "labelOverlap": False})),
        x=alt.X("value:Q", title=data.unit, scale=alt.Scale(domainMin=low, domainMax=over, nice=False), axis=alt.Axis(tickCount=4, **axis)),
        tooltip=tip,
    )  # fmt: skip
    broken = [_broken(row[0]) for row in data.rows]
    wide, small = (max(len(re.split(cut, name)) for name in broken) for cut in (BREAK, f"{BREAK}|{SMALL_BREAK}"))
    step = max(12 + 13 * wide, 1 + 13 * small)
    bars = base.mark_bar(color=BAR[ground], size=18)
    ends = base.mark_text(align="left", dx=4, color=ink).encode(text="shown:N")
    # Streamlit fits the axis into the height too.
    return (bars + ends).properties(height=step * len(data.rows) + (0 if headed else 50))


def _broken(name: str) -> str:
    """A bar's name with the places where it may be broken into lines."""
    wide = textwrap.wrap(name.replace(BREAK, "|"), LABEL_WIDTH[1], break_on_hyphens=False) or [""]
    return BREAK.join(SMALL_BREAK.join(textwrap.wrap(line, LABEL_WIDTH[0], break_on_hyphens=False)) for line in wide)


def _lines(
    values: list[dict[str, Any]], title: Any, axis: dict[str, Any], tip: "list[altair.Tooltip]",
    unit: str, ground: Literal["light", "dark"],
) -> "altair.Chart":  # fmt: skip
    """One line for each series, told apart by colour and by the shape of its points."""
    import altair as alt

    names = list(dict.fromkeys(row["name"] for row in values))
    legend = None if len(names) == 1 else alt.Legend(title=None, orient="bottom", columns=2, labelLimit=240, labelColor=INK[ground][0])  # fmt: skip
    colours = [BAR[ground], *COLOURS[1 : len(names)]]
    return (
        alt.Chart(alt.Data(values=values), title=title)
        .mark_line(point=alt.OverlayMarkDef(size=60), strokeWidth=2.5)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(**{**axis, "labelAngle": 0, "labelOverlap": True, "labelExpr": "datum.label"})),
            y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(**axis)),
            color=alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
            shape=alt.Shape("name:N", scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])), legend=legend),
            tooltip=tip,
        )
        .properties(height=300)
    )  # fmt: skip


def chart_file(data: ChartData, kind: Literal["png", "svg"]) -> bytes:
    """The chart as a picture on white, for a briefing or a slide. Nothing is fetched for it."""
    import vl_convert  # some 30 MB, and only when a picture is asked for

    drawn = chart(data, headed=True).properties(width=560)
    spec = drawn.configure(background="white", font="sans-serif").configure_view(stroke=None).to_dict()
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def source_line(data: ChartData) -> str:
    """The unit and where the figures come from."""
    return f"Unit: {data.unit}. Source: {data.source}"


def chart_words(data: ChartData) -> str:
    """The chart in words, for those who cannot see it."""
    listed = "; ".join(f"{name} {period}: {shown}" for name, period, _, shown in data.rows[:40])
    return shortened(f"{'Line' if data.kind == 'line' else 'Bar'} chart of {data.title}. {listed}", 1500)


def figures_csv(answer: Answer) -> bytes:
    """The answer's figures as CSV with a byte order mark, so that Excel reads it; no cell can run as a formula."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(
        ["place", "place type", "place code", "indicator", "period", "value", "unit", "status", "table", "row", "column", "document", "publisher", "source"]
    )  # fmt: skip
    cited = {c.marker: c for c in answer.citations}
    for figure in answer.figures:
        o, c = figure.observation, cited.get(figure.marker)
        value = "" if o.value is None else f"{o.value:.12g}"
        sheet.writerow(
            csv_cell(x)
            for x in (
                o.place_name,
                o.place_type,
                o.place_code,
                figure.label,
                o.period,
                value,
                o.unit,
                o.status,
                o.cell.table_id,
                o.cell.row,
                o.cell.column,
                c.document if c else "",
                (c.publisher if c else None) or "",
                (c.url if c else None) or "",
            )
        )
    return out.getvalue().encode("utf-8-sig")
