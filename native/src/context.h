// What a kernel gets in addition to its command: threads, working memory, and a way to report failure.
// The methods are compiled once, for every CPU; only their declarations reach the kernels.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace tpdne {

class Pool;

// Pieces of working memory. Each keeps its largest size until the device is destroyed, so that a training step
// allocates nothing after the first.
enum class Scratch { Left, Right, SecondLeft, SecondRight, Rows, RowGradients, Logits, Partials, Thread, COUNT };

constexpr int SHARED = -1;

class Context {
 public:
  // bfloat16: whether matrix products round their operands to it.
  Context(Pool& pool, bool bfloat16);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  int threads() const;
  bool bfloat16() const { return bfloat16_; }

  // Runs body(argument, thread) on every thread of the pool and waits for all.
  void run(void (*body)(void* argument, int thread), void* argument);

  // At least `elements` floats, 64-byte aligned, contents undefined: one piece for all threads (SHARED, to be
  // asked for outside of run) or one for each. Throws std::bad_alloc.
  float* scratch(Scratch piece, int thread, int64_t elements);

  // Ends the submit after this kernel; the first message is kept. Called by the leading thread.
  void fail(const char* format, ...) __attribute__((format(printf, 2, 3)));
  bool failed() const { return failed_; }
  void clearFailure() { failed_ = false; }
  const char* message() const { return message_; }

 private:
  struct Piece {
    float* data = nullptr;
    int64_t elements = 0;
  };

  Pool& pool_;
  const bool bfloat16_;
  Piece* pieces_;
  bool failed_ = false;
  char message_[512] = "";
};

}  // namespace tpdne
