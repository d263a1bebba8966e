"""One line per event. Ids and numbers only: nothing that a citizen wrote, no names, no query strings."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import InterfaceError, OperationalError

from yangguang.web.callers import request_id

# attributes that every record has; whatever else is on a record was passed as ``extra``
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django and others attach whole objects; none of them belongs into a line
_SKIPPED = frozenset({"request", "server_time", "exc_info", "sql", "params", "alias", "color_message"})


def _facts(record: logging.LogRecord) -> dict[str, object]:
    given = {k: v for k, v in vars(record).items() if k not in _STANDARD and k not in _SKIPPED}
    return {k: v if isinstance(v, str | int | float | bool | None) else str(v) for k, v in given.items()}


# What these say is of programs, files and connections; others may repeat what somebody typed
_TELLING = (AttributeError, ImportError, NameError, TypeError, MemoryError, InterfaceError, OperationalError)


def trace_of(error: BaseException) -> str:
    """Where it happened and through what, without the words of the errors."""
    return "".join(_traced(error, set())).rstrip()


def _traced(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _traced(before, seen)
        yield "\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{_named(error)}\n"


def _named(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, OSError):
        return f"{name}: {error.strerror}" if error.strerror else name
    return f"{name}: {error}" if isinstance(error, _TELLING) else name


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
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same event for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        clock = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        facts = " ".join(f"{key}={value}" for key, value in _facts(record).items())
        line = f"{clock} {record.levelname:7} {record.name}: {record.getMessage()} {facts}".rstrip()
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + trace_of(record.exc_info[1])
        return line
