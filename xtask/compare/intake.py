"""`trafilatura` and Firsthand on the same pages in one run: how many pages a second on one core.

    python xtask/compare/intake.py FOLDER target/release/xtask     # a folder of .html or .html.gz
    cargo xtask crawl --reports 1000 > crawl.warc.gz               # or a synthetic crawl
    python xtask/compare/intake.py crawl.warc.gz target/release/xtask

Pages are held in memory before the clock starts. trafilatura extracts text with metadata, as its documentation has it, once
as it is and once with `fast=True` (no second extractor); the fastest of some rounds counts on both sides. Times are of the
processor, one thread, so that other work on the machine stretches them little. Quality is not compared here: `cargo xtask score intake` scores ours on the same sets.
"""

import gzip
import importlib.metadata
import os
import re
import subprocess
import sys
import time

import trafilatura

ROUNDS = 3


def pages_of(path):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if name.endswith(".html.gz"):
                yield gzip.open(os.path.join(path, name)).read()
            elif name.endswith(".html"):
                yield open(os.path.join(path, name), "rb").read()
    else:
        # Of a crawl of ours: one HTTP answer a record.
        for record in gzip.open(path).read().split(b"WARC/1.1\r\n")[1:]:
            yield record.split(b"\r\n\r\n", 2)[2]


def measure(pages, **options):
    best, read = float("inf"), 0
    for _ in range(ROUNDS):
        started = time.process_time()
        read = sum(trafilatura.bare_extraction(page, with_metadata=True, **options) is not None for page in pages)
        best = min(best, time.process_time() - started)
    return len(pages) / best, read


def main(path, program):
    ours = subprocess.run(
        [program, "pages", path], env=os.environ | {"RAYON_NUM_THREADS": "1"}, capture_output=True, text=True, check=True
    ).stdout
    print(ours, end="", flush=True)
    speed = float(re.search(r"rounds: (\d+) pages", ours)[1])
    pages = list(pages_of(path))
    version = importlib.metadata.version("trafilatura")
    for name, options in (("as it is", {}), ("fast", {"fast": True})):
        theirs, read = measure(pages, **options)
        print(f"trafilatura {version}, {name}: {len(pages)} pages, {read} with text, {theirs:.1f} pages a second of processor time; "
              f"Firsthand is {speed / theirs:.1f} times as fast", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
