"""Encoding a text with tiktoken: for comparison with tokenizer.mjs.

  python3 bench/peers/tiktoken_encode.py --tokenizer tokenizer.json --text FILE

Encodes the whole text once for each line on standard input and answers with a line of JSON. The vocabulary and the
expression that splits text come from the file, so nothing is downloaded. tiktoken takes the ids of tokens for the ranks
of merges, does not normalize, and has no rule for single digits, which an expression replaces.
"""
import argparse
import importlib.metadata
import json
import resource
import sys
import time

import tiktoken

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
DIGITS = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?=\p{N})|\s+(?!\S)|\s+"

parser = argparse.ArgumentParser()
for name in ("text", "tokenizer"):
    parser.add_argument(f"--{name}", required=True)
options = parser.parse_args()

printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
others = [byte for byte in range(256) if byte not in printable]
byte_of = {chr(byte if byte in printable else 0x100 + others.index(byte)): byte for byte in range(256)}

with open(options.tokenizer, encoding="utf-8") as file:
    content = json.load(file)
steps = content["pre_tokenizer"].get("pretokenizers", [content["pre_tokenizer"]])
pattern = {"ByteLevel": GPT2, "Digits": DIGITS}.get(steps[0]["type"]) or steps[0]["pattern"]["Regex"]
added = {token["content"]: token["id"] for token in content["added_tokens"]}
ranks = {
    bytes(byte_of[character] for character in token): id
    for token, id in content["model"]["vocab"].items()
    if token not in added and all(character in byte_of for character in token)
}
# It needs all bytes; those that a vocabulary lacks get ids after all others.
for byte in range(256):
    ranks.setdefault(bytes([byte]), max(*ranks.values(), *added.values()) + 1)
encoding = tiktoken.Encoding("peer", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
with open(options.text, encoding="utf-8", newline="") as file:
    text = file.read()

print(json.dumps({"peer": f"tiktoken {importlib.metadata.version('tiktoken')}"}), flush=True)
for _ in sys.stdin:
    start, start_of_process = time.perf_counter(), time.process_time()
    tokens = encoding.encode_ordinary(text)
    seconds, processor = time.perf_counter() - start, time.process_time() - start_of_process
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {"seconds": seconds, "processorSeconds": processor, "tokens": len(tokens), "peakBytes": peak}
    print(json.dumps(answer), flush=True)
