// The threads of a device in WebAssembly: each is a worker of the host with its own instance of this module over the same
// memory, and spends its life in `help`. Whoever calls the module leads, and works along as thread 0.
#pragma once

#include <stdint.h>

namespace tpdne {

class Pool {
 public:
  // mayWait: whether the leading thread may sleep; that of a page may not.
  Pool(int threads, bool mayWait) : count_(threads), mayWait_(mayWait) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  int threads() const { return count_; }

  // Runs body(argument, thread) on every thread and waits for all.
  void run(void (*body)(void* argument, int thread), void* argument);

  // The work of another thread than the first; returns when the pool is stopped. `isBack`: it was in a body, which ended
  // in a trap.
  void help(int thread, bool isBack);

  // Waits for the other threads after a body has ended in a trap on this one.
  void awaitHelpers();

  void stop();

 private:
  void waitForRound(int seen);

  const int count_;
  const bool mayWait_;
  // Set before the number of the round is raised, read after; no body means the end.
  void (*body_)(void*, int) = nullptr;
  void* argument_ = nullptr;
  // Only touched by atomic instructions.
  alignas(64) int round_ = 0;
  alignas(64) int working_ = 0;
  alignas(64) int sleeping_ = 0;
  alignas(64) int leaderSleeps_ = 0;
};

}  // namespace tpdne
