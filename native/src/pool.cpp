#include "pool.h"

#include <chrono>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace tpdne {

namespace {

// Longer than the time between two kernels of one submit, shorter than anybody notices on the other core.
constexpr std::chrono::microseconds SPIN(80);

void pause() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Denormal numbers cost a hundred cycles each and say nothing in training: they count as zero.
void flushDenormals() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  uint64_t control;
  asm volatile("mrs %0, fpcr" : "=r"(control));
  asm volatile("msr fpcr, %0" : : "r"(control | (uint64_t(1) << 24)));
#endif
}

}  // namespace

Pool::Pool(int threads) : count_(threads) {
  threads_.reserve(threads);
  try {
    threads_.emplace_back([this] { leaderLoop(); });
    for (int thread = 1; thread < threads; thread++) threads_.emplace_back([this, thread] { workerLoop(thread); });
  } catch (...) {
    stop();
    throw;
  }
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
  }
  leaderWake_.notify_all();
  {
    std::lock_guard<std::mutex> lock(sleepMutex_);
    body_ = nullptr;
    round_.fetch_add(1);
  }
  workerWake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Pool::lead(void (*task)(void*), void* argument) {
  std::unique_lock<std::mutex> lock(mutex_);
  task_ = task;
  taskArgument_ = argument;
  leaderWake_.notify_one();
  leaderDone_.wait(lock, [this] { return task_ == nullptr; });
}

void Pool::leaderLoop() {
  flushDenormals();
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    leaderWake_.wait(lock, [this] { return task_ || closing_; });
    if (!task_) return;
    lock.unlock();
    task_(taskArgument_);
    lock.lock();
    task_ = nullptr;
    leaderDone_.notify_all();
  }
}

void Pool::run(void (*body)(void*, int), void* argument) {
  body_ = body;
  bodyArgument_ = argument;
  working_.store(count_ - 1);
  round_.fetch_add(1);
  if (sleeping_.load() > 0) {
    std::lock_guard<std::mutex> lock(sleepMutex_);
    workerWake_.notify_all();
  }
  runBody(0);
  // A worker that has lost its core takes a while: let it have this one.
  for (int spins = 0; working_.load() > 0; spins++) {
    if (spins < 2000) {
      pause();
    } else {
      std::this_thread::yield();
    }
  }
  if (exception_) {
    const std::exception_ptr exception = exception_;
    exception_ = nullptr;
    std::rethrow_exception(exception);
  }
}

void Pool::runBody(int thread) {
  try {
    body_(bodyArgument_, thread);
  } catch (...) {
    std::lock_guard<std::mutex> lock(exceptionMutex_);
    if (!exception_) exception_ = std::current_exception();
  }
}

void Pool::workerLoop(int thread) {
  flushDenormals();
  for (uint64_t seen = 0;; seen++) {
    waitForRound(seen);
    if (!body_) return;
    runBody(thread);
    working_.fetch_sub(1);
  }
}

void Pool::waitForRound(uint64_t seen) {
  const auto start = std::chrono::steady_clock::now();
  for (int spins = 1; round_.load() == seen; spins++) {
    pause();
    if (spins % 64 == 0 && std::chrono::steady_clock::now() - start > SPIN) break;
  }
  if (round_.load() != seen) return;
  std::unique_lock<std::mutex> lock(sleepMutex_);
  sleeping_.fetch_add(1);
  workerWake_.wait(lock, [this, seen] { return round_.load() != seen; });
  sleeping_.fetch_sub(1);
}

}  // namespace tpdne
