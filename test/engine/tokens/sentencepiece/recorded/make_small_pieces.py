"""Records what Hugging Face's tokenizers and llama.cpp make of difficult texts with small vocabularies of SentencePiece's kind.

  python3 make_small_pieces.py > small-pieces.json

Needs tokenizers, gguf and llama-cpp-python. Writes for each kind its tokenizer.json, or the lists of a GGUF file, and texts
with their tokens; text that looks like a mark stays text.
"""
import json
import os
import tempfile

from gguf import GGUFWriter
from llama_cpp import Llama
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

SIGN = "\u2581"
CHARACTERS = [*f"{SIGN}etainoshrlg.,'\"<>|/ABTx0", "\u00e9", "\u4e00", "\U0001f600", "\ufffd"]
# In the order in which they are made. None reaches across a space, and no merge joins digits, as in Llama 2.
PRODUCTS = [
    *["_t", "he", "_a", "in", "_the", "re", "__", "er", "____", "at", "_in", "the", "ing", "___", "an", "_an", "ere", "_there", "th"],
    *["..", "...", "a\u00e9", "\U0001f600\U0001f600", "</", "_____", "het", "ea", "_tea", "tt", "ttt", "'s", "s>", "_<", "s.", "aa", "aaa"],
]
PRODUCTS = [product.replace("_", SIGN) for product in PRODUCTS]
MARKS = ["<unk>", "<s>", "</s>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def merges_of(products, pieces):
    """All ways to make each, in the order of Hugging Face's conversion from SentencePiece."""
    ids = {piece: id for id, piece in enumerate(pieces)}
    merges = []
    for product in products:
        ways = [(product[:at], product[at:]) for at in range(1, len(product))]
        ways = [way for way in ways if way[0] in ids and way[1] in ids]
        merges += sorted(ways, key=lambda way: (ids[way[0]], ids[way[1]]))
    return merges


def tokenizer(*, products=PRODUCTS, missing=(), unknown="<unk>", fuse=True, fallback=True, normalizer=None, splitter=None, prefix=True, begin="<s>", added=()):
    """`missing`: bytes without a token."""
    byte_pieces = [piece for byte, piece in enumerate(BYTES) if byte not in missing] if fallback else []
    pieces = [*MARKS, *byte_pieces, *products, *CHARACTERS]
    bpe = models.BPE(
        {piece: id for id, piece in enumerate(pieces)}, merges_of(products, pieces), unk_token=unknown, fuse_unk=fuse, byte_fallback=fallback
    )
    made = Tokenizer(bpe)
    made.add_special_tokens([AddedToken(mark, normalized=False) for mark in MARKS])
    made.add_tokens(list(added))
    if normalizer is not None:
        made.normalizer = normalizer
    if splitter is not None:
        made.pre_tokenizer = splitter
    if begin is not None:
        made.post_processor = processors.TemplateProcessing(f"{begin} $A", None, [(begin, made.token_to_id(begin))])
    steps = [decoders.Replace(SIGN, " "), decoders.ByteFallback(), decoders.Fuse()]
    made.decoder = decoders.Sequence([*steps, decoders.Strip(" ", 1, 0)] if prefix else steps)
    made.encode_special_tokens = True
    return made


def metaspace(scheme, split):
    return pre_tokenizers.Metaspace(replacement=SIGN, prepend_scheme=scheme, split=split)


replace = normalizers.Replace(" ", SIGN)
older = normalizers.Sequence([normalizers.Prepend(SIGN), replace])
extra = [
    AddedToken("<think>", normalized=False),
    AddedToken("tea", normalized=True),
    AddedToken("ing the", normalized=True),
    AddedToken("[l]", normalized=False, lstrip=True),
    AddedToken("[r]", normalized=False, rstrip=True),
    AddedToken("[w]", normalized=False, single_word=True),
    AddedToken("[n]", normalized=True, lstrip=True, rstrip=True),
]
kinds = {
    "older": tokenizer(normalizer=older),
    "older, added tokens": tokenizer(normalizer=older, added=extra),
    "no prefix": tokenizer(normalizer=replace, prefix=False, splitter=pre_tokenizers.Split(" ", "merged_with_previous"), begin=None),
    "no prefix, added tokens": tokenizer(normalizer=replace, prefix=False, added=extra),
    "metaspace first": tokenizer(splitter=metaspace("first", False)),
    "metaspace first, added tokens": tokenizer(splitter=metaspace("first", False), added=extra),
    "metaspace always": tokenizer(splitter=metaspace("always", False)),
    "metaspace always, split": tokenizer(splitter=metaspace("always", True)),
    "metaspace always, added tokens": tokenizer(splitter=metaspace("always", True), added=extra),
    "metaspace never": tokenizer(splitter=metaspace("never", False), prefix=False),
    "no bytes": tokenizer(normalizer=older, fallback=False),
    "no bytes, unknown ones apart": tokenizer(normalizer=older, fallback=False, fuse=False),
    "no bytes, nothing unknown": tokenizer(normalizer=older, fallback=False, unknown=None),
    "some bytes": tokenizer(normalizer=older, missing=(10, 0xF0, ord("z"))),
    "some bytes, unknown ones apart": tokenizer(normalizer=older, missing=(10, 0xF0, ord("z")), fuse=False),
    "tokens across spaces": tokenizer(normalizer=older, products=[*PRODUCTS, f"s{SIGN}", f"he{SIGN}", f"s{SIGN}{SIGN}"]),
}

texts = [
    *["", " ", "  ", "a", "the", " the", "  the", "the tea", "in the  there   ing    the     a", "    ", "\n", "\n\n the\n", "end.\nthe... ..", "the\tin"],
    *["zz z\u00fcz", "\u4e00\u4e8c\u4e00", "caf\u00e9 a\u00e9", "\U0001f600\U0001f600\U0001f600 \U0001f680", "\u2581the\u2581\u2581in \u2581", "\ufffd"],
    *["<s>", "</s> <unk>a", "a</s>", "<0x0A>", "<|x|>", "0 10 200", "aaaa aaaaa", "ttttt", "hehehet het", "there there's", "his s  s a", "he  he he", "x" * 40],
    *["the tea in" * 9, "\n" * 40, "a \n \n z\n", "\x00\x07", "ab\u00a0the\u3000in", "\ufeffthe", "z\nz", "zaz\na\U0001f680", "\U0001f680z", "A\u00e9zB"],
    *["<think>the</think>", "a<think> in", "<think>", "tea", "a tea", "teas tea", "ing the", "anything there", "x  [l]  the[l]", "x  [r]  the[r]the"],
    *["[w] a[w] [w].", "x  [n]  the", "[n][l][r]", " [n] ", "<think><think> \u2581", "a\u2581[l]\u2581b"],
]


def as_strings(made):
    """As older files have merges."""
    content = json.loads(made.to_str())
    content["model"]["merges"] = [" ".join(merge) for merge in content["model"]["merges"]]
    return content


def of_llama_cpp(scores, adds_space):
    pieces = [*MARKS, *BYTES, *PRODUCTS, "[x]", *CHARACTERS]
    types = [2, 3, 3, *[6] * 256, *[1] * len(PRODUCTS), 4, *[1] * len(CHARACTERS)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "vocabulary.gguf")
        writer = GGUFWriter(path, "llama")
        writer.add_tokenizer_model("llama")
        writer.add_token_list(pieces)
        writer.add_token_scores(scores)
        writer.add_token_types(types)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_unk_token_id(0)
        writer.add_add_space_prefix(adds_space)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.close()
        model = Llama(path, vocab_only=True, verbose=False)
        # llama.cpp makes marks of text such as "<s>" if tokens lead to them, which is a mistake here.
        cases = [
            [text, model.tokenize(text.encode(), add_bos=False, special=False)]
            for text in [*texts, "a[x]the", "[x] the [x]"]
            if "<" not in text and "\x00" not in text
        ]
    return {"tokens": pieces, "types": types, "scores": scores, "addsSpace": adds_space, "cases": cases}


ordered = [0.0] * 259 + [-float(order) for order in range(len(PRODUCTS))] + [0.0] + [-1000.0 - order for order in range(len(CHARACTERS))]
print(
    json.dumps(
        {
            "tokenizers": {
                name: {
                    "tokenizer": as_strings(made) if name.startswith("older") else json.loads(made.to_str()),
                    "cases": [[text, (ids := made.encode(text, add_special_tokens=False).ids), made.decode(ids, skip_special_tokens=False)] for text in texts],
                }
                for name, made in kinds.items()
            },
            "lists": {"with a space": of_llama_cpp(ordered, True), "without": of_llama_cpp(ordered, False)},
        },
        separators=(",", ":"),
    )
)
