"""Records what Hugging Face's tokenizers makes of difficult texts with a small vocabulary of each kind.

  python3 make_small_tokenizers.py > small-tokenizers.json

Writes for each kind its tokenizer.json, and texts with their tokens; text that looks like a mark stays text.
"""
import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
others = [byte for byte in range(256) if byte not in printable]
alphabet = [chr(byte if byte in printable else 0x100 + others.index(byte)) for byte in range(256)]
merges = [
    *[("t", "h"), ("th", "e"), ("Ġ", "the"), ("Ġ", "t"), ("Ġt", "h"), ("i", "n"), ("in", "g"), ("Ġ", "Ġ"), ("ĠĠ", "ĠĠ")],
    *[("1", "2"), ("12", "3"), ("Ċ", "Ċ"), (".", "Ċ"), ("'", "s"), ("Ã", "©"), ("e", "Ì"), ("<", "|"), ("ĠĠ", "Ġthe")],
]

EXPRESSION = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def split(numbers):
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(EXPRESSION % numbers), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


def tokenizer(splitter, marks, whole_words=False, missing=(), nfc=False, more=(), begin=None):
    """Marks come first; `more`: tokens that no merge makes; `missing`: bytes without a token."""
    letters = [letter for byte, letter in enumerate(alphabet) if byte not in missing]
    tokens = dict.fromkeys([*marks, *letters, *("".join(merge) for merge in merges), *more])
    bpe = models.BPE({token: id for id, token in enumerate(tokens)}, merges, ignore_merges=whole_words)
    made = Tokenizer(bpe)
    made.pre_tokenizer = splitter
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(mark, normalized=False) for mark in marks])
    if nfc:
        made.normalizer = normalizers.NFC()
        made.add_tokens([AddedToken("<think>", normalized=False), AddedToken("caf\u00e9")])
    if begin is not None:
        template = processors.TemplateProcessing(f"{begin} $A", None, [(begin, made.token_to_id(begin))])
        made.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), template])
    made.encode_special_tokens = True
    return made


byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
digits = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
chat = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
llama = ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"]
kinds = {
    "gpt-2": tokenizer(byte_level, ["<|endoftext|>"]),
    "smollm": tokenizer(digits, chat, missing=(4, 0xC0, 0xF1, 0xF5)),
    "qwen2": tokenizer(split(""), chat, nfc=True),
    "llama-bpe": tokenizer(split("{1,3}"), llama, whole_words=True, more=("hello", "Ġhello", "1234"), begin=llama[0]),
    "dbrx": tokenizer(split("{1,3}"), ["<|endoftext|>"], more=("hello",)),
}

texts = [
    *["", "a", "the thing", " the  the\n\n the", "it's IT'S they'LL I'Re 'd 'S 'ſ 'x", "1234567 12 123,1234.5", "٣٤٥ ½ Ⅷ 一二"],
    *["hello hello hellos", "a  1 b   2\t3\n4", "end.\n\n next...\r\n\r\n x", "  \n  x \n\n", "tab\tthe\u3000the\u00a0the"],
    *["a\u0085\u0085b", "a \ufeffb\ufeff", "caf\u00e9 cafe\u0301 cafe", "e\u0327\u0301 \u1e9b\u0323 \ud55c\u1112\u1161\u11ab", "\u0344"],
    *["\u0105\u0897\u0316 a\U0001e5ee\u0316", "\U00011384\U000113bb \U000105d2\u0307", "\u212b\u2126\ufb01"],
    *["\U0001f600\U0001f600a \U0001f469\u200d\U0001f4bb.", "\U00011de0\U00011de5 1\U00016ff4 a\U00011de0", "\U0001d400\U0001d401 \U0001d7ce"],
    *["<|endoftext|>", "a<|im_end|>b <|eot_id|>", "<think>x</think> <think>", "x\x04y\x04", "\U00040000\U00050000t\U00040000he"],
    *["'", "''s", "-'s", "!'t", " 's", "\n's", "don't.\nwon't", "a.b,c", "...the", "\tthe", "$the €12", "_x_", "the\n", "the \n", "\r\n"],
    *[" " * 9 + "the", "\n" * 5, " \n" * 4, "x" * 40, "the" * 30, "🙂\n\n🙂 \n"],
]
result = {
    name: {"tokenizer": json.loads(made.to_str()), "cases": [[text, made.encode(text, add_special_tokens=False).ids] for text in texts]}
    for name, made in kinds.items()
}
print(json.dumps(result, ensure_ascii=True, separators=(",", ":")))
