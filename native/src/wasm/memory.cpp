// Memory from the one heap of the module. Free blocks are a list in the order of their addresses, each of which holds its
// own link; a block that is freed becomes one with its neighbours.
#include "../memory.h"

#include <stddef.h>

namespace tpdne {

namespace {

constexpr uint64_t BLOCK_BYTES = 64;
constexpr uint64_t PAGE_BYTES = 64 << 10;
// Growing takes a while, so it is done seldom.
constexpr uint64_t GROWTH_PAGES = 64;

struct Hole {
  Hole* next;
  uint64_t bytes;

  uint64_t begin() const { return reinterpret_cast<uintptr_t>(this); }
  uint64_t end() const { return begin() + bytes; }
};

extern "C" char __heap_base;

Hole* first = nullptr;
// Everything from `top` on is free; everything from `written` on was never handed out, and is zero.
uint64_t top = 0;
uint64_t written = 0;
int lock = 0;

class Locked {
 public:
  Locked() {
    while (__atomic_exchange_n(&lock, 1, __ATOMIC_SEQ_CST) != 0) {
    }
  }
  ~Locked() { __atomic_store_n(&lock, 0, __ATOMIC_SEQ_CST); }
};

uint64_t roundUp(uint64_t bytes, uint64_t multiple) { return (bytes + multiple - 1) / multiple * multiple; }
uint64_t wholeBlocks(uint64_t bytes) { return roundUp(bytes ? bytes : BLOCK_BYTES, BLOCK_BYTES); }

// Whether the heap reaches that far now.
bool reaches(uint64_t end) {
  const uint64_t bytes = __builtin_wasm_memory_size(0) * PAGE_BYTES;
  if (end <= bytes) return true;
  const uint64_t pages = (roundUp(end, PAGE_BYTES) - bytes) / PAGE_BYTES;
  const uint64_t more = pages > GROWTH_PAGES ? pages : GROWTH_PAGES;
  const size_t failed = ~size_t(0);
  if (more < 65536 && __builtin_wasm_memory_grow(0, static_cast<size_t>(more)) != failed) return true;
  return pages < 65536 && __builtin_wasm_memory_grow(0, static_cast<size_t>(pages)) != failed;
}

// The link to the smallest hole that is large enough, or null.
Hole** bestHole(uint64_t bytes) {
  Hole** best = nullptr;
  for (Hole** link = &first; *link; link = &(*link)->next) {
    if ((*link)->bytes >= bytes && (!best || (*link)->bytes < (*best)->bytes)) best = link;
  }
  return best;
}

uint64_t takeFromHole(Hole** link, uint64_t bytes) {
  Hole* hole = *link;
  const uint64_t begin = hole->begin();
  if (hole->bytes == bytes) {
    *link = hole->next;
  } else {
    Hole* rest = reinterpret_cast<Hole*>(static_cast<uintptr_t>(begin + bytes));
    *rest = {hole->next, hole->bytes - bytes};
    *link = rest;
  }
  return begin;
}

struct Block {
  uint64_t begin;
  // How many of its first bytes may not be zero.
  uint64_t used;
};

// At 0 if there is no room.
Block take(uint64_t bytes) {
  const Locked locked;
  if (top == 0) top = written = roundUp(reinterpret_cast<uintptr_t>(&__heap_base), BLOCK_BYTES);
  if (Hole** link = bestHole(bytes)) return {takeFromHole(link, bytes), bytes};
  const uint64_t begin = top, end = top + bytes;
  if (!reaches(end)) return {0, 0};
  const uint64_t used = written < end ? written - begin : bytes;
  top = end;
  if (written < end) written = end;
  return {begin, used};
}

}  // namespace

void* allocateMemory(uint64_t bytes) {
  const Block block = take(wholeBlocks(bytes));
  if (block.begin == 0) return nullptr;
  void* memory = reinterpret_cast<void*>(static_cast<uintptr_t>(block.begin));
  __builtin_memset(memory, 0, static_cast<size_t>(block.used));
  return memory;
}

void freeMemory(void* memory, uint64_t bytes) {
  if (!memory) return;
  const Locked locked;
  Hole* hole = static_cast<Hole*>(memory);
  Hole** link = &first;
  Hole* before = nullptr;
  while (*link && *link < hole) {
    before = *link;
    link = &before->next;
  }
  *hole = {*link, wholeBlocks(bytes)};
  *link = hole;
  if (hole->next && hole->end() == hole->next->begin()) *hole = {hole->next->next, hole->bytes + hole->next->bytes};
  if (before && before->end() == hole->begin()) {
    *before = {hole->next, before->bytes + hole->bytes};
    hole = before;
  }
  if (hole->end() != top) return;
  // The last block before the end.
  top = hole->begin();
  for (link = &first; *link != hole; link = &(*link)->next) {
  }
  *link = nullptr;
}

}  // namespace tpdne
