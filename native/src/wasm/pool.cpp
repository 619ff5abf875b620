#include "pool.h"

#include "traps.h"

namespace tpdne {

namespace {

// Longer than the time between two kernels, shorter than anybody notices on the other core.
constexpr int SPINS = 50'000;
// Of the leading thread, for the last of the others.
constexpr int LEADER_SPINS = 20'000;
constexpr int64_t FOREVER = -1;
// More than there are threads.
constexpr int MANY = 1 << 20;

int valueOf(const int& number) { return __atomic_load_n(&number, __ATOMIC_SEQ_CST); }
void set(int& number, int value) { __atomic_store_n(&number, value, __ATOMIC_SEQ_CST); }
void add(int& number, int value) { __atomic_fetch_add(&number, value, __ATOMIC_SEQ_CST); }

// On their own, because V8 in Node 20 lost an address that was in a register around them.
__attribute__((noinline)) void wait(int& number, int seen) { __builtin_wasm_memory_atomic_wait32(&number, seen, FOREVER); }
__attribute__((noinline)) void wake(int& number) { __builtin_wasm_memory_atomic_notify(&number, ~0u); }

}  // namespace

void Pool::run(void (*body)(void*, int), void* argument) {
  body_ = body;
  argument_ = argument;
  set(working_, count_ - 1);
  add(round_, 1);
  if (valueOf(sleeping_) > 0) wake(round_);
  body(argument, 0);
  if (!awaitHelpers()) __builtin_trap();
}

bool Pool::awaitHelpers() {
  for (int spins = 0;; spins++) {
    const int working = valueOf(working_);
    if (working == 0) return true;
    if (spins < LEADER_SPINS) continue;
    if (valueOf(stopped_)) return false;
    set(leaderSleeps_, 1);
    wait(working_, working);
    set(leaderSleeps_, 0);
  }
}

void Pool::help(int thread, bool isBack) {
  if (isBack) noteTrap();
  int seen = isBack ? valueOf(round_) : 0;
  for (bool hasWorked = isBack;; seen++) {
    if (hasWorked) {
      add(working_, -1);
      if (valueOf(leaderSleeps_) > 0) wake(working_);
    }
    waitForRound(seen);
    if (valueOf(stopped_)) return;
    body_(argument_, thread);
    hasWorked = true;
  }
}

// What is waited for changes after the flag is set: whoever has not seen the flag does not fall asleep.
void Pool::stop() {
  set(stopped_, 1);
  add(working_, MANY);
  wake(working_);
  add(round_, 1);
  wake(round_);
}

void Pool::waitForRound(int seen) {
  for (int spins = 0; spins < SPINS; spins++) {
    if (valueOf(round_) != seen) return;
  }
  add(sleeping_, 1);
  while (valueOf(round_) == seen && !valueOf(stopped_)) wait(round_, seen);
  add(sleeping_, -1);
}

}  // namespace tpdne
