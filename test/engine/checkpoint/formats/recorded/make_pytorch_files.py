"""Writes two tiny GPT-2 models with PyTorch: pytorch_model.bin as transformers saves it, with masks and the tied output, and
ckpt.pt as nanoGPT saves a compiled model without biases. The elements count on from 1 by 1/1024, in the order of names here;
what is zero in ckpt.pt because it has no biases counts on all the same."""

import sys
from collections import OrderedDict

import torch

V, T, C = 257, 3, 4
shapes = {"wte.weight": [V, C], "wpe.weight": [T, C], "h.0.ln_1.weight": [C], "h.0.ln_1.bias": [C]}
shapes |= {"h.0.attn.c_attn.weight": [C, 3 * C], "h.0.attn.c_attn.bias": [3 * C]}
shapes |= {"h.0.attn.c_proj.weight": [C, C], "h.0.attn.c_proj.bias": [C], "h.0.ln_2.weight": [C], "h.0.ln_2.bias": [C]}
shapes |= {"h.0.mlp.c_fc.weight": [C, 4 * C], "h.0.mlp.c_fc.bias": [4 * C]}
shapes |= {"h.0.mlp.c_proj.weight": [4 * C, C], "h.0.mlp.c_proj.bias": [C], "ln_f.weight": [C], "ln_f.bias": [C]}

weights, first = {}, 1
for name, shape in shapes.items():
    count = torch.Size(shape).numel()
    weights[name] = (torch.arange(first, first + count, dtype=torch.float32) / 1024).reshape(shape)
    first += count

hf = OrderedDict((f"transformer.{name}", tensor) for name, tensor in weights.items())
hf["transformer.h.0.attn.bias"] = torch.tril(torch.ones(T, T, dtype=torch.bool)).view(1, 1, T, T)
hf["transformer.h.0.attn.masked_bias"] = torch.tensor(-1e4)
hf["lm_head.weight"] = hf["transformer.wte.weight"]
torch.save(hf, f"{sys.argv[1]}/pytorch_model.bin")

nano = OrderedDict()
for name, tensor in weights.items():
    if name == "wte.weight":
        tensor = torch.cat([tensor, torch.full([7, C], 9.0)])
    if name.startswith("h.0.") and tensor.dim() == 2:
        # A view whose elements lie as before, with strides in place of a copy, for one of them.
        tensor = tensor.t() if "c_fc" in name else tensor.t().contiguous()
    if not name.endswith(".bias"):
        nano[f"_orig_mod.transformer.{name}"] = tensor
nano["_orig_mod.lm_head.weight"] = nano["_orig_mod.transformer.wte.weight"]
optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(2))], lr=6e-4)
shape = dict(n_layer=1, n_head=2, n_embd=C, block_size=T, bias=False, vocab_size=V + 7, dropout=0.0)
config = {"out_dir": "out", "compile": True, "learning_rate": 6e-4, "large": 2**40, "none": None}
saved = dict(model=nano, optimizer=optimizer.state_dict(), model_args=shape, iter_num=5, best_val_loss=torch.tensor(3.2), config=config)
torch.save(saved, f"{sys.argv[1]}/ckpt.pt")
