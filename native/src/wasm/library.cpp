// What the host calls, and what is asked of it. There is one device in a memory.
//
// A trap leaves the stack as it was: the host then sets __stack_pointer back, and calls tpdne_recover or, on another
// thread, tpdne_help once more.
#include "../../include/tpdne.h"

#include <stddef.h>

#include "../context.h"
#include "../kernels/kernels.h"
#include "../memory.h"
#include "../operations.h"
#include "pool.h"
#include "traps.h"

inline void* operator new(size_t, void* place) noexcept { return place; }

namespace tpdne {

namespace {

using Kernel = void (*)(Context& context, const tpdne_command& command);

const Kernel KERNEL_OF[] = {
#define KERNEL(name, signature) \
  [](Context& context, const tpdne_command& command) { KERNELS::name(context, KERNELS::Command(command)); },
    TPDNE_OPERATIONS(KERNEL)
#undef KERNEL
};

const char* const SIGNATURES[] = {
#define SIGNATURE(name, signature) #name ": " signature,
    TPDNE_OPERATIONS(SIGNATURE)
#undef SIGNATURE
};

const char* const NAMES[] = {
#define NAME(name, signature) #name,
    TPDNE_OPERATIONS(NAME)
#undef NAME
};

// The room in a command of this library.
static_assert(TPDNE_TENSORS > 9 && TPDNE_TENSORS < 100 && TPDNE_DIMS < 10 && TPDNE_SCALARS < 10, "the digits of LAYOUT");
constexpr char LAYOUT[] = {'0' + TPDNE_TENSORS / 10, '0' + TPDNE_TENSORS % 10, ' ', '0' + TPDNE_DIMS, ' ',
                           '0' + TPDNE_SCALARS,      0};

alignas(Pool) char poolPlace[sizeof(Pool)];
alignas(Context) char contextPlace[sizeof(Context)];

Pool& pool() { return *reinterpret_cast<Pool*>(poolPlace); }
Context& context() { return *reinterpret_cast<Context*>(contextPlace); }

// What runs now, and what went wrong on any of its threads.
int64_t operation = 0;
int isOutOfRoom = 0;
int hasTrapped = 0;

bool wasSet(int& flag) { return __atomic_exchange_n(&flag, 0, __ATOMIC_SEQ_CST) != 0; }

int32_t ended() {
  const bool trapped = wasSet(hasTrapped);
  if (wasSet(isOutOfRoom)) {
    context().fail("%s has no room for its working memory.", NAMES[operation]);
  } else if (trapped) {
    context().fail("%s ended in a trap of WebAssembly.", NAMES[operation]);
  }
  return context().failed() ? 1 : 0;
}

}  // namespace

void endOutOfRoom() {
  __atomic_store_n(&isOutOfRoom, 1, __ATOMIC_SEQ_CST);
  __builtin_trap();
}

void noteTrap() { __atomic_store_n(&hasTrapped, 1, __ATOMIC_SEQ_CST); }

}  // namespace tpdne

using namespace tpdne;

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))
#define IMPORT(name) extern "C" __attribute__((import_module("math"), import_name(#name)))

IMPORT(log) double hostLog(double x);
IMPORT(pow) double hostPow(double x, double y);
extern "C" float logf(float x) { return static_cast<float>(hostLog(static_cast<double>(x))); }
extern "C" double pow(double x, double y) { return hostPow(x, y); }

// As in tpdne.h.
EXPORT(tpdne_operation) const char* operationSignature(int32_t index) {
  return index >= 0 && index < OPERATION_COUNT ? SIGNATURES[index] : nullptr;
}

// "10 8 8", as in tpdne.h.
EXPORT(tpdne_command_layout) const char* commandLayout() { return LAYOUT; }

// Once, before all else. Stacks and what commands are written to are allocated as tensors are.
EXPORT(tpdne_start) void start(int32_t threads) {
  new (poolPlace) Pool(threads);
  new (contextPlace) Context(pool(), false);
}

// 64-byte aligned and zeroed; null if there is no room.
EXPORT(tpdne_allocate) void* allocate(uint32_t bytes) { return allocateMemory(bytes); }
EXPORT(tpdne_free) void release(void* memory, uint32_t bytes) { freeMemory(memory, bytes); }

// Runs one command, on the leading thread: 0, or 1 if it failed, as tpdne_error says.
EXPORT(tpdne_run) int32_t run(const tpdne_command* command) {
  context().clearFailure();
  operation = command->operation;
  KERNEL_OF[operation](context(), *command);
  return ended();
}

// After a trap in tpdne_run: waits for the other threads, and answers 1.
EXPORT(tpdne_recover) int32_t recover() {
  noteTrap();
  pool().awaitHelpers();
  return ended();
}

EXPORT(tpdne_error) const char* error() { return context().message(); }

// On another thread until tpdne_stop. `isBack` after a trap in it.
EXPORT(tpdne_help) void help(int32_t thread, int32_t isBack) { pool().help(thread, isBack != 0); }
// On any thread. A command that runs ends, also if a thread of it is gone.
EXPORT(tpdne_stop) void stop() { pool().stop(); }
