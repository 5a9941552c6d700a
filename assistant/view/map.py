"""A tile map of the LEPs, shaded by one measure; a click leads to questions about the LEP."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from assistant.numbers import written
from assistant.view.charts import INK
from assistant.view.series import last_wide_period
from assistant.view.text import bare, csv_cell, plain, shortened
from assistant.view.tiles import TILES, Tile, on_tiles
from assistant.wording import lower_first, measure_name, period_name, upper_first
from ingest.index import Index
from ingest.schema import Indicator, Observation

SHADES = ("#e3f1f2", "#b5d9dc", "#7dbcc2", "#3f98a1", "#0b727d", "#00454d")
NOTHING = {"light": "#dfe4e7", "dark": "#3d4f5a"}


def draw(index: Index, ask: Callable[[str], None]) -> None:
    """The page; `ask` has a question asked in the chat."""
    st.title("Map of the LEPs", anchor=False)
    held = [i for i in index.indicators if "LEP" in i.place_types and i.periods]
    if not held:
        st.info("No figures by LEP are held in this index.", icon=":material/info:")
        return
    indicator = _chosen(held, index)
    every = [o for o in index.observations([indicator.indicator_id]) if o.place_type == "LEP"]
    periods = sorted({o.period for o in every if o.value is not None}, reverse=True)
    if not periods:
        st.info("Every figure of this measure is withheld.", icon=":material/info:")
        return
    wide = last_wide_period(every)
    period = st.selectbox("Year", periods, index=periods.index(wide) if wide in periods else 0, format_func=lambda p: period_name(p, indicator), key="map-year")  # fmt: skip
    placed, left = on_tiles([o for o in every if o.period == period])
    clicked = _draw_tiles(placed, indicator, period)
    st.caption(
        plain(f"Unit: {indicator.unit}. Source: {indicator.source}")
        + "  \nEach LEP is one square, whatever its size. Grey: no figure held."
    )
    if indicator.caveat:
        st.caption(f":material/info: {plain(indicator.caveat)}")
    if left:
        st.caption(
            plain("Held, without a tile of its own: " + "; ".join(f"{o.place_name} {_shown(o)}" for o in left[:4]))
        )
    _draw_choice(clicked, placed, indicator, period, ask)
    _draw_table(placed, indicator, period)


def _is_rate(indicator: Indicator) -> bool:
    """Whether a measure does not grow with the size of a place."""
    return indicator.unit.startswith(("%", "UK=")) or " per " in f" {indicator.unit} {indicator.name} "


def _chosen(held: list[Indicator], index: Index) -> Indicator:
    """The measure to shade by, and its sector where it has several."""
    families: dict[str, list[Indicator]] = {}
    for indicator in held:
        families.setdefault(upper_first(indicator.family or measure_name(indicator)), []).append(indicator)
    whole = sorted(families, key=lambda name: (families[name][0].breakdown is not None, name))
    kinds: dict[str, set[str]] = {}
    for indicator in index.indicators:
        kinds.setdefault(indicator.concept, set()).update(indicator.place_types)
    # Rates and shares first: a map of amounts shows little more than which LEP is large.
    widest = max(whole, key=lambda name: (families[name][0].breakdown is None, _is_rate(families[name][0]), len(kinds[families[name][0].concept]), len(families[name][0].periods)))  # fmt: skip
    name = st.selectbox("Measure", whole, index=whole.index(widest), format_func=bare, key="map-measure")
    members = families[name]
    if len(members) == 1:
        return members[0]
    return st.selectbox("Sector, product or kind", members, format_func=lambda i: bare(i.breakdown or f"{i.name} ({i.unit})"), key=f"map-part-{name}")  # fmt: skip


def _shown(observation: Observation) -> str:
    return observation.status if observation.value is None else written(observation.value, observation.unit)


def _draw_tiles(placed: dict[Tile, Observation], indicator: Indicator, period: str) -> str | None:
    """The map; gives the name of the LEP that was clicked."""
    import altair as alt

    ground = st.context.theme.type or "light"
    ink, faint, _ = INK[ground]
    values = [o.value for o in placed.values() if o.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    rows = []
    for tile in TILES:
        o = placed.get(tile)
        value = o.value if o else None
        part = (value - low) / (high - low) if value is not None and high > low else 0.5
        rows.append(
            {
                "column": tile.column, "row": tile.row, "label": tile.label, "lep": o.place_name if o else tile.names[0],
                "value": value, "shown": _shown(o) if o else "not held",
                "text": ink if value is None else ("#ffffff" if part > 0.55 else "#10212b"),
            }
        )  # fmt: skip
    picked = alt.selection_point(name="picked", fields=["lep"], on="click", empty=False)
    colour = alt.condition(
        "datum.value === null", alt.value(NOTHING[ground]),
        alt.Color("value:Q", scale=alt.Scale(domain=[low, high], range=list(SHADES)), legend=alt.Legend(title=indicator.unit, orient="bottom", gradientLength=240, labelColor=faint, titleColor=faint, titleLimit=300)),
    )  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(8)), paddingInner=0.06)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(10)), paddingInner=0.06)),
        tooltip=[alt.Tooltip("lep:N", title="LEP"), alt.Tooltip("shown:N", title=shortened(measure_name(indicator), 60))],
    )  # fmt: skip
    squares = base.mark_rect(cornerRadius=4, cursor="pointer").encode(
        color=colour, stroke=alt.condition(picked, alt.value("#d55e00"), alt.value(None)), strokeWidth=alt.value(3)
    ).add_params(picked)  # fmt: skip
    labels = base.mark_text(fontSize=11, fontWeight=600, baseline="middle").encode(
        text="label:N", color=alt.Color("text:N", scale=None, legend=None)
    )
    title = alt.TitleParams(
        text=shortened(f"{upper_first(measure_name(indicator))}, {period_name(period, indicator)}", 90),
        anchor="start",
        color=ink,
    )
    drawn = (
        (squares + labels)
        .resolve_scale(color="independent")
        .properties(height=560, title=title)
        .configure_view(stroke=None)
    )
    ranked = sorted((o for o in placed.values() if o.value is not None), key=lambda o: -(o.value or 0.0))
    words = shortened(f"Map of {measure_name(indicator)} by LEP. Highest: " + "; ".join(f"{o.place_name} {_shown(o)}" for o in ranked[:5]), 600)  # fmt: skip
    state = st.altair_chart(drawn, width="stretch", theme=None, on_select="rerun", key=f"map-{indicator.indicator_id}-{period}-{ground}", alt=words)  # fmt: skip
    chosen = state.get("selection", {}).get("picked", []) if isinstance(state, dict) else []
    return str(chosen[0]["lep"]) if chosen and "lep" in chosen[0] else None


def _draw_choice(
    clicked: str | None, placed: dict[Tile, Observation], indicator: Indicator, period: str, ask: Callable[[str], None]
) -> None:
    """The LEP that was clicked, or chosen from the list, with its rank and questions about it."""
    names = sorted(o.place_name for o in placed.values())
    if clicked and clicked != st.session_state.get("map-clicked"):
        st.session_state["map-clicked"] = clicked
        if clicked in names:
            st.session_state["map-lep"] = clicked
    name = st.selectbox(
        "LEP", names, index=None, placeholder="Click a square, or choose here", key="map-lep", format_func=bare
    )
    if name is None:
        return
    one = next(o for o in placed.values() if o.place_name == name)
    said = f"{name}: {_shown(one)} in {period_name(period, indicator)}"
    if one.value is not None:
        values = [o.value for o in placed.values() if o.value is not None]
        said += f", {1 + sum(v > one.value for v in values)} of {len(values)} from the highest"
    st.markdown(f"**{plain(said)}**")
    measure = lower_first(measure_name(indicator))
    with st.container(horizontal=True, gap="small"):
        for i, question in enumerate(
            (
                f"What was {measure} in {name} LEP in {period_name(period, indicator)}?",
                f"How does {name} LEP compare with England on {measure}?",
                f"What do the reports say about {name} LEP?",
            )
        ):
            if st.button(plain(question), key=f"map-ask-{i}", icon=":material/forum:", wrap=True):
                ask(question)


def _draw_table(placed: dict[Tile, Observation], indicator: Indicator, period: str) -> None:
    """The map's figures as a table, the highest first, and as CSV."""
    ranked = sorted(placed.values(), key=lambda o: (o.value is None, -(o.value or 0.0)))
    frame = pd.DataFrame(
        {
            "LEP": [o.place_name for o in ranked],
            "Value": [_shown(o) for o in ranked],
            "As held": [f"{o.value:.12g}" if o.value is not None else o.status for o in ranked],
            "Unit": [o.unit for o in ranked],
        }
    )
    with st.expander("The figures as a table", icon=":material/table_rows:"):
        st.dataframe(frame, hide_index=True, alt=f"{measure_name(indicator)} by LEP")
        st.download_button("Download as CSV", frame.map(csv_cell).to_csv(index=False).encode("utf-8-sig"), f"map-{period.replace('/', '-')}.csv", "text/csv", on_click="ignore", icon=":material/csv:")  # fmt: skip
