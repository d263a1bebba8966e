"""A folder of ten thousand reports, all cores busy, memory flat.

Prints reports a second and how the memory of the workers moved between the first and the last
tenth of the files: a ratio near 1 is flat.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

from material import samples
from yangguang.annualreport.batch import over_files
from yangguang.annualreport.checking import check
from yangguang.annualreport.reading import read

FILES = int(os.environ.get("YANGGUANG_BENCH_COUNT", "10000"))


def one(path: Path) -> tuple[int, float]:
    """Read and check a file; returns the findings and this worker's memory now, in MiB."""
    findings = len(check(read(path)).findings)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return findings, pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def main() -> int:
    mixed = [sample for sample in samples() if sample.kind in ("txt", "html", "docx", "json")]
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(FILES):
            sample = mixed[number % len(mixed)]
            path = Path(folder) / f"{number:05}-{sample.name}"
            path.write_bytes(sample.data)
            files.append(path)
        start = time.monotonic()
        memory = []
        failed = 0
        for result in over_files(files, one):
            failed += result.error is not None
            if result.value is not None:
                memory.append(result.value[1])
        took = time.monotonic() - start
    tenth = max(len(memory) // 10, 1)
    first, last = mean(memory[tenth : 2 * tenth]), mean(memory[-tenth:])
    print(f"{len(files)} files in {took:.1f} s: {len(files) / took:.0f} a second on {os.cpu_count()} cores")
    print(
        f"worker memory: {first:.0f} MiB in the second tenth, {last:.0f} MiB in the last, ratio {last / first:.2f}"
    )
    print(f"failed: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
