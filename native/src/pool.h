// The threads of a device.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tpdne {

// A fixed number of threads that wait for work: they spin for a moment, since the next kernel usually follows at
// once, then sleep. Thread 0 leads: it runs what `lead` is given, and works along in each `run`.
class Pool {
 public:
  // Throws std::system_error when the threads cannot be started.
  explicit Pool(int threads);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  int threads() const { return count_; }

  // Runs task(argument) on thread 0; the calling thread sleeps until it has ended.
  void lead(void (*task)(void* argument), void* argument);

  // On thread 0 only: runs body(argument, thread) on every thread and waits for all.
  // Rethrows the first exception that left a body.
  void run(void (*body)(void* argument, int thread), void* argument);

 private:
  void leaderLoop();
  void workerLoop(int thread);
  void runBody(int thread);
  void waitForRound(uint64_t seen);
  void stop();

  const int count_;
  std::vector<std::thread> threads_;

  // The task of thread 0, guarded by the mutex.
  std::mutex mutex_;
  std::condition_variable leaderWake_, leaderDone_;
  void (*task_)(void*) = nullptr;
  void* taskArgument_ = nullptr;
  bool closing_ = false;

  // The round of a `run`: its body is set before the number is raised and read after; no body means the end.
  void (*body_)(void*, int) = nullptr;
  void* bodyArgument_ = nullptr;
  alignas(64) std::atomic<uint64_t> round_{0};
  alignas(64) std::atomic<int> working_{0};
  alignas(64) std::atomic<int> sleeping_{0};
  std::mutex sleepMutex_;
  std::condition_variable workerWake_;
  std::mutex exceptionMutex_;
  std::exception_ptr exception_;
};

}  // namespace tpdne
