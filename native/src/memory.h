// Large blocks of zeroed memory.
#pragma once

#include <stdint.h>

namespace tpdne {

// Aligned to 64 bytes and zeroed; null when there is no room.
void* allocateMemory(uint64_t bytes);
// `bytes` as it was allocated; null is ignored.
void freeMemory(void* memory, uint64_t bytes);

}  // namespace tpdne
