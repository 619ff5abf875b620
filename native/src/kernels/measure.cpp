// What this machine can do at best, to hold the kernels against: multiply-adds on registers alone, and reading memory.
#include "measure.h"

#include <chrono>

namespace tpdne::KERNELS {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

// Each thread runs SUMS independent chains of multiply-adds, enough to hide the latency of each.
double floatingPointOperationsPerSecond(Context& context) {
  constexpr int SUMS = 12;
  constexpr int64_t ROUNDS = 20'000'000;
  const auto start = std::chrono::steady_clock::now();
  context.run(
      [](void*, int) {
        Vector sums[SUMS];
        for (int i = 0; i < SUMS; i++) sums[i] = splat(static_cast<float>(i));
        const Vector factor = splat(0.999f), summand = splat(0.001f);
        for (int64_t round = 0; round < ROUNDS; round++) {
          for (int i = 0; i < SUMS; i++) sums[i] = multiplyAdd(sums[i], factor, summand);
        }
        Vector total = sums[0];
        for (int i = 1; i < SUMS; i++) total = total + sums[i];
        volatile float kept = sumOf(total);
        (void)kept;
      },
      nullptr);
  return 2.0 * LANES * SUMS * ROUNDS * context.threads() / secondsSince(start);
}

// All threads read the same pieces of memory larger than any cache, once.
double bytesReadPerSecond(Context& context, const float* memory, int64_t elements) {
  const auto start = std::chrono::steady_clock::now();
  inPieces(context, elements, 1 << 18, [&](int64_t first, int64_t count, int) {
    Vector sums[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
    for (int64_t i = 0; i + 4 * LANES <= count; i += 4 * LANES) {
      for (int j = 0; j < 4; j++) sums[j] = sums[j] + load(memory + first + i + j * LANES);
    }
    volatile float kept = sumOf((sums[0] + sums[1]) + (sums[2] + sums[3]));
    (void)kept;
  });
  return elements * sizeof(float) / secondsSince(start);
}

}  // namespace tpdne::KERNELS
