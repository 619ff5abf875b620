// Attention over a cache: row b's T new keys and values go to places positions[b] … of its cache, then
// out[b,t] = Σ_{s ≤ positions[b]+t} softmax_s(scale · q[b,t]·k[b,s]) v[b,s] for each head.
//
// qkv (B, T, W), positions (B), keys and values (B, NKV, P, HS), out (B, T, Q).
// The caches hold floats (32 bits a number) or Pairs (16 bits), which are widened as they are read. For each key head:
//
//   keys:   blocks of BLOCK places; in each, element i of every place side by side: a row of lanes is one element of
//           neighbouring keys, so that a score is a lane and no sum runs across lanes;
//   values: element after element of a place, or of two neighbouring places when they are Pairs.
//
// A thread owns key heads (b, h): their part of the cache, which it reads from beginning to end, and of out what belongs
// to the query heads that share them. Up to QUERIES queries, head by head of a row and row by row, share one reading.
// Every sum of a row has one order, so its bits depend neither on B nor on how a text was cut
// into calls.
#include "attention.h"
#include "packed.h"

namespace tpdne::KERNELS {

namespace {

constexpr int BLOCK = 16;
constexpr int BLOCK_VECTORS = BLOCK / LANES;
constexpr int QUERIES = 4;
// Vectors of sums that fit into the registers: enough chains to hide the time of each addition.
constexpr int SUMS = LANES == 8 ? 8 : 16;
// Blocks of keys that a number of queries takes at a time, at most BLOCKS; and vectors of values for one query.
constexpr int BLOCKS = LANES == 8 ? 2 : 4;
template <int ROWS>
constexpr int BLOCKS_OF = SUMS / (ROWS * BLOCK_VECTORS) < 1        ? 1
                          : SUMS / (ROWS * BLOCK_VECTORS) < BLOCKS ? SUMS / (ROWS * BLOCK_VECTORS)
                                                                   : BLOCKS;
constexpr int WIDE = LANES == 8 ? 2 : 4;

// The numbers that one element of a cache holds, widened.
template <class Element>
struct Widened;
template <>
struct Widened<float> {
  Vector first;
};
template <>
struct Widened<Pair> {
  Vector first, second;
};

template <class Lanes>
inline Widened<float> widened(const float* p, Lanes lanes) {
  return {load(p, lanes)};
}
template <class Lanes>
inline Widened<Pair> widened(const Pair* p, Lanes lanes) {
  return {firstOf(p, lanes), secondOf(p, lanes)};
}

// sum + Σ factors[i] · number i of each element.
inline Vector addProducts(const float* factors, Widened<float> numbers, Vector sum) {
  return multiplyAdd(splat(factors[0]), numbers.first, sum);
}
inline Vector addProducts(const float* factors, Widened<Pair> numbers, Vector sum) {
  return multiplyAdd(splat(factors[1]), numbers.second, multiplyAdd(splat(factors[0]), numbers.first, sum));
}

inline void setElement(float& element, const float* numbers) { element = numbers[0]; }
inline void setElement(Pair& element, const float* numbers) { element = pairOf(numbers[0], numbers[1]); }

// The cache of one key head.
template <class Element>
struct Head {
  Element *keys, *values;
  int64_t HS;

  int64_t steps() const { return stepsOf<Element>(HS); }
  Element* block(int64_t place) const { return keys + place / BLOCK * BLOCK * steps(); }

