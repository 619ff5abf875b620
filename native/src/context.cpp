#include "context.h"

#include <cstdarg>
#include <cstdio>
#include <new>

#include "memory.h"
#include "pool.h"

namespace tpdne {

namespace {
constexpr int PIECES = static_cast<int>(Scratch::COUNT);
}

Context::Context(Pool& pool, bool bfloat16)
    : pool_(pool), bfloat16_(bfloat16), pieces_(new Piece[PIECES * (pool.threads() + 1)]) {}

Context::~Context() {
  for (int i = 0; i < PIECES * (pool_.threads() + 1); i++) {
    freeMemory(pieces_[i].data, pieces_[i].elements * sizeof(float));
  }
  delete[] pieces_;
}

int Context::threads() const { return pool_.threads(); }

void Context::run(void (*body)(void*, int), void* argument) { pool_.run(body, argument); }

float* Context::scratch(Scratch piece, int thread, int64_t elements) {
  Piece& found = pieces_[(thread + 1) * PIECES + static_cast<int>(piece)];
  if (found.elements < elements) {
    freeMemory(found.data, found.elements * sizeof(float));
    found = Piece{};
    found.data = static_cast<float*>(allocateMemory(elements * sizeof(float)));
    if (!found.data) throw std::bad_alloc();
    found.elements = elements;
  }
  return found.data;
}

void Context::fail(const char* format, ...) {
  if (failed_) return;
  failed_ = true;
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(message_, sizeof message_, format, arguments);
  va_end(arguments);
}

}  // namespace tpdne
