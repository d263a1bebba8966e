"""One line per event. Ids and numbers only: nothing that a citizen wrote, no names, no query strings."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from yangguang.web.callers import request_id

# attributes that every record has; whatever else is on a record was passed as ``extra``
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django and others attach whole objects; none of them belongs into a line
_SKIPPED = frozenset({"request", "server_time", "exc_info", "sql", "params", "alias", "color_message"})


def _facts(record: logging.LogRecord) -> dict[str, object]:
    given = {k: v for k, v in vars(record).items() if k not in _STANDARD and k not in _SKIPPED}
    return {k: v if isinstance(v, str | int | float | bool | None) else str(v) for k, v in given.items()}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class JsonLines(logging.Formatter):
    """An event as one line of JSON, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= _facts(record)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same event for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        clock = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        facts = " ".join(f"{key}={value}" for key, value in _facts(record).items())
        line = f"{clock} {record.levelname:7} {record.name}: {record.getMessage()} {facts}".rstrip()
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + self.formatException(record.exc_info)
        return line