  // `key` has HS numbers and, behind them, a zero.
  void putKey(int64_t place, const float* key) const {
    Element* lane = block(place) + place % BLOCK;
    for (int64_t i = 0; i < steps(); i++) setElement(lane[i * BLOCK], key + i * NUMBERS<Element>);
  }
  void putValue(int64_t place, const float* value) const;
};

template <>
void Head<float>::putValue(int64_t place, const float* value) const {
  for (int64_t i = 0; i < HS; i++) values[place * HS + i] = value[i];
}
template <>
void Head<Pair>::putValue(int64_t place, const float* value) const {
  Pair* row = values + place / 2 * HS;
  // The first of two clears the second: what an earlier text left there must not be taken for a number.
  for (int64_t i = 0; i < HS; i++) {
    row[i] = place % 2 == 0 ? pairOf(value[i], 0.0f) : Pair{(row[i].bits & 0xffff) | bfloat16Of(value[i]) << 16};
  }
}

// scores[row * stride + s] = query of the row · key s, for `Count` blocks of keys.
template <int ROWS, int Count, class Element>
void scoreBlocks(const Head<Element>& head, const float* queries, int64_t queryStride, int64_t place, float* scores,
                 int64_t stride) {
  Vector sum[ROWS][Count * BLOCK_VECTORS];
  for (int row = 0; row < ROWS; row++) {
    for (int j = 0; j < Count * BLOCK_VECTORS; j++) sum[row][j] = splat(0.0f);
  }
  const Element* keys = head.block(place);
  for (int64_t i = 0; i < head.steps(); i++) {
    for (int j = 0; j < Count * BLOCK_VECTORS; j++) {
      const int64_t block = j / BLOCK_VECTORS, lanes = j % BLOCK_VECTORS * LANES;
      const auto numbers = widened(keys + (block * head.steps() + i) * BLOCK + lanes, Full());
      for (int row = 0; row < ROWS; row++) {
        sum[row][j] = addProducts(queries + row * queryStride + i * NUMBERS<Element>, numbers, sum[row][j]);
      }
    }
  }
  for (int row = 0; row < ROWS; row++) {
    for (int j = 0; j < Count * BLOCK_VECTORS; j++) store(scores + row * stride + place + j * LANES, sum[row][j]);
  }
}

// Turns the first `count` scores into powers, the rest up to `places` into zeros; returns the sum of the powers.
float makePowers(float* scores, int64_t count, int64_t places) {
  Vector highest = splat(-__builtin_inff());
  overVectors(count, [&](int64_t s, auto lanes) {
    highest = larger(highest, only(load(scores + s, lanes), lanes, splat(-__builtin_inff())));
  });
  const Vector largest = splat(largestOf(highest));
  Vector total = splat(0.0f);
  overVectors(count, [&](int64_t s, auto lanes) {
    const Vector power = exponential(load(scores + s, lanes) - largest);
    store(scores + s, power, lanes);
    total = total + only(power, lanes, splat(0.0f));
  });
  for (int64_t s = count; s < places; s++) scores[s] = 0.0f;
  return sumOf(total);
}

// out[row][i] = factor of the row · Σ_s powers[row * stride + s] · value s, for `Count` vectors of i.
template <int ROWS, int Count, class Element, class Lanes>
void sumValues(const Head<Element>& head, const float* powers, int64_t stride, int64_t places, const float* factors,
               int64_t i, float* const* out, Lanes lanes) {
  Vector sum[ROWS][Count];
  for (int row = 0; row < ROWS; row++) {
    for (int j = 0; j < Count; j++) sum[row][j] = splat(0.0f);
  }
  for (int64_t s = 0; s < places; s += NUMBERS<Element>) {
    const Element* values = head.values + s / NUMBERS<Element> * head.HS + i;
    for (int j = 0; j < Count; j++) {
      const auto numbers = widened(values + j * LANES, lanes);
      for (int row = 0; row < ROWS; row++) sum[row][j] = addProducts(powers + row * stride + s, numbers, sum[row][j]);
    }
  }
  for (int row = 0; row < ROWS; row++) {
    for (int j = 0; j < Count; j++) store(out[row] + i + j * LANES, sum[row][j] * splat(factors[row]), lanes);
  }
}

// Working memory of a thread: QUERIES queries, scaled, and their scores.
struct Working {
  float *queries, *scores;
  int64_t queryStride, scoreStride;

  Working(Context& context, int thread, int64_t HS, int64_t P)
      : queryStride(roundUp(HS + 1, BLOCK)), scoreStride(roundUp(P, BLOCK * BLOCKS)) {
    queries = context.scratch(Scratch::Thread, thread, QUERIES * (queryStride + scoreStride));
    scores = queries + QUERIES * queryStride;
  }
  // HS numbers and, behind them, a zero.
  void setQuery(int row, const float* from, int64_t HS, float factor) const {
    float* to = queries + row * queryStride;
    for (int64_t i = 0; i < HS; i++) to[i] = from[i] * factor;
    to[HS] = 0.0f;
  }
};

// The queries of one text that share a key head, in the order of its rows, and head by head in each.
struct Queries {
  const float* data;  // of the first row, whose rows are `stride` floats apart
  int64_t stride;
  float* out;
  int64_t outStride;
  int64_t group, HS;
  int64_t past;  // places before the first row
  float scale;

