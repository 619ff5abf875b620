// Which kernels this machine can run.
#pragma once

#include "kernel-table.h"

namespace tpdne {

struct InstructionSet {
  const char* name;        // as in TPDNE_CPU: avx512
  const char* forPeople;   // AVX-512
  bool (*supported)();
  const KernelTable& (*table)();
};

// The best one supported, or the one called `name`; null when this machine or library has none of that name.
const InstructionSet* findInstructionSet(const char* name);

// The names of those supported, best first, separated by spaces.
const char* instructionSetNames();

}  // namespace tpdne
