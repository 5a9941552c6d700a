"""The report as one HTML page that needs nothing else: tables, inline charts, failures by name with the answer given."""

from collections.abc import Iterable, Sequence
from html import escape

from evals import charts
from evals.bootstrap import Difference, compare
from evals.gates import faults
from evals.report import (
    HEADLINE,
    MOST,
    THIN,
    Row,
    baseline_rows,
    failures,
    group_rows,
    kind_rows,
    shortened,
    suite_rows,
    unlisted,
    wins,
)
from evals.results import Case, Results

STYLE = """
:root { --ink: #1c2430; --soft: #5a6675; --line: #dfe3e8; --wash: #f6f7f9; --blue: #1d5b8f; --red: #a32d22; --green: #1f6f43; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.5 "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 80px; }
h1 { font-size: 1.75rem; margin: 0 0 4px; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 48px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 22px 0 6px; }
p { max-width: 46rem; margin: 6px 0 12px; }
.soft, caption, figcaption { color: var(--soft); font-size: .9rem; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 14px 0; font-size: .95rem; }
a { color: var(--blue); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, figure:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
.scroll { overflow-x: auto; margin: 8px 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; color: var(--soft); white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; }
td.w { white-space: nowrap; }
tr.own td { font-weight: 600; }
.worse { color: var(--red); font-weight: 600; } .better { color: var(--green); font-weight: 600; }
.gate { padding: 10px 14px; border-left: 4px solid var(--green); background: var(--wash); max-width: none; }
.gate.bad { border-color: var(--red); }
figure { margin: 10px 0 18px; overflow-x: auto; } figure svg { max-width: 100%; height: auto; display: block; }
.narrow { display: none; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 0 32px; }
details { border-bottom: 1px solid var(--line); } summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
ol.failed { margin: 0 0 14px; padding-left: 0; list-style: none; }
ol.failed li { padding: 8px 0 8px 12px; border-left: 3px solid var(--line); margin: 8px 0; overflow-wrap: anywhere; }
ol.failed .q { font-weight: 600; } ol.failed .p { color: var(--red); }
code { font-size: .85em; color: var(--soft); }
@media (max-width: 600px) { .wide { display: none; } .narrow { display: block; } main { padding: 18px 14px 60px; } h1 { font-size: 1.4rem; } th, td { padding-right: 10px; } }
"""


