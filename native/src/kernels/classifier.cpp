// losses[n] = log Σ_v e^(logits[n,v]) − logits[n, targets[n]] with logits = x · headᵀ, and its gradients
//
//   dLogits[n,v] = lossScale · (softmax(logits[n])[v] − (v = targets[n])),
//   dX = dLogits · head,   dHead += dLogitsᵀ · x.
//
// x, dX (N, C); head, dHead (V, C); targets, losses (N). Rows without a target are left out; the others are taken in
// chunks of ROWS or, where their logits would not fit, fewer; and the vocabulary in blocks of WORDS. First pass over the
// blocks: logits, and while they are in the cache each row's running maximum and sum of exponentials. Second pass: each
// block becomes dLogits and gives both gradients at once. Only a chunk's logits are ever held, and only a block's when no
// gradient is asked for. A head of 16 bits (token-table.h) is widened panel by panel.
// The threads share each product as product.cpp does, and own rows in between.
#include "exponential.h"
#include "product.h"
#include "kernels.h"
#include "token-table.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 384;
constexpr int64_t WORDS = 1024;
// Logits that are held together, 90 MB: a large vocabulary leaves room for fewer rows.
constexpr int64_t MOST_LOGITS = 22'500'000;

// Rows of a chunk whose logits are held, `stride` floats each: whole tiles of every instruction set, if there are some.
int64_t rowsOfChunk(int64_t stride) {
  const int64_t rows = smallest(ROWS, MOST_LOGITS / stride);
  return largest(1, rows > 24 ? rows / 24 * 24 : rows);
}

struct Classifier {
  const float* x;
  Table head;
  const int32_t* targets;
  float *losses, *dX, *dHead;
  int64_t N, C, V;
  float lossScale;
};

// The softmax of one row as far as it is known: Σ e^(logit − largest).
struct Normaliser {
  float largest, sum, targetLogit;

  float logSumExp() const { return largest + __builtin_logf(sum); }
};

// One chunk: which rows of x it holds, and their logits from word `firstWord` on.
struct Chunk {
  const int32_t* rows;
  int64_t count;
  Normaliser* normalisers;
  float* logits;
  int64_t stride;
};

float exponentialOf(float x) {
  float lanes[LANES];
  store(lanes, exponential(splat(x)));
  return lanes[0];
}

void addToNormaliser(Normaliser& normaliser, const float* logits, int64_t words, int64_t target) {
  Vector largest = splat(normaliser.largest);
  overVectors(words, [&](int64_t i, auto lanes) { largest = only(larger(largest, load(logits + i, lanes)), lanes, largest); });
  const float newLargest = largestOf(largest);
  Vector sum = splat(0.0f);
  overVectors(words, [&](int64_t i, auto lanes) {
    sum = sum + only(exponential(load(logits + i, lanes) - splat(newLargest)), lanes, splat(0.0f));
  });
  normaliser.sum = normaliser.sum * exponentialOf(normaliser.largest - newLargest) + sumOf(sum);
  normaliser.largest = newLargest;
  if (target >= 0 && target < words) normaliser.targetLogit = logits[target];
}

// Logits of the chunk, block after block, into its memory (side by side when they are kept), and its normalisers.
void firstPass(Context& context, const Classifier& c, const Chunk& chunk, const float* rowsOfX, bool keep) {
  const PackedLeft left = packLeft(context, Scratch::Left, rowsOf(rowsOfX, c.C), chunk.count, c.C);
  for (int64_t word = 0; word < c.V; word += WORDS) {
    const int64_t words = smallest(WORDS, c.V - word);
    float* logits = chunk.logits + (keep ? word : 0);
    multiplyPacked(context, left, packTableTransposed(context, Scratch::Right, c.head, word, words),
                   overwriting(logits, chunk.stride));
    inPieces(context, chunk.count, 8, [&](int64_t first, int64_t count, int) {
      for (int64_t row = first; row < first + count; row++) {
        addToNormaliser(chunk.normalisers[row], logits + row * chunk.stride, words, c.targets[chunk.rows[row]] - word);
      }
    });
  }
}

// Logits of some rows of the chunk become dLogits, for the words of one block.
void differentiate(const Classifier& c, const Chunk& chunk, int64_t first, int64_t count, int64_t word, int64_t words) {
  for (int64_t row = first; row < first + count; row++) {
    float* logits = chunk.logits + row * chunk.stride + word;
    const Vector logSumExp = splat(chunk.normalisers[row].logSumExp());
    overVectors(words, [&](int64_t i, auto lanes) {
      store(logits + i, exponential(load(logits + i, lanes) - logSumExp) * splat(c.lossScale), lanes);
    });
    const int64_t target = c.targets[chunk.rows[row]] - word;
    if (target >= 0 && target < words) logits[target] -= c.lossScale;
  }
}

