// Memory comes from the system's pages, not from malloc: it arrives zeroed at no cost, is returned when freed, and
// can be asked for in huge pages, without which the packing of a large matrix misses the TLB on every row.
#include "memory.h"

#if defined(__SANITIZE_ADDRESS__)

#include <cstdlib>
#include <cstring>

namespace tpdne {

// To the byte, so that AddressSanitizer sees accesses past it.
void* allocateMemory(uint64_t bytes) {
  void* memory = nullptr;
  if (posix_memalign(&memory, 64, bytes) != 0) return nullptr;
  std::memset(memory, 0, bytes);
  return memory;
}

void freeMemory(void* memory, uint64_t) { std::free(memory); }

}  // namespace tpdne

#elif defined(_WIN32)

#include <malloc.h>

#include <cstring>

namespace tpdne {

void* allocateMemory(uint64_t bytes) {
  void* memory = _aligned_malloc(bytes ? bytes : 64, 64);
  if (memory) std::memset(memory, 0, bytes);
  return memory;
}

void freeMemory(void* memory, uint64_t) { _aligned_free(memory); }

}  // namespace tpdne

#else

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>

namespace tpdne {

namespace {

constexpr uint64_t HUGE_PAGE_BYTES = uint64_t(2) << 20;
// Below this, a separate page wastes more than it saves.
constexpr uint64_t MAPPED_FROM_BYTES = uint64_t(256) << 10;

uint64_t roundUp(uint64_t bytes, uint64_t multiple) { return (bytes + multiple - 1) / multiple * multiple; }

// Maps `bytes` starting on a huge page: maps one huge page more and gives the ends back.
void* mapAligned(uint64_t bytes) {
  const uint64_t reserved = bytes + HUGE_PAGE_BYTES;
  void* mapped = mmap(nullptr, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  const uint64_t begin = reinterpret_cast<uint64_t>(mapped);
  const uint64_t aligned = roundUp(begin, HUGE_PAGE_BYTES);
  if (aligned > begin) munmap(mapped, aligned - begin);
  const uint64_t rest = begin + reserved - (aligned + bytes);
  if (rest > 0) munmap(reinterpret_cast<void*>(aligned + bytes), rest);
#if defined(MADV_HUGEPAGE)
  madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
#endif
  return reinterpret_cast<void*>(aligned);
}

// Whole pages of 64 KiB, the largest ordinary page of any machine.
uint64_t mappedBytes(uint64_t bytes) { return roundUp(bytes, uint64_t(64) << 10); }

}  // namespace

void* allocateMemory(uint64_t bytes) {
  if (bytes >= MAPPED_FROM_BYTES) return mapAligned(mappedBytes(bytes));
  void* memory = nullptr;
  if (posix_memalign(&memory, 64, roundUp(bytes ? bytes : 64, 64)) != 0) return nullptr;
  std::memset(memory, 0, bytes);
  return memory;
}

void freeMemory(void* memory, uint64_t bytes) {
  if (!memory) return;
  if (bytes >= MAPPED_FROM_BYTES) {
    munmap(memory, mappedBytes(bytes));
  } else {
    std::free(memory);
  }
}

}  // namespace tpdne

#endif
