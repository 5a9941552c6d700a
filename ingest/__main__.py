"""`python -m ingest`: make or update the index of a folder, look at what it would read, go back to the build before."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import HubError
from ingest.settings import Settings

if TYPE_CHECKING:  # what follows loads libraries, which `--help` should not wait for
    from ingest.manifest import FileReport, Manifest

USAGE = """\
python -m ingest [CORPUS] [--index DIR] [--rebuild] [--json]
       python -m ingest check [CORPUS] [--json]
       python -m ingest status [--index DIR] [--json]
       python -m ingest rollback [--index DIR]"""
COMMANDS = ("check", "status", "rollback")


def main(arguments: list[str]) -> int:
    """The exit status: 0 done, 1 an error or a file that could not be read; argparse exits with 2 for wrong usage."""
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "ingest"
    try:
        settings = Settings.from_env(os.environ)
        given = _parser(command, settings).parse_args(arguments[command != "ingest" :])
        if command == "status":
            return _status(given)
        if command == "rollback":
            return _rollback(given)
        if command == "check":
            return _check(given, settings)
        return _ingest(given, settings)
    except HubError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: stopped; what was published before still answers", file=sys.stderr)
        return 1


def _parser(command: str, settings: Settings) -> argparse.ArgumentParser:
    """The arguments of one command."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        usage=USAGE,
        description="Read a folder of reports and tables (PDF, DOCX, HTML, MD, TXT, CSV, XLSX) into the index that"
        " answers are made from. What did not change is neither read nor embedded again.",
        epilog="`check` tells what would be read and what cannot be, and writes nothing. `status` tells what the index"
        " holds. `rollback` goes back to the build before the one in use. Exit status: 0 done, 1 error or a file that"
        " could not be read (the others are published), 2 usage.",
    )
    if command in ("ingest", "check"):
        parser.add_argument(
            "corpus", nargs="?", type=Path, default=settings.corpus, metavar="CORPUS",
            help=f"the folder to read (HUB_CORPUS; now {settings.corpus})",
        )  # fmt: skip
    if command != "check":
        parser.add_argument(
            "--index", type=Path, default=settings.index, metavar="DIR",
            help=f"where the index lies (HUB_INDEX; now {settings.index})",
        )  # fmt: skip
    if command == "ingest":
        parser.add_argument("--rebuild", action="store_true", help="read and embed everything anew")
    if command != "rollback":
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


class _Bars:
    """Progress on standard error: a bar for each step on a terminal, one line for each step elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None

    def stage(self, name: str, total: int, unit: str) -> None:
        """Begin a step."""
        from tqdm import tqdm

        self.close()
        if sys.stderr.isatty():
            self._bar = tqdm(total=total, desc=name, unit=unit, file=sys.stderr, dynamic_ncols=True)
        elif total:
            print(f"{name}: {total} {unit}{'s' if total != 1 else ''}", file=sys.stderr)

    def advance(self, n: int) -> None:
        """So much of the step was done."""
        if self._bar is not None:
            self._bar.update(n)

    def say(self, sentence: str) -> None:
        """Print a sentence above the bar."""
        self.close()
        print(sentence, file=sys.stderr)

    def close(self) -> None:
        """End the bar, if there is one."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _ingest(given: argparse.Namespace, settings: Settings) -> int:
    """Bring the index up to date and print what it holds."""
    from dataclasses import replace

    from ingest.pipeline import ingest

    bars = _Bars()
    try:
        outcome = ingest(given.corpus, replace(settings, index=given.index), bars, given.rebuild)
    finally:
        bars.close()
    bad = [report for report in outcome.manifest.files if report.error is not None]
    if given.json:
        print(json.dumps({"unchanged": outcome.unchanged, **asdict(outcome.manifest)}, ensure_ascii=False, indent=1))
    elif outcome.unchanged:
        print(f"unchanged: {_held(outcome.manifest)}, built {outcome.manifest.built}")
    else:
        made = outcome.manifest
        print(f"published: {_held(made)}; {made.n_embedded} embedded, {made.n_carried} carried over; {made.seconds} s")
    for report in bad:
        print(f"could not be read: {_reason(report)}", file=sys.stderr)
    faults = [fault for report in outcome.manifest.files for fault in report.faults]
    for fault in faults:
        print(f"read in part: {fault}", file=sys.stderr)
    return 1 if bad or faults else 0


