"""Near-duplicate detection by `datasketch` and `rensa` on a synthetic archive, or on a pool with known origin.

    cargo xtask archive --reports 20000 > archive.jsonl
    python xtask/compare/lineage.py archive.jsonl [target/release/xtask]
    python xtask/compare/lineage.py reports.jsonl gold.jsonl     # pairs of one language only

Word triples, MinHash of 128 permutations, LSH at a threshold; a report is asked for, then put in, in the order of the
file. A copy counts as found when something of its family answers. Times are of one thread, reading of the file left out.
Where the chores' program is named, it sends the same archive through lineage in the same run, on one thread, from texts
to edges in a file on disk, and ratios of speed are printed.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict

import datasketch
import rensa

PERMUTATIONS = 128


def triples(text):
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


def with_datasketch(texts, threshold):
    lsh = datasketch.MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    for at, text in enumerate(texts):
        sketch = datasketch.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([triple.encode() for triple in triples(text)])
        yield at, lsh.query(sketch)
        lsh.insert(at, sketch)


def with_rensa(texts, threshold):
    # Bands as many as put the steepest point of the curve at the threshold.
    bands = min((16, 32, 64), key=lambda n: abs((1 / n) ** (n / PERMUTATIONS) - threshold))
    lsh = rensa.RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands)
    sketches = []
    for at, text in enumerate(texts):
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(triples(text))
        # As its documentation has it: candidates are kept where the sketches agree.
        found = lsh.query(sketch)
        yield at, [other for other in found if sketches[other].jaccard(sketch) >= threshold]
        lsh.insert(at, sketch)
        sketches.append(sketch)


def archive(path):
    texts, families, kinds = [], [], []
    for line in open(path, encoding="utf-8"):
        line = json.loads(line)
        texts.append(line["text"])
        families.append(line["origin"]["family"])
        kinds.append(line["origin"]["made"])
    return texts, families, kinds


def ours(program, reports):
    """Reports a second of `scale` on one thread, and what it prints."""
    command = [program, "scale", "--reports", str(reports), "--step", str(reports), "--portion", "8000", "--no-stories"]
    told = subprocess.run(command, env=os.environ | {"RAYON_NUM_THREADS": "1"}, capture_output=True, text=True, check=True)
    return float(told.stdout.splitlines()[1].split()[1]), told.stdout


def measure_archive(path, program=None):
    texts, families, kinds = archive(path)
    speed = None
    if program:
        speed, told = ours(program, len(texts))
        print(told, end="", flush=True)
    for name, run in (("datasketch", with_datasketch), ("rensa", with_rensa)):
        for threshold in (0.8, 0.5, 0.3):
            found, right, all_pairs = Counter(), 0, 0
            started = time.perf_counter()
            answers = list(run(texts, threshold))
            took = time.perf_counter() - started
            for at, others in answers:
                same = sum(families[other] == families[at] for other in others)
                right += same
                all_pairs += len(others)
                found[kinds[at]] += same > 0
            of = Counter(kinds)
            recall = "  ".join(f"{k} {found[k] / of[k]:.3f}" for k in sorted(of) if k != "original")
            ratio = f" (Firsthand {speed * took / len(texts):.2f} times as fast)" if speed else ""
            print(f"{name} {threshold}: {len(texts) / took:.0f} reports/s{ratio}, "
                  f"precision of pairs {right / max(1, all_pairs):.3f}; found: {recall}", flush=True)


def measure_pool(path, gold_path):
    gold = {line["id"]: line for line in map(json.loads, open(gold_path, encoding="utf-8"))}
    reports = [json.loads(line) for line in open(path, encoding="utf-8")]
    family = [gold[report["id"]].get("family") for report in reports]
    lang = [report.get("lang") for report in reports]
    groups = defaultdict(list)
    for at in range(len(reports)):
        if family[at]:
            groups[family[at], lang[at]].append(at)
    pairs = {(a, b) for group in groups.values() for a in group for b in group if a < b}
    for name, run in (("datasketch", with_datasketch), ("rensa", with_rensa)):
        for threshold in (0.8, 0.5, 0.3, 0.16):
            answers = run([report["text"] for report in reports], threshold)
            answered = {(b, a) for a, others in answers for b in others if lang[a] == lang[b]}
            print(f"{name} {threshold}: precision {len(answered & pairs) / max(1, len(answered)):.3f}, "
                  f"recall {len(answered & pairs) / len(pairs):.3f} of {len(pairs)} pairs", flush=True)


if __name__ == "__main__":
    pool = len(sys.argv) == 3 and sys.argv[2].endswith(".jsonl")
    (measure_pool if pool else measure_archive)(*sys.argv[1:])
