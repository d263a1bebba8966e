"""How many reports a second are read and checked on one core, by kind, and against the bare libraries.

The floor for PDF is pdfplumber taking the tables of the same file, for DOCX python-docx walking the
cells of its tables: neither understands nor checks anything. The bound is 1.5 times their time. For
text and web pages the bound is 300 reports a second; lxml taking the cells of the page is shown beside
it, and how fast this core adds, for reports a second say nothing without the core that read them.
"""

from __future__ import annotations

import gc
import io
import resource
import sys
import time
from collections.abc import Callable
from statistics import median

import docx
import lxml.html
import pdfplumber

from material import Sample, samples
from yangguang.annualreport.checking import check
from yangguang.annualreport.reading import read

LIGHT = ("txt", "html")
ROUNDS, ROUNDS_OF_LIGHT = 5, 50  # a light round takes too little time for a few of them to tell
FASTEST = 300  # reports a second, of the light kinds
RATIO = 1.5  # of the bare extraction, PDF and DOCX


def ours(sample: Sample) -> None:
    check(read(sample.data, name=sample.name))


def bare_pdf(sample: Sample) -> None:
    with pdfplumber.open(io.BytesIO(sample.data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def bare_docx(sample: Sample) -> None:
    for table in docx.Document(io.BytesIO(sample.data)).tables:
        for row in table.rows:
            for cell in row.cells:
                cell.text  # noqa: B018 - taking the text is the work


def bare_html(sample: Sample) -> None:
    for cell in lxml.html.fromstring(sample.data).iter("td", "th"):
        cell.text_content()


def additions() -> float:
    """Seconds this core takes for ten million additions in Python: the best of three."""
    times = []
    for _ in range(3):
        start, total = time.process_time(), 0
        for number in range(10_000_000):
            total += number
        times.append(time.process_time() - start)
    return min(times)


def milliseconds(work: Callable[[Sample], None], files: list[Sample], rounds: int) -> float:
    """The median over rounds of the processor time per file."""
    work(files[0])
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        for sample in files:
            work(sample)
        times.append((time.process_time() - start) * 1000 / len(files))
    return median(times)


def main() -> int:
    by_kind: dict[str, list[Sample]] = {}
    # Text and pages first: the PDF library fills the memory in which they would be measured.
    for sample in sorted(samples(), key=lambda one: one.kind not in LIGHT):
        by_kind.setdefault(sample.kind, []).append(sample)
    print(f"ten million additions in Python: {additions():.2f} s of this core")
    print(f"{'kind':6}{'files':>6}{'ms':>9}{'per s':>8}{'bare ms':>9}{'ratio':>8}  bound")
    missed = 0
    for kind, files in by_kind.items():
        took = milliseconds(ours, files, ROUNDS_OF_LIGHT if kind in LIGHT else ROUNDS)
        bare = {"pdf": bare_pdf, "docx": bare_docx, "html": bare_html}.get(kind)
        floor = milliseconds(bare, files, 1) if bare else 0.0
        bound = f"≥ {FASTEST}/s" if kind in LIGHT else f"ratio ≤ {RATIO}" if bare else ""
        met = 1000 / took >= FASTEST if kind in LIGHT else not bare or took <= RATIO * floor
        missed += not met
        ratio = f"{took / floor:8.2f}" if bare else " " * 8
        print(
            f"{kind:6}{len(files):6}{took:9.2f}{1000 / took:8.0f}{floor:9.1f}{ratio}  "
            f"{bound} {'' if met else 'MISSED'}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole run, bare libraries included: {peak:.0f} MiB")
    return 0 if not missed else 1


if __name__ == "__main__":
    sys.exit(main())
