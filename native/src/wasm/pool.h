// The threads of a device in WebAssembly: each is a worker of the host with its own instance of this module over the same
// memory. Thread 0 leads: it runs the commands, and works along. The others spend their lives in `help`.
#pragma once

#include <stdint.h>

namespace tpdne {

class Pool {
 public:
  explicit Pool(int threads) : count_(threads) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  int threads() const { return count_; }

  // Runs body(argument, thread) on every thread and waits for all. Ends in a trap if the pool is stopped meanwhile.
  void run(void (*body)(void* argument, int thread), void* argument);

  // The work of another thread than the first; returns when the pool is stopped. `isBack`: it was in a body, which ended
  // in a trap.
  void help(int thread, bool isBack);

  // Waits for the other threads, after a body has ended in a trap on this one too. False if the pool was stopped.
  bool awaitHelpers();

  // On any thread, once. Also while a body runs, of which a thread may never come back.
  void stop();

 private:
  void waitForRound(int seen);

  const int count_;
  // Set before the number of the round is raised, read after.
  void (*body_)(void*, int) = nullptr;
  void* argument_ = nullptr;
  // Only touched by atomic instructions.
  alignas(64) int round_ = 0;
  alignas(64) int working_ = 0;
  alignas(64) int sleeping_ = 0;
  alignas(64) int leaderSleeps_ = 0;
  alignas(64) int stopped_ = 0;
};

}  // namespace tpdne
