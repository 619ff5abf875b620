"""Records which characters Hugging Face's tokenizers takes for letters, numbers and white space, and which it does not
know when it composes characters (NFC).

  python3 make_unicode_ranges.py > src/engine/tokens/bpe/unicode-ranges.ts

The Python package `tokenizers` contains Oniguruma for regular expressions and Rust's own tables for digits and NFC, each
of its own version of Unicode, so these are measured one by one. Python's unicodedata must be newer than the tables for
NFC; 14.0 (Python 3.11) and newer are, and what came later is in NEW_MARKS and NEW_COMPOSED.
"""
import importlib.metadata
import unicodedata

from tokenizers import Regex, normalizers, pre_tokenizers

POINTS = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]


def matched(pattern):
    split = pre_tokenizers.Split(Regex(pattern), "removed")
    rest = set()
    for start in range(0, len(POINTS), 20000):
        text = "".join(map(chr, POINTS[start : start + 20000]))
        rest.update(*(piece for piece, _ in split.pre_tokenize_str(text)))
    return [point for point in POINTS if chr(point) not in rest]


def digits():
    split = pre_tokenizers.Digits(individual_digits=True)
    return [point for point in POINTS if len(split.pre_tokenize_str(f"aa{chr(point)}aa")) > 1]


# Combining marks of Unicode 15.0 to 17.0, as (first, last), and the parts of its new composed characters.
NEW_MARKS = [
    (0x897, 0x897), (0x1ACF, 0x1ADD), (0x1AE0, 0x1AEB), (0x10D69, 0x10D6D), (0x10EFA, 0x10EFC), (0x10EFD, 0x10EFF),
    (0x113CE, 0x113D0), (0x11F41, 0x11F42), (0x1E08F, 0x1E08F), (0x1E4EC, 0x1E4EF), (0x1612F, 0x1612F), (0x1E5EE, 0x1E5EF), (0x1E6E3, 0x1E6E3), (0x1E6E6, 0x1E6E6),
    (0x1E6EE, 0x1E6EF), (0x1E6F5, 0x1E6F5),
]  # fmt: skip
NEW_COMPOSED = [
    (0x105C9, 0x105C9), (0x105D2, 0x105D2), (0x105DA, 0x105DA), (0x105E4, 0x105E4), (0x11382, 0x11385),
    (0x1138B, 0x1138B), (0x1138E, 0x1138E), (0x11390, 0x11391), (0x113B8, 0x113BB), (0x113C2, 0x113C2),
    (0x113C5, 0x113C5), (0x113C7, 0x113C9), (0x1611E, 0x16129), (0x16D63, 0x16D63), (0x16D67, 0x16D6A),
]  # fmt: skip


def uncomposed():
    """Characters that newer versions of Unicode order or compose, and that this one leaves where they are."""
    nfc = normalizers.NFC()
    points = {point for ranges in (NEW_MARKS, NEW_COMPOSED) for first, last in ranges for point in range(first, last + 1)}
    for point in POINTS:
        text = chr(point)
        for other in (f"a\u0345{text}", f"a{text}\u0334"):
            if nfc.normalize_str(other) != unicodedata.normalize("NFC", other):
                points.add(point)
        parts = unicodedata.normalize("NFD", text)
        if nfc.normalize_str(parts) != unicodedata.normalize("NFC", parts):
            points.update(ord(part) for part in parts if ord(part) >= 0x10000)
            points.add(point)
    return sorted(points)


def ranges(points):
    """In base 36, the characters left out before each range, and how many it has."""
    numbers, end = [], 0
    for point in points:
        if numbers and point == end:
            numbers[-1] += 1
        else:
            numbers += [point - end, 1]
        end = point + 1
    return numbers


def base36(number):
    return (base36(number // 36) if number >= 36 else "") + "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]


def written(name, doc, points):
    words, lines, line = [base36(number) for number in ranges(points)], [], ""
    for word in words:
        if len(line) + len(word) + 1 > 110:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    body = " +\n  ".join(f"'{text}'" for text in lines)
    return f"/** {doc} */\nexport const {name} =\n  {body};\n"


version = importlib.metadata.version("tokenizers")
letters, numbers, spaces, numeric = matched(r"\p{L}"), matched(r"\p{N}"), matched(r"\s"), digits()
print(
    f"""// Recorded from Hugging Face's tokenizers {version} by test/engine/tokens/bpe/recorded/make_unicode_ranges.py.
// Each text holds numbers in base 36: the code points left out before a range, then how many the range has, and so on.
"""
)
print(written("LETTERS", "What its regular expressions call \\\\p{L}.".replace("\\\\", "\\"), letters))
print(written("NUMBERS", "What its regular expressions call \\\\p{N}.".replace("\\\\", "\\"), numbers))
print(written("SPACES", "What its regular expressions call \\\\s.".replace("\\\\", "\\"), spaces))
extra = sorted(set(numeric) - set(numbers))
assert not set(numbers) - set(numeric)
print(written("OTHER_DIGITS", "What it cuts out as a digit, although \\\\p{N} does not match it.".replace("\\\\", "\\"), extra))
print(
    written(
        "UNCOMPOSED",
        "What newer versions of Unicode order or compose in NFC, and its own leaves as it is.",
        uncomposed(),
    ),
    end="",
)
