// What every kernel starts from: its command unpacked by name, and loops over the threads.
#pragma once

#include "../../include/tpdne.h"
#include "../context.h"
#include "simd.h"

namespace tpdne::KERNELS {

// command.tensors(x, weight, out): the tensors in the order of the operation's signature, and so for the rest.
class Command {
 public:
  explicit Command(const tpdne_command& command) : command_(command) {}

  template <class... Pointers>
  void tensors(Pointers&... pointers) const {
    static_assert(sizeof...(pointers) <= TPDNE_TENSORS);
    int next = 0;
    ((pointers = reinterpret_cast<Pointers>(static_cast<uintptr_t>(command_.tensors[next++]))), ...);
  }
  template <class... Sizes>
  void dims(Sizes&... sizes) const {
    static_assert(sizeof...(sizes) <= TPDNE_DIMS);
    int next = 0;
    ((sizes = command_.dims[next++]), ...);
  }
  template <class... Values>
  void scalars(Values&... values) const {
    static_assert(sizeof...(values) <= TPDNE_SCALARS);
    int next = 0;
    ((values = static_cast<Values>(command_.scalars[next++])), ...);
  }

 private:
  const tpdne_command& command_;
};

// work(task, thread) for each task from 0 to tasks - 1, each on whichever thread is free. Which thread takes
// which task is arbitrary: a task may write only what no other task reads or writes, so that the results are not.
template <class Work>
void inParallel(Context& context, int64_t tasks, const Work& work) {
  if (tasks == 1 || (tasks > 0 && context.threads() == 1)) {
    for (int64_t task = 0; task < tasks; task++) work(task, 0);
    return;
  }
  struct Shared {
    const Work& work;
    int64_t tasks;
    alignas(64) int64_t next;
  } shared{work, tasks, 0};
  context.run(
      [](void* argument, int thread) {
        Shared& shared = *static_cast<Shared*>(argument);
        for (int64_t task; (task = __atomic_fetch_add(&shared.next, 1, __ATOMIC_SEQ_CST)) < shared.tasks;) shared.work(task, thread);
      },
      &shared);
}

// work(first, count, thread) over `elements` in pieces of at most `piece` elements.
template <class Work>
void inPieces(Context& context, int64_t elements, int64_t piece, const Work& work) {
  inParallel(context, ceilDivide(elements, piece), [&](int64_t task, int thread) {
    const int64_t first = task * piece;
    work(first, smallest(piece, elements - first), thread);
  });
}

}  // namespace tpdne::KERNELS