def html(results: Results, against: Results, day: str) -> str:
    """The page."""
    changes = {d.name: d for d in compare(against, results)}
    said = [fault for name in results.suites for fault in faults(results, name, against)]
    version = results.about.get("version", "")
    n_cases = sum(len(cases) for cases in results.suites.values())
    parts = [
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>Hub Assistant: evaluation of {escape(day)}</title><style>{STYLE}</style></head><body><main>",
        "<h1>How good are the answers?</h1>",
        f"<p class='soft'>Hub Assistant, evaluation of {escape(day)}{', version ' + escape(version) if version else ''}; "
        f"{n_cases:,} scores in {len(results.suites)} suites, by a program, with no network and no language model.</p>",
        "<nav aria-label='Parts of the report'>"
        + "".join(f"<a href='#{i}'>{t}</a>" for i, t in PARTS if i != "baselines" or results.baselines)
        + "</nav>",
        _gates(said),
        "<h2 id='suites'>Suites</h2>",
        _headline_chart(results, against),
        _suites(results, changes),
        _changed(changes),
        _baselines(results),
        "<h2 id='kinds'>Kinds of question</h2>",
        *_kinds(results),
        "<h2 id='places'>Partnerships</h2>",
        "<p>Figures, conversations and questions outside that are about one partnership, or compare up to three. The "
        "weakest stand first, so that a thinly covered place shows.</p>",
        _groups(group_rows(results, "leps"), "Partnership"),
        "<h2 id='measures'>Measures</h2>",
        _groups(group_rows(results, "measures"), "Measure"),
        "<h2 id='speed'>Speed and size</h2>",
        _speed(results),
        "<h2 id='failures'>Failures</h2>",
        "<p>Every case that was not wholly right, with what was wrong and the answer given.</p>",
        *(_failures(name, failed) for name, failed in failures(results).items()),
        "</main></body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


PARTS = (
    ("suites", "Suites"),
    ("baselines", "Baselines"),
    ("kinds", "Kinds"),
    ("places", "Partnerships"),
    ("measures", "Measures"),
    ("speed", "Speed and size"),
    ("failures", "Failures"),
)


def _gates(said: Sequence[str]) -> str:
    if not said:
        return (
            "<p class='gate'>Every suite holds: none fell below the accepted run by more than its interval, and every "
            "promise of the design is kept.</p>"
        )
    lines = "".join(f"<li>{escape(line[:600])}</li>" for line in said)
    words = "One suite fails" if len(said) == 1 else f"{len(said)} suites fail"
    return f"<div class='gate bad'><strong>{words}.</strong><ul>{lines}</ul></div>"


def _headline_chart(results: Results, against: Results) -> str:
    rows = [r for r in suite_rows(results) if r.name in HEADLINE]
    rows.sort(key=lambda r: HEADLINE.index(r.name))
    if not rows:
        return ""
    marks = [
        (r.name, r.share, r.low, r.high, against.share(r.name) if r.name in against.suites else None) for r in rows
    ]
    drawn = (
        ("wide", charts.shares(marks, "share right")),
        ("narrow", charts.shares(marks, "share right", narrow=True)),
    )
    caption = "Share right with its 95 % interval. The upright tick is the accepted run."
    label = "Share right by suite; the table below holds the same numbers."
    return "".join(f"<div class='{css}'>{_figure(svg, caption, label)}</div>" for css, svg in drawn)


def _suites(results: Results, changes: dict[str, Difference]) -> str:
    body = "".join(
        f"<tr><td>{escape(r.name)}</td><td class='n'>{r.n}</td><td class='n'>{r.share:.3f}</td>"
        f"<td class='w'>{r.low:.2f} to {r.high:.2f}</td><td>{_change(changes.get(r.name))}</td></tr>"
        for r in suite_rows(results)
    )
    return _scroll(
        "<table><thead><tr><th>Suite</th><th class='n'>Cases</th><th class='n'>Right</th><th>95 % interval</th>"
        f"<th>Change from the accepted run</th></tr></thead><tbody>{body}</tbody></table>",
        "Suites",
    )


def _change(change: Difference | None) -> str:
    if change is None:
        return "new"
    if not (change.fell or change.rose):
        return "none"
    words = f"{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f}), {change.verdict}"
    return f"<span class='{change.verdict if change.verdict in ('worse', 'better') else 'soft'}'>{words}</span>"


def _changed(changes: dict[str, Difference]) -> str:
    rows = "".join(
        f"<tr><td>{escape(d.name)}</td><td>{escape(', '.join(d.fell[:40])) or '–'}</td><td>{escape(', '.join(d.rose[:40])) or '–'}</td></tr>"
        for d in changes.values()
        if d.fell or d.rose
    )
    if not rows:
        return ""
    table = f"<table><thead><tr><th>Suite</th><th>Fell</th><th>Rose</th></tr></thead><tbody>{rows}</tbody></table>"
    return "<h3>Cases that changed since the accepted run</h3>" + _scroll(table, "Cases that changed")


def _baselines(results: Results) -> str:
    if not results.baselines:
        return ""
    rows = baseline_rows(results)
    out = [
        "<h2 id='baselines'>Baselines</h2>",
        "<p>The same files, the same embedding model, the same questions; each system gives its ten best pages.</p>",
    ]
    won = wins(results)
    out.append(
        "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in won) + "</ul>"
        if won
        else "<p>No baseline is above ours on any measure.</p>"
    )
    for name in results.baselines:
        out.append(f"<h3>{escape(name[:1].upper() + name[1:])}</h3><div class='two'>")
        for measure in dict.fromkeys(m for n, m, *_ in rows if n == name):
            marks = [(s, share, change is None) for n, m, s, share, _, change in rows if (n, m) == (name, measure)]
            if measure in ("right page first", "right page in first 5", "nDCG@10", "MRR@10"):
                out.append(_figure(charts.bars(marks), measure, f"{measure} by system; the table below holds the same numbers."))  # fmt: skip
        out.append("</div>")
        body = "".join(
            f"<tr class='{'own' if change is None else ''}'><td>{escape(measure)}</td><td>{escape(system)}</td><td class='n'>{share:.3f}</td>"
            f"<td class='w'>{_gap(change)}</td></tr>"
            for n, measure, system, share, _, change in rows
            if n == name
        )
        out.append(
            _scroll(
                "<table><thead><tr><th>Measure</th><th>System</th><th class='n'>Mean</th><th>Against ours, 95 % interval</th></tr></thead>"
                f"<tbody>{body}</tbody></table>",
                f"Baselines on {name}",
            )
        )
    return "\n".join(out)


def _gap(change: Difference | None) -> str:
    if change is None:
        return ""
    css = "worse" if change.low > 0 else "soft"
    return f"<span class='{css}'>{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f})</span>"


def _kinds(results: Results) -> list[str]:
    """A table for each suite that has kinds, folded away but for the first."""
    by_suite: dict[str, list[Row]] = {}
    for suite, found in kind_rows(results):
        by_suite.setdefault(suite, []).append(found)
    first = "figures" if "figures" in by_suite else next(iter(by_suite), "")
    return [
        f"<details{' open' if suite == first else ''}><summary>{escape(suite)}</summary>"
        + _table(("Kind",), (((r.name,), r) for r in rows))
        + "</details>"
        for suite, rows in by_suite.items()
    ]


def _groups(rows: Sequence[Row], head: str) -> str:
    if not rows:
        return "<p>No case names one.</p>"
    named = (((r.name + (f" · fewer than {THIN} cases" if r.n < THIN else ""),), r) for r in rows)
    return _table((head,), named)


def _speed(results: Results) -> str:
    timed = [r for r in suite_rows(results) if r.p50_ms is not None and ":" not in r.name]
    out = []
    if timed:
        marks = [(f"{r.name}, {word}", value, word == "half within") for r in timed for word, value in (("half within", r.p50_ms), ("95 % within", r.p95_ms)) if value is not None]  # fmt: skip
        out.append(_figure(charts.bars(marks, percent=False), "Time per answer, milliseconds", "Time per answer by suite; the tables hold the same numbers."))  # fmt: skip
    if results.measures:
        body = "".join(
            f"<tr><td>{escape(k)}</td><td class='n'>{v:,.4g}</td></tr>" if v < 1000 else f"<tr><td>{escape(k)}</td><td class='n'>{v:,.0f}</td></tr>"
            for k, v in results.measures.items()
        )  # fmt: skip
        out.append(_scroll(f"<table><thead><tr><th>Measure</th><th class='n'>Value</th></tr></thead><tbody>{body}</tbody></table>", "Speed and size"))  # fmt: skip
    return "\n".join(out)


def _failures(name: str, failed: Sequence[Case]) -> str:
    items = "".join(
        f"<li><div><code>{escape(c.case_id)}</code> <span class='q'>{escape(c.question)}</span></div>"
        f"<div class='p'>{escape(shortened(c.problem) or 'wrong')}</div>"
        + (f"<div class='soft'>Answer: {escape(shortened(c.answer))}</div>" if c.answer else "")
        + "</li>"
        for c in failed[:MOST]
    ) + "".join(f"<li>{escape(line)}</li>" for line in unlisted(failed))
    return f"<details><summary>{escape(name)}: {len(failed)}</summary><ol class='failed'>{items}</ol></details>"


def _table(heads: Sequence[str], rows: Iterable[tuple[Sequence[str], Row]]) -> str:
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(name)}</td>" for name in names)
        + f"<td class='n'>{r.n}</td><td class='n'>{r.share:.3f}</td><td class='w'>{r.low:.2f} to {r.high:.2f}</td>"
        + f"<td class='n'>{'' if r.p50_ms is None else f'{r.p50_ms:.0f}'}</td><td class='n'>{'' if r.p95_ms is None else f'{r.p95_ms:.0f}'}</td></tr>"
        for names, r in rows
    )
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    return _scroll(
        f"<table><thead><tr>{head}<th class='n'>Cases</th><th class='n'>Right</th><th>95 % interval</th>"
        f"<th class='n'>p50 ms</th><th class='n'>p95 ms</th></tr></thead><tbody>{body}</tbody></table>",
        heads[-1],
    )


def _scroll(table: str, label: str) -> str:
    """A table that scrolls sideways on a narrow screen, reachable by keyboard."""
    return f"<div class='scroll' tabindex='0' role='region' aria-label='{escape(label)}'>{table}</div>"


def _figure(svg: str, caption: str, label: str) -> str:
    svg = svg.replace('role="img"', f'role="img" aria-label="{escape(label)}"', 1)
    return f"<figure tabindex='0'>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
