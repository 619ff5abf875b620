"""Encoding texts with Hugging Face's tokenizers: for comparison with tokenizer.mjs.

  python3 bench/peers/tokenizers_encode.py --tokenizer tokenizer.json --text FILE [--tokens FILE]

Text that looks like a mark stays text, and no mark is put in front. With --tokens, the tokens are written as 32-bit
numbers; otherwise it encodes the text once for each line on standard input, on one thread, and answers with a line of JSON.
"""
import argparse
import array
import importlib.metadata
import json
import os
import resource
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from tokenizers import Tokenizer  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--tokenizer", required=True)
parser.add_argument("--text", required=True)
parser.add_argument("--tokens")
options = parser.parse_args()

tokenizer = Tokenizer.from_file(options.tokenizer)
tokenizer.encode_special_tokens = True
tokenizer.no_truncation()
with open(options.text, encoding="utf-8", newline="") as file:
    text = file.read()

if options.tokens:
    with open(options.tokens, "wb") as file:
        array.array("I", tokenizer.encode(text, add_special_tokens=False).ids).tofile(file)
    sys.exit()
print(json.dumps({"peer": f"tokenizers {importlib.metadata.version('tokenizers')}"}), flush=True)
for _ in sys.stdin:
    # Without its cache of words from the last round, as ours.
    tokenizer = Tokenizer.from_file(options.tokenizer)
    tokenizer.encode_special_tokens = True
    start, start_of_process = time.perf_counter(), time.process_time()
    tokens = tokenizer.encode(text, add_special_tokens=False).ids
    seconds, processor = time.perf_counter() - start, time.process_time() - start_of_process
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {"seconds": seconds, "processorSeconds": processor, "tokens": len(tokens), "peakBytes": peak}
    print(json.dumps(answer), flush=True)