def _held(manifest: "Manifest") -> str:
    """What a build holds, in a phrase."""
    return (
        f"{manifest.n_documents} documents, {manifest.n_pages} pages, {manifest.n_passages} passages,"
        f" {manifest.n_tables} tables, {manifest.n_observations} figures of {manifest.n_indicators} indicators"
    )


def _check(given: argparse.Namespace, settings: Settings) -> int:
    """Print what would become of each file of a corpus, writing nothing."""
    from ingest.pipeline import check

    bars = _Bars()
    try:
        reports = check(given.corpus, settings, bars)
    finally:
        bars.close()
    if given.json:
        print(json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        for report in reports:
            print(_file_line(report))
    bad = sum(report.error is not None for report in reports)
    print(f"{len(reports) - bad} files can be read, {bad} cannot", file=sys.stderr)
    return 1 if bad or any(report.faults for report in reports) else 0


def _file_line(report: "FileReport") -> str:
    """What became of one file, in a line or a few."""
    if report.error is not None:
        return f"cannot be read: {_reason(report)}"
    parts = [_counted(report.n_pages, "page")]
    if report.empty_pages:
        parts.append(f"{len(report.empty_pages)} empty ({', '.join(map(str, report.empty_pages[:10]))})")
    parts += [
        _counted(report.n_passages, "passage"),
        _counted(report.n_tables, "table"),
        _counted(report.n_observations, "figure"),
    ]
    lines = [f"{report.path}: {', '.join(parts)}"]
    if report.unmatched_places:
        shown = ", ".join(report.unmatched_places[:8])
        lines.append(f"    {len(report.unmatched_places)} place names not matched: {shown}")
    if report.n_unparsed:
        lines.append(f"    {report.n_unparsed} cells or rows not parsed: {'; '.join(report.unparsed[:3])}")
    lines += [f"    {note}" for note in (*report.notes, *report.faults)]
    return "\n".join(lines)


def _counted(n: int, noun: str) -> str:
    """A number with its noun: "1 page", "2 pages"."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _reason(report: "FileReport") -> str:
    """Which file could not be read and why; the reason may begin with the file's name, which is then not repeated."""
    return f"{report.path}: {(report.error or '').removeprefix(f'{Path(report.path).name}: ')}"


def _status(given: argparse.Namespace) -> int:
    """Print what the index holds and which builds there are."""
    from ingest import publish
    from ingest.errors import IndexMismatch, IndexMissing
    from ingest.manifest import Manifest

    used = publish.current(given.index)
    if used is None:
        raise IndexMissing(f"no index at {given.index}; make one with `python -m ingest --index {given.index}`")
    builds: list[tuple[str, Manifest | None, str]] = []
    for build_id in [used, *publish.others(given.index, used)]:
        try:
            builds.append((build_id, publish.intact(given.index, build_id), ""))
        except IndexMismatch as error:
            builds.append((build_id, None, str(error)))
    if given.json:
        rows = [
            {"id": build_id, "in_use": build_id == used, "error": damage, "manifest": manifest and asdict(manifest)}
            for build_id, manifest, damage in builds
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for build_id, manifest, damage in builds:
            state = "in use" if build_id == used else "kept for rollback"
            print(f"{build_id} ({state}): {_held(manifest) + ', built ' + manifest.built if manifest else damage}")
            for report in manifest.files if manifest else ():
                if report.error is not None:
                    print(f"    could not be read: {_reason(report)}")
                for fault in report.faults:
                    print(f"    read in part: {fault}")
    return 1 if builds[0][1] is None else 0


def _rollback(given: argparse.Namespace) -> int:
    """Go back to the build before the one in use."""
    from ingest import publish

    with publish.locked(given.index, lambda sentence: print(sentence, file=sys.stderr)):
        build_id = publish.rollback(given.index)
    print(f"in use now: {build_id}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
