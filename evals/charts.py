"""The report's charts as inline SVG: nothing is fetched when the page is opened."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import vl_convert

BLUE, GREY, AMBER, RED = "#1d5b8f", "#8a949e", "#b7791f", "#b03a2e"
FONT = "Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
WIDTH, NARROW, OF_BARS = 420, 320, 260
STEP = 20


def shares(rows: Sequence[tuple[str, float, float, float, float | None]], title: str, narrow: bool = False) -> str:
    """A dot with its interval for each row (name, share, low, high, accepted share or None), in the order given.

    Narrow, for a phone, the names stand above their rows.
    """
    frame = pd.DataFrame(rows, columns=["name", "share", "low", "high", "accepted"])
    names = alt.Axis(labels=False, ticks=False) if narrow else alt.Axis(labelLimit=330)
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=names)
    base = alt.Chart(frame)
    x = alt.X(
        "share:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    )  # fmt: skip
    interval = base.mark_rule(color=BLUE, strokeWidth=2, opacity=0.45).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    dots = base.mark_circle(color=BLUE, size=70, opacity=1).encode(x=x, y=y)
    before = (
        base.transform_filter("isValid(datum.accepted)")
        .mark_tick(color=AMBER, thickness=2, size=13)
        .encode(x=alt.X("accepted:Q"), y=y)
    )
    if not narrow:
        return _svg(alt.layer(interval, before, dots), len(frame))
    above = base.mark_text(align="left", dy=-13, color="#1c2430", fontSize=12).encode(
        x=alt.datum(0), y=y, text="name:N"
    )
    return _svg(alt.layer(interval, before, dots, above), len(frame), NARROW, 2 * STEP)


def bars(rows: Sequence[tuple[str, float, bool]], percent: bool = True) -> str:
    """A bar for each row (name, value, whether it is the one to stand out), in the order given."""
    frame = pd.DataFrame(rows, columns=["name", "value", "own"])
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(labelLimit=330))
    scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=True)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]) if percent else alt.Axis(tickCount=5)
    colour = alt.condition("datum.own", alt.value(BLUE), alt.value(GREY))
    chart = alt.Chart(frame).encode(x=alt.X("value:Q", title=None, scale=scale, axis=axis), y=y)
    text = alt.Text("value:Q", format=".0%" if percent else ".0f")
    labels = chart.mark_text(align="left", dx=4, color="#333", fontSize=11).encode(text=text)
    return _svg(alt.layer(chart.mark_bar(height=12).encode(color=colour), labels), len(frame), OF_BARS)


def _svg(chart: alt.LayerChart, n_rows: int, width: int = WIDTH, step: int = STEP) -> str:
    styled = (
        chart.properties(width=width, height=max(2, n_rows) * step, background="transparent", padding=4)
        .configure(font=FONT)
        .configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#e3e6ea", domain=False)
        .configure_view(stroke=None)
    )
    svg = vl_convert.vegalite_to_svg(styled.to_json())
    return svg.replace("<svg ", '<svg role="img" ', 1)
