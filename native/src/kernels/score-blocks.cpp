// blocks (N, 2G) of scores (N, V), for drawing a token: of each block of SCORE_BLOCK neighbouring scores its highest, and
// Σ e^((score - highest) / temperature), all highest of a row before all sums.
//
// A thread owns blocks of a row: a block stays in registers between its two passes.
#include "exponential.h"
#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

// As in src/engine/device/operations.ts.
constexpr int64_t SCORE_BLOCK = 64;
// Blocks that a thread takes at a time.
constexpr int64_t SHARE = 64;

void summarise(const float* scores, int64_t count, float perTemperature, float& highest, float& weight) {
  const Vector least = splat(-__builtin_inff());
  Vector largest = least;
  overVectors(count, [&](int64_t i, auto lanes) {
    largest = larger(largest, only(load(scores + i, lanes), lanes, least));
  });
  highest = largestOf(largest);
  // A score that is not a number may be lost above, but makes the sum none.
  Vector total = splat(0.0f);
  overVectors(count, [&](int64_t i, auto lanes) {
    const Vector power = exponential((load(scores + i, lanes) - splat(highest)) * splat(perTemperature));
    total = total + only(power, lanes, splat(0.0f));
  });
  weight = sumOf(total);
}

}  // namespace

void scoreBlocks(Context& context, const Command& command) {
  const float* scores;
  float* blocks;
  int64_t N, V, G;
  double temperature;
  command.tensors(scores, blocks);
  command.dims(N, V, G);
  command.scalars(temperature);
  if (G != ceilDivide(V, SCORE_BLOCK)) {
    context.fail("scoreBlocks(blocks) has %lld blocks; %lld scores are %lld.", static_cast<long long>(G),
                 static_cast<long long>(V), static_cast<long long>(ceilDivide(V, SCORE_BLOCK)));
    return;
  }
  const float perTemperature = static_cast<float>(1.0 / temperature);
  const int64_t shares = ceilDivide(G, SHARE);
  inParallel(context, N * shares, [&](int64_t task, int) {
    const int64_t row = task / shares, first = task % shares * SHARE;
    float* highest = blocks + row * 2 * G;
    for (int64_t g = first; g < smallest(first + SHARE, G); g++) {
      const int64_t start = g * SCORE_BLOCK;
      summarise(scores + row * V + start, smallest(SCORE_BLOCK, V - start), perTemperature, highest[g], highest[G + g]);
    }
  });
}

}  // namespace tpdne::KERNELS
