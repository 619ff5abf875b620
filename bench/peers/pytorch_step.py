"""Training steps of a model with random weights in PyTorch on the CPU: for comparison with step.mjs. GPT-2 is written out
here; Llama-shaped models are those of transformers, and --lora adds the adapters of PEFT.

  python3 bench/peers/pytorch_step.py [--size 124M] [--batch 1] [--length 1024] [--steps 5] [--dtype bfloat16]
                                      [--threads 2] [--compile] [--lora 16]

Prints one line of JSON. --dtype bfloat16 is autocast, as PyTorch's own guides have it. --serve does one step for each
line on standard input and answers each with a line.
"""
import argparse
import json
import math
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

SHAPES = {"nano": (6, 4, 256), "124M": (12, 12, 768), "355M": (24, 16, 1024), "774M": (36, 20, 1280)}
VOCABULARY = 50257
LLAMAS = {
    "smollm2-135m": ("Llama", 49152, 576, 1536, 30, 9, 3, 64),
    "smollm2-360m": ("Llama", 49152, 960, 2560, 32, 15, 5, 64),
    "qwen3-0.6b": ("Qwen3", 151936, 1024, 3072, 28, 16, 8, 128),
}


class Attention(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(channels, 3 * channels)
        self.projection = nn.Linear(channels, channels)

    def forward(self, x):
        batch, length, channels = x.shape
        split = self.qkv(x).view(batch, length, 3, self.heads, channels // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        if hasattr(functional, "scaled_dot_product_attention"):
            mixed = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        else:
            scores = queries @ keys.transpose(-2, -1) / math.sqrt(channels // self.heads)
            future = torch.ones(length, length, dtype=torch.bool).triu(1)
            mixed = scores.masked_fill(future, -math.inf).softmax(-1) @ values
        return self.projection(mixed.transpose(1, 2).reshape(batch, length, channels))


class Block(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(channels)
        self.attention = Attention(channels, heads)
        self.norm2 = nn.LayerNorm(channels)
        self.mlp = nn.Sequential(
            nn.Linear(channels, 4 * channels), nn.GELU(approximate="tanh"), nn.Linear(4 * channels, channels)
        )

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Gpt2(nn.Module):
    def __init__(self, layers, heads, channels, positions):
        super().__init__()
        self.wte = nn.Embedding(VOCABULARY, channels)
        self.wpe = nn.Embedding(positions, channels)
        self.blocks = nn.Sequential(*(Block(channels, heads) for _ in range(layers)))
        self.norm = nn.LayerNorm(channels)
        for parameter in self.parameters():
            if parameter.ndim > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, inputs, targets):
        x = self.wte(inputs) + self.wpe(torch.arange(inputs.shape[1]))
        logits = functional.linear(self.norm(self.blocks(x)), self.wte.weight)
        return functional.cross_entropy(logits.view(-1, VOCABULARY), targets.view(-1))


class Llama(nn.Module):
    """What transformers has, with the loss taken as above."""

    def __init__(self, family, vocabulary, channels, hidden, layers, heads, key_heads, head):
        super().__init__()
        import transformers

        config = getattr(transformers, f"{family}Config")(
            vocab_size=vocabulary,
            hidden_size=channels,
            intermediate_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            num_key_value_heads=key_heads,
            head_dim=head,
            tie_word_embeddings=True,
            use_cache=False,
        )
        self.model = getattr(transformers, f"{family}ForCausalLM")(config)

    def forward(self, inputs, targets):
        logits = self.model(input_ids=inputs).logits
        return functional.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))


def with_adapters(model, rank):
    from peft import LoraConfig, get_peft_model

    model.model = model.model.to(torch.bfloat16)
    settings = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")
    model.model = get_peft_model(model.model, settings)
    return model


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="124M", choices=[*SHAPES, *LLAMAS])
    parser.add_argument("--lora", type=int, default=None)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--length", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--serve", action="store_true")
    return parser.parse_args()


def main():
    options = read_options()
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    vocabulary = VOCABULARY if options.size in SHAPES else LLAMAS[options.size][1]
    if options.size in SHAPES:
        model = Gpt2(*SHAPES[options.size], options.length)
    else:
        model = Llama(*LLAMAS[options.size])
    if options.lora is not None:
        model = with_adapters(model, options.lora)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01)
    run = torch.compile(model) if options.compile else model
    inputs = torch.randint(0, vocabulary, (options.batch, options.length))
    targets = torch.randint(0, vocabulary, (options.batch, options.length))

    def step():
        start = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.dtype == "bfloat16"):
            loss = run(inputs, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return {"seconds": time.perf_counter() - start, "loss": loss.item(), "peakBytes": peak_bytes()}

    name = f"PyTorch {torch.__version__.split('+')[0]}{' compiled' if options.compile else ''}"
    hello = {"peer": name, "threads": torch.get_num_threads(), "capability": capability()}
    if options.serve:
        say(hello)
        for _ in sys.stdin:
            say(step())
    else:
        step()
        steps = [step() for _ in range(options.steps)]
        say({**hello, **steps[-1], "seconds": statistics.median(one["seconds"] for one in steps)})


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def capability():
    """The instruction set of PyTorch's own kernels, if known."""
    return torch.backends.cpu.get_cpu_capability() if hasattr(torch.backends, "cpu") else None


def say(line):
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
