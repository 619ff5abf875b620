"""Writes ggml-types.gguf with the package gguf: one row of 256 numbers in each type that it can dequantise, and what it
says they are, as float32, under the same name with ".expected". The blocks are random bytes, their scales small floats."""

import sys

import gguf
import numpy as np
from gguf import GGMLQuantizationType as T

# Where the float16 scales of a block lie.
SCALES = {
    T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0],
    T.Q2_K: [80, 82], T.Q3_K: [108], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208],
}

random = np.random.default_rng(6)
writer = gguf.GGUFWriter(sys.argv[1], "test")
for kind in [T.F32, T.F16, T.BF16, *SCALES]:
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    if kind in SCALES:
        blocks = random.integers(0, 256, (256 // elements, size), dtype=np.uint8)
        for at in SCALES[kind]:
            scale = random.normal(0, 0.1, len(blocks)).astype(np.float16)
            blocks[:, at : at + 2] = scale.view(np.uint8).reshape(-1, 2)
        data = blocks.reshape(1, -1)
    else:
        data = gguf.quants.quantize(random.normal(0, 1, (1, 256)).astype(np.float32), kind).view(np.uint8)
    writer.add_tensor(kind.name, data, raw_dtype=kind)
    writer.add_tensor(f"{kind.name}.expected", gguf.quants.dequantize(data if kind in SCALES else data.view({T.F32: np.float32, T.F16: np.float16, T.BF16: np.uint8}[kind]), kind).astype(np.float32))
# What its own writer makes of numbers, for the two types that are written in blocks here.
numbers = np.concatenate([random.normal(0, 1, 192), np.zeros(32), np.linspace(-1, 1, 32)]).reshape(1, 256).astype(np.float32)
writer.add_tensor("numbers", numbers)
for kind in [T.Q4_0, T.Q8_0]:
    writer.add_tensor(f"numbers.{kind.name}", gguf.quants.quantize(numbers, kind), raw_dtype=kind)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
