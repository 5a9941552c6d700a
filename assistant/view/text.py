"""Text made safe to draw: nothing from a document, a table or a model may format, link, fetch or compute.

Streamlit draws Markdown nearly everywhere, labels and table cells included, so everything passes through `plain`.
"""

import re
from urllib.parse import urlsplit

MARKER = re.compile(r"\[(\d+)\]")
# CommonMark takes a backslash before any of these; "$" is Streamlit's sign for formulas.
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:=@])")
# Streamlit looks for these in the text that is left when escapes are gone, so escaping alone does not help.
SHORTCODE = re.compile(r":(?=[\w+\-/]+:)")
ARROWS = re.compile(r"(?<=[<\-=~>])(?=[\-=>])")
PICTURE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)")
ADDRESS = re.compile(r"\b(?:https?|ftp)://(?:www\.)?|\bwww\.(?=\w)", re.I)
SCHEME = re.compile(r":(?=//)|(?<=www)(?=\.)", re.I)
MAIL = re.compile(r"(?<=[\w.+\-])@(?=\w)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
RANKED = re.compile(r"- (\d{1,3})[.)]? (?=\S)")
NUMBERED = re.compile(r"(\d{1,2})[.)] (?=\S)")
RUN = re.compile(r"(?:\[\d+\]){4,}")
JOINER = "\u2060"  # shows as nothing; keeps two characters from being read as one sign


def plain(text: str) -> str:
    """Markdown that shows the text as it stands, on one line: no formatting, formula, picture or link comes of it.

    Pictures and links keep their words and lose their address; a bare address loses what would make it a link.
    """
    text = " ".join(CONTROL.sub("", text).split())
    text = PICTURE_OR_LINK.sub(r"\1", text)
    while ADDRESS.search(text):
        text = ADDRESS.sub("", text)
    text = SCHEME.sub(lambda match: match[0] + JOINER, text)
    text = MAIL.sub("@" + JOINER, text)
    text = SHORTCODE.sub(":" + JOINER, text)
    text = ARROWS.sub(JOINER, text)
    return SPECIAL.sub(r"\\\1", text)


def bare(text: str) -> str:
    """The text on one line for where Streamlit draws no Markdown: the choices of a list."""
    return " ".join(CONTROL.sub("", text).split())


def lines(text: str) -> str:
    """Like `plain`, keeping paragraphs, line ends and lists; "- 1 A", "- 2 B" and "1. A", "2. B" become numbered lists."""
    given = _numbered([line.strip() for line in text.splitlines()])
    ranks = [match[1] for line in given if (match := RANKED.match(line))]
    numbered = len(ranks) > 1 and ranks == [str(n) for n in range(1, len(ranks) + 1)]
    drawn = ""
    listed = False
    for line in given:
        item = line.startswith("- ")
        if item and numbered and (match := RANKED.match(line)):
            shown = f"{match[1]}. {plain(line[match.end() :])}"
        else:
            shown = f"- {plain(line[2:])}" if item else plain(line)
        if shown:
            drawn += (("\n" if item and listed else "\n\n") if drawn else "") + shown
        listed = item
    return drawn


def _numbered(given: list[str]) -> list[str]:
    """The lines, with those that count "1. ", "2. " and so on made items of a list."""
    counted = [match[1] for line in given if (match := NUMBERED.match(line))]
    if len(counted) < 2 or counted != [str(n) for n in range(1, len(counted) + 1)]:
        return given
    return [f"- {line}" if NUMBERED.match(line) else line for line in given]


def with_markers(text: str, known: frozenset[int], anchor: str | None) -> str:
    """The answer's text as Markdown, each marker of a known citation a link to its card, or in bold without an anchor.

    `anchor` is the beginning of the cards' names on the page; a card's name ends in its marker.
    """
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        marker = int(match[1])
        if marker not in known:
            return match[0]
        held.append(f"[\\[{marker}\\]](#{anchor}{marker})" if anchor else f"**\\[{marker}\\]**")
        return f"\ue000{len(held) - 1}\ue001"

    text = RUN.sub(_shortened_run, text.replace("\ue000", "").replace("\ue001", ""))
    drawn = lines(MARKER.sub(keep, text))
    drawn = re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m[1])], drawn)
    # Every other star is escaped: these end one bold marker and begin the next, which Markdown would show as stars.
    return drawn.replace("****", "")


def _shortened_run(match: re.Match[str]) -> str:
    """ "[1][2][3][4]" as "[1]–[4]"; markers that do not count on from one another stay as they are."""
    numbers = [int(n) for n in MARKER.findall(match[0])]
    on = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"[{numbers[0]}]–[{numbers[-1]}]" if on else match[0]


def link(url: str | None) -> str | None:
    """The address when a browser may be sent to it: http or https, with a host, and nothing odd in it; else None."""
    if not url or re.search(r"[\s<>\"'`\\()\[\]]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        return None
    return url


def shortened(text: str, n_characters: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer."""
    text = " ".join(text.split())
    if len(text) <= n_characters:
        return text
    return text[: n_characters + 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


NUMBER = re.compile(r"[+\-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+\-]?\d+)?%?")


def csv_cell(value: object) -> str:
    """A cell that no spreadsheet will run as a formula: what starts with = + - @ gets an apostrophe, numbers do not."""
    text = "" if value is None else str(value)
    # A leading tab or line end is dropped by some spreadsheets, which then see what follows it.
    if text.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") and not NUMBER.fullmatch(text):
        return "'" + text
    return "'" + text if text[:1] in ("\t", "\r", "\n") else text
