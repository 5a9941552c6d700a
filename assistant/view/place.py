"""The page of one place: key figures with rank and trend, sectors, reports that speak of it, and what is not held."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from assistant import wording as w
from assistant.numbers import written
from assistant.schema import Citation
from assistant.view.charts import BAR, ChartData, chart, chart_file, chart_words, short, source_line
from assistant.view.evidence import show_page
from assistant.view.series import Line, Profile, choice, profile, profiled_places
from assistant.view.text import bare, csv_cell, plain, shortened
from assistant.wording import is_plural, ordinal, plural
from ingest.index import Index
from ingest.schema import Place

KEY_FIGURES = 6
PICTURES: tuple[tuple[Literal["png", "svg"], str], ...] = (("png", "image/png"), ("svg", "image/svg+xml"))


def draw(index: Index, ask: Callable[[str], None], spoken_of: Sequence[str] = ()) -> None:
    """The page; `ask` has a question asked in the chat. `spoken_of` are codes of places, of which the first is shown first."""
    st.title("A place at a glance", anchor=False)
    places = profiled_places(index)
    if not places:
        st.info("No figures by place are held in this index.", icon=":material/info:")
        return
    codes = [place.code for place in places]
    wanted = (st.query_params.get("place"), *spoken_of)
    start = next((codes.index(code) for code in wanted if code in codes), 0)
    place = st.selectbox("Place", places, index=start, format_func=lambda p: bare(choice(p)), key="place")
    st.query_params["place"] = place.code
    with st.spinner("Gathering what is held …"):
        found = _profile(index, index.build_id, place)
    with st.container(horizontal=True):
        for i, question in enumerate(_questions(found)):
            if st.button(plain(question), key=f"ask-{i}", icon=":material/forum:", wrap=True):
                ask(question)
    _draw_key_figures(_key(found.lines), place)
    _draw_sectors(found)
    _draw_all(found)
    _draw_reports(found, index)
    _draw_gaps(found, index)


@st.cache_data(max_entries=64, show_spinner=False)
def _profile(_index: Index, build_id: str, place: Place) -> Profile:
    """The profile, kept for each build and place."""
    return profile(_index, place)


def _questions(found: Profile) -> list[str]:
    name = choice(found.place).split(" (")[0]
    out = [f"What do the reports say about {name}?"]
    if found.lines:
        first = found.lines[0]
        verb = "have" if is_plural(first.indicator.name) else "has"
        out.insert(0, f"How {verb} {shortened(first.indicator.name, 60)} changed in {name}?")
    if any(line.indicator.concept.startswith("lq_") for _, lines in found.sectors for line in lines):
        out.append(f"Which sectors is {name} strongest in?")
    return out


def _key(lines: Sequence[Line]) -> list[Line]:
    """The first line of each measure, so that one in euros does not stand beside itself in pounds."""
    return list({line.indicator.concept: line for line in reversed(lines)}.values())[::-1][:KEY_FIGURES]


def _rank(line: Line, place: Place) -> str:
    if line.rank is None:
        return "no rank: too few places held"
    return f"{ordinal(line.rank)} highest of {line.n_ranked} {plural(place.place_type, line.n_ranked)}"


def _draw_key_figures(lines: Sequence[Line], place: Place) -> None:
    """The measures held longest, each with its rank, its change and its trend."""
    if not lines:
        st.info("No figures are held for this place itself. Try the area it lies in.", icon=":material/info:")
        return
    st.subheader("Key figures", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for line in lines:
            values = [o.value for o in line.trend if o.value is not None]
            before = line.trend[-2] if len(line.trend) > 1 else None
            delta = _change(before.value, values[-1], line) if before and before.value else None
            with st.container(border=True, width=330):
                st.markdown(plain(shortened(line.name, 90)))
                st.metric(
                    plain(line.name), plain(short(values[-1], line.last.unit)), delta, delta_color="off",
                    delta_description=f"since {before.period[:4]}" if before and delta else None, label_visibility="collapsed",
                )  # fmt: skip
                if len(values) > 2:
                    _draw_trend(line)
                st.caption(plain(f"{_unit(line)}{line.period} · {_rank(line, place)}"))


def _unit(line: Line) -> str:
    """The unit, where the figure shown does not say it: "people · "."""
    unit = line.last.unit
    if unit.startswith("%") or unit in ("GBP", "EUR", "GBP million", "EUR million", "GBP thousand", "count"):
        return ""
    return f"{w.lower_first(unit.replace('GBP', '£').replace('EUR', '€').replace('=', ' = '))} · "


def _draw_trend(line: Line) -> None:
    """A small line of all years, with what it shows in words."""
    import altair as alt

    rows = [
        {"period": o.period, "value": o.value, "shown": written(o.value or 0.0, o.unit, exact=False)}
        for o in line.trend
    ]
    colour = BAR[st.context.theme.type or "light"]
    drawn = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(color=colour, strokeWidth=2.5, point=alt.OverlayMarkDef(size=18, color=colour))
        .encode(
            x=alt.X("period:O", axis=None),
            y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False)),
            tooltip=[alt.Tooltip("period:N", title="Year"), alt.Tooltip("shown:N", title="Value")],
        )
        .properties(height=64)
        .configure_view(stroke=None)
    )
    words = "; ".join(f"{row['period']}: {row['shown']}" for row in rows)
    st.altair_chart(drawn, width="stretch", theme=None, alt=shortened(f"{line.name} by year. {words}", 600), key=f"trend-{line.indicator.indicator_id}")  # fmt: skip


def _change(before: float, now: float, line: Line) -> str:
    """The change between two figures: in percentage points for shares, else per cent. The sign leads the arrow."""
    if line.last.unit.startswith(("%", "per cent", "percentage")):
        return f"{now - before:+.1f} points"
    return f"{100 * (now - before) / abs(before):+.1f}%"


def _draw_sectors(found: Profile) -> None:
    """The strongest sectors of each family of measures, as bars."""
    families = {name: lines for name, lines in found.sectors if len(lines) > 2}
    if not families:
        return
    st.subheader("Sectors and products", anchor=False)
    names = sorted(families, key=lambda name: (not families[name][0].indicator.concept.startswith("lq_"), name))
    name = st.selectbox("Measure", names, format_func=bare, key="family")
    lines = families[name][:12]
    rows = tuple((line.indicator.breakdown or line.name, line.period, line.last.value or 0.0, short(line.last.value or 0.0, line.last.unit)) for line in lines)  # fmt: skip
    years = sorted({line.period for line in lines})
    data = ChartData("bar", f"{name}, {found.place.name}, {years[0] if len(years) == 1 else f'{years[0]} to {years[-1]}'}", lines[0].last.unit, lines[0].indicator.source, rows)  # fmt: skip
    ground = st.context.theme.type or "light"
    st.altair_chart(chart(data, ground), width="stretch", theme=None, alt=chart_words(data), key=f"sectors-{ground}")
    if any(line.indicator.concept.startswith("lq_") for line in lines):
        st.caption("A location quotient above 1 means a sector is a larger part of the economy here than nationally.")
    st.caption(plain(source_line(data)))
    _draw_pictures(data, f"sectors-{found.place.code}")


def _draw_pictures(data: ChartData, name: str) -> None:
    """The chart to take along."""
    with st.container(horizontal=True, gap="small"):
        for kind, mime in PICTURES:
            st.download_button(f"Chart as {kind.upper()}", partial(chart_file, data, kind), f"{name}.{kind}", mime, key=f"{name}-{kind}", type="tertiary", icon=":material/image:", on_click="ignore")  # fmt: skip


def _draw_all(found: Profile) -> None:
    """Every measure held, as a table and as CSV."""
    if not found.lines:
        return
    rows = [
        {
            "Measure": line.name,
            "Value": written(line.last.value or 0.0, line.last.unit),
            "Year": line.period,
            "Rank": _rank(line, found.place),
            "Years held": f"{line.trend[0].period} to {line.trend[-1].period}"
            if len(line.trend) > 1
            else line.last.period,
            "Unit": line.last.unit,
            "Source": line.indicator.source,
        }
        for line in found.lines
    ]
    with st.expander(f"All {len(rows)} measures held", icon=":material/table_rows:"):
        frame = pd.DataFrame(rows)
        st.dataframe(frame, hide_index=True, alt=f"Measures held for {found.place.name}")
        safe = frame.map(csv_cell).to_csv(index=False).encode("utf-8-sig")
        st.download_button(
            "Download as CSV", safe, f"{found.place.code}.csv", "text/csv", on_click="ignore", icon=":material/csv:"
        )


def _draw_reports(found: Profile, index: Index) -> None:
    """The documents with passages about the place, and the pages."""
    st.subheader("Reports that speak of it", anchor=False)
    if not found.reports:
        st.markdown("No passage of the reports is about this place by name.")
    for title, document_id, pages in found.reports[:12]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(plain(title), width="content")
            for page in pages[:6]:
                if st.button(f"p. {page}", key=f"report-{document_id}-{page}", type="tertiary", help="Opens the page"):
                    name = f"place-{document_id}-{page}"
                    st.session_state[f"at-{name}"] = page
                    show_page(page_of(index, document_id, page), name, index)
            if len(pages) > 6:
                st.caption(f"and {len(pages) - 6} more pages", width="content")


def page_of(index: Index, document_id: str, page: int) -> Citation:
    """A page to be shown without a quote to mark."""
    document = index.document(document_id)
    return Citation(
        0, document_id, document.path.name, f"p. {page}", "", page=page, title=document.title,
        publisher=document.publisher, published=document.published.isoformat() if document.published else None, url=document.url,
    )  # fmt: skip


def _draw_gaps(found: Profile, index: Index) -> None:
    """What is held for other places of the kind and not for this one, and the areas to ask about instead."""
    if found.gaps:
        with st.expander(f"Not held for this place: {len(found.gaps)} measures", icon=":material/search_off:"):
            st.markdown("\n".join(f"- {plain(gap)}" for gap in found.gaps[:60]))
    around = [
        p for p, _ in index.gazetteer.containing(found.place, ("LEP", "NUTS2", "ITL2", "region", "ITL1", "country"))
    ]
    if around:
        st.caption(plain("Lies in: " + "; ".join(choice(p) for p in around[:6])))
