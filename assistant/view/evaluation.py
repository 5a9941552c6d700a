"""How good the answers are, as the last evaluation run measured it: read from a file, with every failure by name."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from assistant.view.text import plain, shortened


def draw(path: Path) -> None:
    """The page, from the results file that `make evals` writes."""
    st.title("How good are the answers?", anchor=False)
    st.markdown(
        "Questions with known answers are asked of the assistant, and each answer is checked by a program: the figure, its unit, "
        "place and year, the page cited, and whether it rightly said that something is not held."
    )
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        suites: dict[str, list[dict[str, Any]]] = results["suites"]
        rows = [row for name in sorted(suites) for row in _rows(name, suites[name])]
    except FileNotFoundError:
        st.info(
            "No evaluation has been run yet. In the project's folder, run `make evals`, then reload this page.",
            icon=":material/info:",
        )
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        st.error(
            f"{plain(path.name)} cannot be read ({plain(str(error))}); run `make evals` again.", icon=":material/error:"
        )
        return
    about = results.get("about") or {}
    st.caption(
        " · ".join(plain(str(x)) for x in (results.get("date", ""), *(f"{k} {v}" for k, v in about.items())) if x)
    )
    frame = pd.DataFrame(rows)
    st.dataframe(
        frame, hide_index=True, alt="Share right by set of questions",
        column_config={"Right": st.column_config.ProgressColumn("Right", format="percent", min_value=0.0, max_value=1.0)},
    )  # fmt: skip
    measures = results.get("measures") or {}
    if measures:
        with st.expander("Speed and size", icon=":material/speed:"):
            st.dataframe(pd.DataFrame({"Measure": list(measures), "Value": list(measures.values())}), hide_index=True)
    _draw_failures(suites)


def _rows(name: str, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for the suite, and one for each kind of question in it where there are several."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        kinds[str(case.get("kind") or "all")].append(case)
    groups = [("all", cases)] + (sorted(kinds.items()) if len(kinds) > 1 else [])
    return [
        {
            "Questions": name,
            "Kind": kind,
            "Number": len(chosen),
            "Right": sum(float(c["score"]) for c in chosen) / len(chosen),
        }
        for kind, chosen in groups
        if chosen
    ]


def _draw_failures(suites: dict[str, list[dict[str, Any]]]) -> None:
    """The questions that were not answered rightly, suite by suite."""
    for name in sorted(suites):
        failed = [c for c in suites[name] if float(c["score"]) < 1]
        if not failed:
            continue
        with st.expander(f"{plain(name)}: {len(failed)} not fully right", icon=":material/rule:"):
            for c in failed[:40]:
                st.markdown(
                    f"- {plain(str(c.get('question', '')))} :small[{plain(shortened(str(c.get('problem', '')), 300))}]"
                )
            if len(failed) > 40:
                st.caption(f"and {len(failed) - 40} more")