  const float* query(int64_t i) const { return data + i / group * stride + i % group * HS; }
  float* outOf(int64_t i) const { return out + i / group * outStride + i % group * HS; }
  // A row sees its own place and all before it.
  int64_t seen(int64_t i) const { return past + i / group + 1; }
};

// Queries first … first + ROWS - 1.
template <int ROWS, class Element>
void attendRows(const Head<Element>& head, const Working& working, const Queries& queries, int64_t first) {
  float* out[ROWS];
  for (int row = 0; row < ROWS; row++) {
    working.setQuery(row, queries.query(first + row), head.HS, queries.scale);
    out[row] = queries.outOf(first + row);
  }
  const int64_t places = roundUp(queries.seen(first + ROWS - 1), 2);
  constexpr int MANY = BLOCKS_OF<ROWS>;
  int64_t place = 0;
  for (; place + MANY * BLOCK <= places; place += MANY * BLOCK) {
    scoreBlocks<ROWS, MANY>(head, working.queries, working.queryStride, place, working.scores, working.scoreStride);
  }
  for (; place < places; place += BLOCK) {
    scoreBlocks<ROWS, 1>(head, working.queries, working.queryStride, place, working.scores, working.scoreStride);
  }
  float factors[ROWS];
  for (int row = 0; row < ROWS; row++) {
    factors[row] = 1.0f / makePowers(working.scores + row * working.scoreStride, queries.seen(first + row), places);
  }
  const auto sum = [&](int64_t i, auto count, auto lanes) {
    sumValues<ROWS, decltype(count)::value>(head, working.scores, working.scoreStride, places, factors, i, out, lanes);
  };
  int64_t i = 0;
  for (; i + WIDE * LANES <= head.HS; i += WIDE * LANES) sum(i, Count<WIDE>(), Full());
  overVectors(head.HS - i, [&](int64_t j, auto lanes) { sum(i + j, Count<1>(), lanes); });
}

template <class Element>
void attendAll(const Head<Element>& head, const Working& working, const Queries& queries, int64_t count) {
  int64_t i = 0;
  for (; i + QUERIES <= count; i += QUERIES) attendRows<QUERIES>(head, working, queries, i);
  switch (count - i) {
    case 1: return attendRows<1>(head, working, queries, i);
    case 2: return attendRows<2>(head, working, queries, i);
    case 3: return attendRows<3>(head, working, queries, i);
  }
}

}  // namespace

void attentionCached(Context& context, const Command& command) {
  const float* qkv;
  const int32_t* positions;
  void *keys, *values;
  float* out;
  int64_t B, T, W, NKV, P, HS, Q, bits;
  float scale;
  command.tensors(qkv, positions, keys, values, out);
  command.dims(B, T, W, NKV, P, HS, Q, bits);
  command.scalars(scale);
  for (int64_t b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      context.fail("attentionCached got %lld tokens from position %d on; the cache has %lld rows.",
                   static_cast<long long>(T), positions[b], static_cast<long long>(P));
      return;
    }
  }
  const AttentionHeads heads(B, T, W, Q, HS);
  const auto attend = [&](auto element) {
    using Element = decltype(element);
    // As storedBytes in src/engine/device/stored-bytes.ts counts them.
    const int64_t elements = roundUp(P, BLOCK) * roundUp(HS, 2) / NUMBERS<Element>;
    inParallel(context, heads.groups(), [&](int64_t task, int thread) {
      const int64_t b = task / NKV, first = task % NKV * heads.group;
      const Head<Element> head{static_cast<Element*>(keys) + task * elements,
                               static_cast<Element*>(values) + task * elements, HS};
      const Working working(context, thread, HS, P);
      for (int64_t t = 0; t < T; t++) {
        working.setQuery(0, qkv + heads.keys(b, first) + t * W, HS, 1.0f);
        head.putKey(positions[b] + t, working.queries);
        head.putValue(positions[b] + t, qkv + heads.values(b, first) + t * W);
      }
      const Queries queries{qkv + heads.queries(b, first), W, out + heads.out(b, first), Q, heads.group, HS,
                            positions[b], scale};
      attendAll(head, working, queries, T * heads.group);
    });
  };
  if (bits == 16) {
    attend(Pair());
  } else {
    attend(0.0f);
  }
}

}  // namespace tpdne::KERNELS
