"""Writes how common words are, for `cargo xtask commonness`: one line a word, `frequency per 10^9 <tab> word`.

Needs `wordfreq` 3 from PyPI (data CC BY-SA 4.0). Words of all its languages that are written with spaces; common ones only,
since whatever is not in the table counts as rare.

    python export.py > words.tsv
"""
import sys
from wordfreq import available_languages, get_frequency_dict

LEAST = 3e-6
for lang in sorted(available_languages("best")):
    if lang in ("zh", "ja", "ko", "th"):
        continue
    for word, share in sorted(get_frequency_dict(lang, "best").items()):
        if share >= LEAST and word.isalpha():
            sys.stdout.write(f"{round(share * 1e9)}\t{word}\n")
    sys.stdout.write("\n")
