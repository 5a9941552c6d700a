"""The few looks that Streamlit's theme has no setting for: a focus that is seen, and tables that fit a telephone."""

import streamlit as st

STYLE = """<style>
:is(a, button, summary, [role="button"], main, section[tabindex], div[tabindex="0"]):focus-visible {
  outline: 2px solid currentColor !important;
  outline-offset: 2px;
}
[data-testid="stMarkdownContainer"] table { max-width: 100%; }
[data-testid="stMarkdownContainer"] :is(th, td) { overflow-wrap: anywhere; }
@media (max-width: 640px) {
  [data-testid="stMarkdownContainer"] :is(th, td) { padding: 0.25rem 0.375rem; font-size: 0.875rem; }
}
</style>"""


def draw_style() -> None:
    """Give the page these looks."""
    st.html(STYLE)
