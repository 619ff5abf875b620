"""Encoding a text with tiktoken's GPT-2: for comparison with tokenizer.mjs.

  python3 bench/peers/tiktoken_encode.py --text FILE --encoder encoder.json --merges vocab.bpe

Encodes the whole text once for each line on standard input and answers with a line of JSON. The vocabulary comes from
the two files, so nothing is downloaded.
"""
import argparse
import importlib.metadata
import json
import resource
import sys
import time

import tiktoken
from tiktoken.load import data_gym_to_mergeable_bpe_ranks
from tiktoken_ext.openai_public import r50k_pat_str

parser = argparse.ArgumentParser()
for name in ("text", "encoder", "merges"):
    parser.add_argument(f"--{name}", required=True)
options = parser.parse_args()

ranks = data_gym_to_mergeable_bpe_ranks(options.merges, options.encoder)
encoding = tiktoken.Encoding("gpt2", pat_str=r50k_pat_str, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256})
with open(options.text, encoding="utf-8", newline="") as file:
    text = file.read()

print(json.dumps({"peer": f"tiktoken {importlib.metadata.version('tiktoken')}"}), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    tokens = encoding.encode_ordinary(text)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "tokens": len(tokens), "peakBytes": peak}), flush=True)
