// What this machine can do at best, to compare the kernels with: multiply-adds on registers alone, and reading memory.
//
// The limits are the machine's and not what other programs leave of it. So each thread counts the time it had a processor
// for its multiply-adds; but all share one memory, so reading is timed from the first to the last of them, and the best
// of several rounds counts.
#include "measure.h"

#include <chrono>
#include <ctime>

#include "product.h"

namespace tpdne::KERNELS {

namespace {

double processorSeconds() {
#if defined(CLOCK_THREAD_CPUTIME_ID)
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
#else
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
#endif
}

void keep(Vector x) {
  volatile float kept = sumOf(x);
  (void)kept;
}

// Work done per second by all threads; work(thread) says how much it did.
template <class Work>
double ratePerSecond(Context& context, const Work& work) {
  struct Shared {
    const Work& work;
    double* rates;
  } shared{work, reinterpret_cast<double*>(context.scratch(Scratch::Partials, SHARED, 2 * context.threads()))};
  context.run(
      [](void* argument, int thread) {
        const Shared& all = *static_cast<Shared*>(argument);
        const double start = processorSeconds();
        const double done = all.work(thread);
        all.rates[thread] = done / (processorSeconds() - start);
      },
      &shared);
  double total = 0;
  for (int thread = 0; thread < context.threads(); thread++) total += shared.rates[thread];
  return total;
}

}  // namespace

// Each thread runs as many independent chains of multiply-adds as a tile has sums, enough to hide the latency of each.
double floatingPointOperationsPerSecond(Context& context) {
  constexpr int SUMS = TILE_ROWS * TILE_VECTORS;
  constexpr int64_t ROUNDS = 10'000'000;
  double rate = 0;
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    rate = ratePerSecond(context, [](int) {
      float halves[2 * LANES];
      for (float& half : halves) half = 0.5f;
      const auto factor = stepsOfRow(halves, 2 * LANES, Element());
      Vector sums[SUMS];
#pragma GCC unroll 24
      for (int i = 0; i < SUMS; i++) sums[i] = splat(static_cast<float>(i));
      for (int64_t round = 0; round < ROUNDS; round++) {
#pragma GCC unroll 24
        for (int i = 0; i < SUMS; i++) sums[i] = multiplyAdd(factor, factor, sums[i]);
      }
#pragma GCC unroll 24
      for (int i = 1; i < SUMS; i++) sums[0] = sums[0] + sums[i];
      keep(sums[0]);
      return 2.0 * NUMBERS<Element> * LANES * SUMS * ROUNDS;
    });
  });
  return rate;
}

// Each thread reads its share of memory larger than any cache.
double bytesReadPerSecond(Context& context, const float* memory, int64_t elements) {
  constexpr int ROUNDS = 8;
  const int64_t share = elements / context.threads() / (4 * LANES) * (4 * LANES);
  double best = 0;
  for (int round = 0; round < ROUNDS; round++) {
    const auto start = std::chrono::steady_clock::now();
    inParallel(context, context.threads(), [&](int64_t task, int) {
      const float* first = memory + task * share;
      Vector sums[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
      for (int64_t i = 0; i < share; i += 4 * LANES) {
        for (int j = 0; j < 4; j++) sums[j] = sums[j] + load(first + i + j * LANES);
      }
      keep((sums[0] + sums[1]) + (sums[2] + sums[3]));
    });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const double rate = static_cast<double>(context.threads() * share) * sizeof(float) / seconds.count();
    best = rate > best ? rate : best;
  }
  return best;
}

}  // namespace tpdne::KERNELS