// Both gradients of the chunk, block after block of the vocabulary; dRowsOfX is overwritten. While dLogits of a few
// rows are in the cache they are packed for both products.
void secondPass(Context& context, const Classifier& c, const Chunk& chunk, const float* rowsOfX, float* dRowsOfX) {
  PackedRight x{};
  if (c.dHead) x = packRight(context, Scratch::SecondRight, rowsOf(rowsOfX, c.C), c.C, chunk.count);
  for (int64_t word = 0; word < c.V; word += WORDS) {
    const int64_t words = smallest(WORDS, c.V - word);
    const PackedLeft byRow = roomForLeft(context, Scratch::Left, chunk.count, words);
    const PackedLeft byWord = roomForLeft(context, Scratch::SecondLeft, words, chunk.count);
    inPieces(context, chunk.count, PART_ROWS, [&](int64_t row, int64_t count, int) {
      differentiate(c, chunk, row, count, word, words);
      const Matrix part = rowsOf(chunk.logits + row * chunk.stride + word, chunk.stride);
      if (c.dX) packPart(context, byRow, part, row, count, 0, words);
      if (c.dHead) packPart(context, byWord, part.transposed(), 0, words, row, count);
    });
    if (c.dX) {
      const PackedRight head = packTable(context, Scratch::Right, c.head, word, words);
      multiplyPacked(context, byRow, head, word == 0 ? overwriting(dRowsOfX, c.C) : adding(dRowsOfX, c.C));
    }
    if (c.dHead) multiplyPacked(context, byWord, x, adding(c.dHead + word * c.C, c.C));
  }
}

void copyRow(const float* from, float* to, int64_t C) {
  overVectors(C, [&](int64_t i, auto lanes) { store(to + i, load(from + i, lanes), lanes); });
}

// Logits of a row that are held: all of them if a gradient is asked for.
int64_t strideOf(const Classifier& c) { return c.dX || c.dHead ? roundUp(c.V, LANES) : smallest(WORDS, c.V); }

void classifyChunk(Context& context, const Classifier& c, const int32_t* rows, int64_t count) {
  const bool keep = c.dX || c.dHead;
  const int64_t stride = strideOf(c);
  const Chunk chunk{rows, count,
                    reinterpret_cast<Normaliser*>(
                        context.scratch(Scratch::Partials, SHARED, ROWS * sizeof(Normaliser) / sizeof(float))),
                    context.scratch(Scratch::Logits, SHARED, smallest(rowsOfChunk(stride), c.N) * stride), stride};
  float* rowsOfX = context.scratch(Scratch::Rows, SHARED, count * c.C);
  float* dRowsOfX = c.dX ? context.scratch(Scratch::RowGradients, SHARED, count * c.C) : nullptr;
  for (int64_t row = 0; row < count; row++) {
    chunk.normalisers[row] = {-__builtin_inff(), 0.0f, 0.0f};
    copyRow(c.x + rows[row] * c.C, rowsOfX + row * c.C, c.C);
  }
  firstPass(context, c, chunk, rowsOfX, keep);
  if (keep) secondPass(context, c, chunk, rowsOfX, dRowsOfX);
  for (int64_t row = 0; row < count; row++) {
    const Normaliser& normaliser = chunk.normalisers[row];
    c.losses[rows[row]] = normaliser.logSumExp() - normaliser.targetLogit;
    if (c.dX) copyRow(dRowsOfX + row * c.C, c.dX + rows[row] * c.C, c.C);
  }
}

}  // namespace

void classifier(Context& context, const Command& command) {
  Classifier c;
  command.tensors(c.x, c.head.data, c.targets, c.losses, c.dX, c.dHead);
  command.dims(c.N, c.C, c.V, c.head.bits);
  c.head.C = c.C;
  command.scalars(c.lossScale);
  int32_t rows[ROWS];
  const int64_t most = rowsOfChunk(strideOf(c));
  int64_t count = 0;
  for (int64_t row = 0; row < c.N; row++) {
    if (c.targets[row] < -1 || c.targets[row] >= c.V) {
      context.fail("classifier got target %d in row %lld; the vocabulary has %lld entries, from 0 (-1 means none).",
                   c.targets[row], static_cast<long long>(row), static_cast<long long>(c.V));
      return;
    }
  }
  for (int64_t row = 0; row < c.N; row++) {
    if (c.targets[row] >= 0) {
      rows[count++] = static_cast<int32_t>(row);
    } else {
      c.losses[row] = 0.0f;
      if (c.dX) overVectors(c.C, [&](int64_t i, auto lanes) { store(c.dX + row * c.C + i, splat(0.0f), lanes); });
    }
    if (count > 0 && (count == most || row == c.N - 1)) {
      classifyChunk(context, c, rows, count);
      count = 0;
    }
  }
}

}  // namespace tpdne::KERNELS
