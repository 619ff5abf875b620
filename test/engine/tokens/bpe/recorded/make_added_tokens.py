"""Records what Hugging Face's tokenizers makes of added tokens in text, when text that looks like a mark stays text.

  python3 make_added_tokens.py > added-tokens.json

Writes the tokenizer.json of a small vocabulary, and texts with their tokens.
"""
import json

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
others = [byte for byte in range(256) if byte not in printable]
alphabet = [chr(byte if byte in printable else 0x100 + others.index(byte)) for byte in range(256)]
merges = [("t", "h"), ("th", "e"), ("Ġ", "a")]
tokens = [*alphabet, *("".join(merge) for merge in merges)]

tokenizer = Tokenizer(models.BPE({token: id for id, token in enumerate(tokens)}, merges))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.add_special_tokens([AddedToken(mark, normalized=False) for mark in ("[PAD]", "[終]", "[PAD][PAD]")])
tokenizer.add_tokens(
    [
        AddedToken("é"),
        AddedToken("new word"),
        AddedToken("<l>", normalized=False, lstrip=True),
        AddedToken("<r>", normalized=False, rstrip=True),
        AddedToken("cat", single_word=True),
        AddedToken("[x]", normalized=False),
        AddedToken("[x][x]", normalized=False),
        AddedToken("word", normalized=False),
        AddedToken("PAD"),
    ]
)
tokenizer.encode_special_tokens = True

texts = """the [PAD] a
[PAD][PAD][PAD] PAD
a  [終]\\n[終] the
[x][x][x] [x [x]]
new word newword new  word
x  <l>  y <l>
x  <r>  y<r>
<r><l> <l>
cat concat cat. cat_ catécat
é e\u0301
the new word
[PAD
[PA[PAD]D]
[x[x]

[x]
a\u00a0<l>\u2003the
cat
cats cat cat
<r>  <l>
new word word new
[x] [x]the""".split("\n")
cases = [[text, tokenizer.encode(text).ids] for text in (line.replace("\\n", "\n") for line in texts)]
print(json.dumps({"tokenizer": json.loads(tokenizer.to_str()), "cases": cases}, ensure_ascii=False, separators=(",", ":")))
