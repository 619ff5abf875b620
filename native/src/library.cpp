// The C interface of tpdne.h.
#include "../include/tpdne.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "context.h"
#include "cores.h"
#include "instruction-sets.h"
#include "memory.h"
#include "operations.h"
#include "pool.h"

using namespace tpdne;

struct tpdne_device {
  tpdne_device(int threads, const InstructionSet& set, bool bfloat16)
      : instructionSet(set), pool(threads), context(pool, bfloat16) {
    description = "CPU, " + std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") + set.forPeople +
                  (bfloat16 ? " bf16" : "");
  }

  const InstructionSet& instructionSet;
  Pool pool;
  Context context;
  std::string description;
};

namespace {

const char* const SIGNATURES[] = {
#define SIGNATURE(name, signature) #name ": " signature,
    TPDNE_OPERATIONS(SIGNATURE)
#undef SIGNATURE
};

struct Submit {
  tpdne_device* device;
  const tpdne_command* commands;
  int64_t count;
};

// On thread 0 of the pool.
void runCommands(void* argument) {
  const Submit& submit = *static_cast<Submit*>(argument);
  Context& context = submit.device->context;
  const KernelTable& table = submit.device->instructionSet.table();
  for (int64_t i = 0; i < submit.count && !context.failed(); i++) {
    const int64_t operation = submit.commands[i].operation;
    if (operation < 0 || operation >= OPERATION_COUNT) {
      context.fail("There is no operation %lld.", static_cast<long long>(operation));
      break;
    }
    const int nameLength = static_cast<int>(std::strcspn(SIGNATURES[operation], ":"));
    try {
      table.kernels[operation](context, submit.commands[i]);
    } catch (const std::bad_alloc&) {
      context.fail("%.*s has no room for its working memory.", nameLength, SIGNATURES[operation]);
    } catch (const std::exception& exception) {
      context.fail("%.*s failed: %s.", nameLength, SIGNATURES[operation], exception.what());
    }
  }
}

struct Measurement {
  tpdne_device* device;
  tpdne_limits* limits;
};

// On thread 0 of the pool. The best of a few tries: a limit is what the machine can do when nothing disturbs it.
void measure(void* argument) {
  const Measurement& measurement = *static_cast<Measurement*>(argument);
  constexpr int64_t ELEMENTS = int64_t(64) << 20;
  Context& context = measurement.device->context;
  const KernelTable& table = measurement.device->instructionSet.table();
  *measurement.limits = {0, 0};
  float* memory = static_cast<float*>(allocateMemory(ELEMENTS * sizeof(float)));
  // Pages that were never written are all the same one: no traffic at all.
  if (memory) std::memset(memory, 1, ELEMENTS * sizeof(float));
  for (int attempt = 0; attempt < 5; attempt++) {
    tpdne_limits& best = *measurement.limits;
    best.floating_point_operations_per_second =
        std::max(best.floating_point_operations_per_second, table.floatingPointOperationsPerSecond(context));
    if (memory) {
      best.bytes_read_per_second =
          std::max(best.bytes_read_per_second, table.bytesReadPerSecond(context, memory, ELEMENTS));
    }
  }
  freeMemory(memory, ELEMENTS * sizeof(float));
}

}  // namespace

const char* tpdne_operation(int64_t index) {
  return index >= 0 && index < OPERATION_COUNT ? SIGNATURES[index] : nullptr;
}

const char* tpdne_command_layout(void) {
  static const std::string layout = std::to_string(TPDNE_TENSORS) + " " + std::to_string(TPDNE_DIMS) + " " +
                                    std::to_string(TPDNE_SCALARS);
  return layout.c_str();
}

const char* tpdne_instruction_sets(void) { return instructionSetNames(); }

int32_t tpdne_physical_cores(void) { return physicalCores(); }

int32_t tpdne_has_bfloat16(const char* instruction_set) {
  const InstructionSet* set = findInstructionSet(instruction_set);
  return set && set->table().bfloat16 ? 1 : 0;
}

tpdne_device* tpdne_create(int32_t threads, const char* instruction_set, int32_t bfloat16) {
  const InstructionSet* set = findInstructionSet(instruction_set);
  if (!set || threads < 1 || (bfloat16 && !set->table().bfloat16)) return nullptr;
  try {
    return new tpdne_device(threads, *set, bfloat16 != 0);
  } catch (const std::exception&) {
    return nullptr;
  }
}

void tpdne_destroy(tpdne_device* device) { delete device; }

const char* tpdne_describe(const tpdne_device* device) { return device->description.c_str(); }

void* tpdne_allocate(uint64_t bytes) { return allocateMemory(bytes); }

void tpdne_free(void* memory, uint64_t bytes) { freeMemory(memory, bytes); }

void tpdne_copy(void* to, const void* from, uint64_t bytes) { std::memcpy(to, from, bytes); }

int32_t tpdne_submit(tpdne_device* device, const tpdne_command* commands, int64_t count) {
  Submit submit{device, commands, count};
  device->context.clearFailure();
  device->pool.lead(runCommands, &submit);
  return device->context.failed() ? 1 : 0;
}

const char* tpdne_error(const tpdne_device* device) { return device->context.message(); }

void tpdne_measure(tpdne_device* device, tpdne_limits* limits) {
  Measurement measurement{device, limits};
  device->pool.lead(measure, &measurement);
}
