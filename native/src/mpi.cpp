// The ranks of a job that an MPI launcher (mpirun, mpiexec, srun) started, over the MPI library of this machine.
//
// Nothing of MPI is linked: the library is opened by name (mpi-library.h), and only bytes are sent and received, without
// waiting. Every call of MPI is made by one thread, so that no implementation needs to be built for threads. The order in
// which numbers are added up is ours: the ranks', whatever the network does.
#include "../include/tpdne.h"

#if defined(_WIN32)

const char* tpdne_mpi_open(const char*, int32_t) { return "it is not there for Windows"; }
int32_t tpdne_mpi_rank(void) { return 0; }
int32_t tpdne_mpi_size(void) { return 1; }
const char* tpdne_mpi_version(void) { return ""; }
void tpdne_mpi_sum(float*, int64_t, int32_t) {}
int64_t tpdne_mpi_gather(const void*, int64_t, int64_t*) { return 0; }
void tpdne_mpi_gathered(void*) {}
int32_t tpdne_mpi_silent(double) { return -1; }
void tpdne_mpi_close(void) {}
void tpdne_mpi_abort(int32_t) {}

#else

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "mpi-library.h"

using namespace tpdne;

namespace {

using Clock = std::chrono::steady_clock;

enum Tag { DATA = 1, BEAT = 2 };

// An MPI library counts in ints; pieces are shorter than that.
constexpr int64_t MOST_BYTES = int64_t(1) << 30;

// The upper half of a float, rounded to the nearest, ties to even; NaN stays NaN.
uint16_t toBfloat16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  if ((bits & 0x7fffffff) > 0x7f800000) return static_cast<uint16_t>(bits >> 16 | 0x40);
  return static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

float fromBfloat16(uint16_t value) {
  const uint32_t bits = uint32_t(value) << 16;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

// The thread that makes all calls of MPI, and what it does for those who wait for it.
class Ranks {
 public:
  // Empty, or what is wrong.
  std::string open(const char* name, int expected) {
    thread_ = std::thread([this] { loop(); });
    std::string problem;
    run([&] { problem = start(name, expected); });
    if (!problem.empty()) stop();
    return problem;
  }

  void run(const std::function<void()>& task) {
    std::unique_lock<std::mutex> lock(mutex_);
    const uint64_t number = ++asked_;
    tasks_.push_back(&task);
    wake_.notify_one();
    ended_.wait(lock, [&] { return done_ >= number; });
  }

  // values (count): their sum over all ranks, in the order of the ranks. Each rank adds up a part of them and passes it on.
  void sum(float* values, int64_t count, bool bfloat16) {
    if (bfloat16) sumAs<uint16_t>(values, count);
    else sumAs<float>(values, count);
  }

  // What each rank brings, side by side in `gathered`; sizes (size).
  int64_t gather(const void* data, int64_t bytes, int64_t* sizes) {
    sizes[rank_] = bytes;
    exchange([&](int) { return Part{&sizes[rank_], sizeof(int64_t)}; }, [&](int r) { return Part{&sizes[r], sizeof(int64_t)}; });
    int64_t total = 0;
    std::vector<int64_t> start;
    for (int r = 0; r < size_; r++) {
      start.push_back(total);
      total += sizes[r];
    }
    gathered_.resize(static_cast<size_t>(total));
    std::memcpy(gathered_.data() + start[rank_], data, static_cast<size_t>(bytes));
    exchange([&](int) { return Part{const_cast<void*>(data), bytes}; },
             [&](int r) { return Part{gathered_.data() + start[r], sizes[r]}; });
    return total;
  }

  // A rank that was not heard of for so long, or -1.
  int silent(double seconds) {
    const auto now = Clock::now().time_since_epoch().count();
    for (int r = 0; r < size_; r++) {
      if (r != rank_ && std::chrono::duration<double>(Clock::duration(now - heard_[r].load())).count() > seconds) return r;
    }
    return -1;
  }

  void close() {
    run([this] {
      endBeats();
      library_->end();
    });
    stop();
  }

  // Ends this process even where a launcher does not: under Slurm's PMI-2, MPI_Abort waits for half a minute to be killed.
  void abort(int code) {
    std::thread([this, code] { library_->abort(code); }).detach();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    _exit(code);
  }

  int rank() const { return rank_; }
  int size() const { return size_; }
  const std::string& version() const { return version_; }
  const std::vector<char>& gathered() const { return gathered_; }

 private:
  struct Part {
    void* data;
    int64_t bytes;
  };

  // A sign of life to one other rank and from it.
  struct Beat {
    int other;
    char sentByte = 1, heardByte = 0;
    Request sent, heard;
    bool sending = false, receiving = false;
    int64_t sentCount = 0, heardCount = 0;
  };

  // What a library must be told before it is opened, unless a person has told it otherwise.
  static void prepareEnvironment() {
    // Over one TCP connection Open MPI sends and receives in turns; both ways at once take half the time.
    setenv("OMPI_MCA_btl_tcp_links", "2", 0);
    // UCX and Open MPI rewrite the machine code of mmap and munmap to hear of memory that is given back, while other threads
    // of this program run it: three of 36 trainings crashed.
    setenv("UCX_MEM_EVENTS", "n", 0);
    setenv("UCX_MEM_MMAP_HOOK_MODE", "none", 0);
    setenv("OMPI_MCA_memory", "^patcher", 0);
  }

  std::string start(const char* name, int expected) {
    prepareEnvironment();
    void* opened = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (!opened) return dlerror();
    library_ = bind(opened, name);
    if (!library_) return "it lacks functions of MPI";
    if (!library_->start()) return "it cannot be called from a program with threads";
    rank_ = library_->rank();
    size_ = library_->size();
    version_ = library_->version();
    if (size_ != expected) {
      library_->end();
      return "it is not that of the launcher: it knows " + std::to_string(size_) + " of " + std::to_string(expected) + " ranks";
    }
    heard_ = std::vector<std::atomic<int64_t>>(static_cast<size_t>(size_));
    for (int r = 0; r < size_; r++) {
      heard_[r] = Clock::now().time_since_epoch().count();
      if (r != rank_) beats_.push_back({r});
    }
    return "";
  }

  void loop() {
    for (;;) {
      const std::function<void()>* task = nullptr;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait_for(lock, std::chrono::milliseconds(100), [&] { return !tasks_.empty() || stopping_; });
        if (tasks_.empty() && stopping_) return;
        if (!tasks_.empty()) {
          task = tasks_.front();
          tasks_.pop_front();
        }
      }
      if (!task) {
        beat();
        continue;
      }
      (*task)();
      std::lock_guard<std::mutex> lock(mutex_);
      done_++;
      ended_.notify_all();
    }
  }

  void stop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
      wake_.notify_one();
    }
    thread_.join();
  }

  // Once a second a byte to every other rank; what they sent is noted.
  void beat() {
    if (!isBeating_) return;
    const auto now = Clock::now();
    const bool due = now - lastBeat_ >= std::chrono::seconds(1);
    if (due) lastBeat_ = now;
    for (Beat& beat : beats_) {
      if (beat.receiving && library_->hasEnded(beat.heard)) {
        beat.receiving = false;
        beat.heardCount++;
        heard_[beat.other] = now.time_since_epoch().count();
      }
      if (!beat.receiving) {
        beat.heard = library_->receive(&beat.heardByte, 1, beat.other, BEAT);
        beat.receiving = true;
      }
      if (beat.sending && library_->hasEnded(beat.sent)) beat.sending = false;
      if (due && !beat.sending) {
        beat.sent = library_->send(&beat.sentByte, 1, beat.other, BEAT);
        beat.sending = true;
        beat.sentCount++;
      }
    }
  }

  // All ranks stop beating, then hear what was still on its way: a library must not end while something is.
  void endBeats() {
    // The last one may be saving: until it is here too, the others show that they live.
    meet();
    isBeating_ = false;
    std::vector<int64_t> sent(static_cast<size_t>(size_)), toHear(static_cast<size_t>(size_));
    for (const Beat& beat : beats_) sent[beat.other] = beat.sentCount;
    exchange([&](int r) { return Part{&sent[r], sizeof(int64_t)}; }, [&](int r) { return Part{&toHear[r], sizeof(int64_t)}; });
    for (Beat& beat : beats_) {
      while (beat.sending && !library_->hasEnded(beat.sent)) std::this_thread::yield();
      while (beat.heardCount < toHear[beat.other]) {
        if (!beat.receiving) beat.heard = library_->receive(&beat.heardByte, 1, beat.other, BEAT);
        beat.receiving = !library_->hasEnded(beat.heard);
        if (!beat.receiving) beat.heardCount++;
      }
      if (beat.receiving) library_->cancel(beat.heard);
    }
    meet();
  }

  // Waits until every rank is here.
  void meet() {
    exchange([&](int) { return Part{nullptr, 0}; }, [&](int) { return Part{nullptr, 0}; });
  }

  // Waits without taking a core from the kernels: an MPI library that waits by itself would.
  void wait(std::vector<Request>& requests) {
    for (int polls = 0; !requests.empty(); polls++) {
      for (size_t i = 0; i < requests.size();) {
        if (library_->hasEnded(requests[i])) {
          requests[i] = requests.back();
          requests.pop_back();
        } else {
          i++;
        }
      }
      if (polls % 64 == 63) beat();
      if (polls > 64) std::this_thread::sleep_for(std::chrono::microseconds(polls > 4096 ? 500 : 50));
    }
  }

  // To each other rank what `toOf` says, and from it into what `fromOf` says.
  template <class To, class From>
  void exchange(To toOf, From fromOf) {
    std::vector<Request> requests;
    for (int step = 1; step < size_; step++) {
      const int from = (rank_ + size_ - step) % size_;
      inMessages(fromOf(from), [&](void* data, int bytes) { requests.push_back(library_->receive(data, bytes, from, DATA)); });
    }
    for (int step = 1; step < size_; step++) {
      const int to = (rank_ + step) % size_;
      inMessages(toOf(to), [&](void* data, int bytes) {
        requests.push_back(library_->send(data, bytes, to, DATA));
      });
    }
    wait(requests);
  }

  // At least one, so that an empty part is waited for too.
  template <class Each>
  void inMessages(Part part, Each each) {
    int64_t at = 0;
    do {
      const int64_t bytes = part.bytes - at < MOST_BYTES ? part.bytes - at : MOST_BYTES;
      each(static_cast<char*>(part.data) + at, static_cast<int>(bytes));
      at += bytes;
    } while (at < part.bytes);
  }

  static void encode(const float* values, int64_t count, float* out) { std::memcpy(out, values, static_cast<size_t>(count) * sizeof(float)); }
  static void encode(const float* values, int64_t count, uint16_t* out) {
    for (int64_t i = 0; i < count; i++) out[i] = toBfloat16(values[i]);
  }
  static float decode(float value) { return value; }
  static float decode(uint16_t value) { return fromBfloat16(value); }

  template <class Number>
  void sumAs(float* values, int64_t count) {
    const auto startOf = [&](int r) { return count * r / size_; };
    const auto partOf = [&](Number* numbers, int r) {
      return Part{numbers + startOf(r), static_cast<int64_t>((startOf(r + 1) - startOf(r)) * sizeof(Number))};
    };
    const int64_t first = startOf(rank_), own = startOf(rank_ + 1) - first;
    std::vector<Number> whole(static_cast<size_t>(count)), received(static_cast<size_t>(own * size_));
    encode(values, count, whole.data());
    exchange([&](int r) { return partOf(whole.data(), r); },
             [&](int r) { return Part{received.data() + r * own, static_cast<int64_t>(own * sizeof(Number))}; });
    std::memcpy(received.data() + rank_ * own, whole.data() + first, static_cast<size_t>(own) * sizeof(Number));
    for (int64_t i = 0; i < own; i++) {
      float total = decode(received[i]);
      for (int r = 1; r < size_; r++) total += decode(received[r * own + i]);
      values[first + i] = total;
    }
    encode(values + first, own, whole.data() + first);
    exchange([&](int) { return partOf(whole.data(), rank_); }, [&](int r) { return partOf(whole.data(), r); });
    for (int64_t i = 0; i < count; i++) values[i] = decode(whole[i]);
  }

  std::unique_ptr<Library> library_;
  int rank_ = 0, size_ = 1;
  std::string version_;
  std::vector<char> gathered_;

  std::vector<Beat> beats_;
  Clock::time_point lastBeat_;
  bool isBeating_ = true;
  std::vector<std::atomic<int64_t>> heard_;

  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable wake_, ended_;
  std::deque<const std::function<void()>*> tasks_;
  uint64_t asked_ = 0, done_ = 0;
  bool stopping_ = false;
};

// The job that this process is one rank of. It lives as long as the process: a thread may still beat while it exits.
Ranks* job = nullptr;
std::string problem;

}  // namespace

const char* tpdne_mpi_open(const char* library, int32_t size) {
  job = new Ranks();
  problem = job->open(library, size);
  return problem.empty() ? nullptr : problem.c_str();
}

int32_t tpdne_mpi_rank(void) { return job->rank(); }
int32_t tpdne_mpi_size(void) { return job->size(); }
const char* tpdne_mpi_version(void) { return job->version().c_str(); }

void tpdne_mpi_sum(float* values, int64_t count, int32_t bfloat16) {
  job->run([&] { job->sum(values, count, bfloat16 != 0); });
}

int64_t tpdne_mpi_gather(const void* data, int64_t bytes, int64_t* sizes) {
  int64_t total = 0;
  job->run([&] { total = job->gather(data, bytes, sizes); });
  return total;
}

void tpdne_mpi_gathered(void* out) { std::memcpy(out, job->gathered().data(), job->gathered().size()); }

int32_t tpdne_mpi_silent(double seconds) { return job->silent(seconds); }

void tpdne_mpi_close(void) { job->close(); }

void tpdne_mpi_abort(int32_t code) { job->abort(code); }

#endif
