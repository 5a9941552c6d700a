"""What can go wrong, as the reader of a message would group it.

HubError
├── UnreadableDocument   a file whose text cannot be read
├── UnreadableTable      a table whose cells cannot be read
├── IndexMissing         no index where one was looked for
├── IndexMismatch        an index made by other settings, or damaged
└── ModelUnavailable     the chat model did not answer in time or as agreed

Each message is one sentence: which file, page, row or column; what was found; what to do.
"""


class HubError(Exception):
    """Something the user can mend; the message says how."""


class UnreadableDocument(HubError):
    """A file whose text cannot be read."""


class UnreadableTable(HubError):
    """A table whose cells cannot be read."""


class IndexMissing(HubError):
    """No index where one was looked for."""


class IndexMismatch(HubError):
    """An index made by other settings than this run's, or damaged."""


class ModelUnavailable(HubError):
    """The chat model did not answer in time, or not as agreed."""
