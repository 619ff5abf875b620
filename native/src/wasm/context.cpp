#include "../context.h"

#include "../memory.h"
#include "pool.h"
#include "traps.h"

namespace tpdne {

namespace {
constexpr int PIECES = static_cast<int>(Scratch::COUNT);
}

Context::Context(Pool& pool, bool bfloat16)
    : pool_(pool),
      bfloat16_(bfloat16),
      pieces_(static_cast<Piece*>(allocateMemory(sizeof(Piece) * PIECES * static_cast<uint64_t>(pool.threads() + 1)))) {}

// The module's memory ends with its device.
Context::~Context() = default;

int Context::threads() const { return pool_.threads(); }

void Context::run(void (*body)(void*, int), void* argument) { pool_.run(body, argument); }

float* Context::scratch(Scratch piece, int thread, int64_t elements) {
  Piece& found = pieces_[(thread + 1) * PIECES + static_cast<int>(piece)];
  if (found.elements < elements) {
    freeMemory(found.data, static_cast<uint64_t>(found.elements) * sizeof(float));
    found = Piece{};
    found.data = static_cast<float*>(allocateMemory(static_cast<uint64_t>(elements) * sizeof(float)));
    if (!found.data) endOutOfRoom();
    found.elements = elements;
  }
  return found.data;
}

namespace {

// Text that is cut where its room ends.
struct Text {
  char* at;
  char* const end;

  void put(char letter) {
    if (at < end) *at++ = letter;
  }
  void put(const char* letters) {
    for (; *letters; letters++) put(*letters);
  }
  void putNumber(long long number) {
    char digits[24];
    int count = 0;
    const bool isNegative = number < 0;
    // The negative numbers reach one further.
    for (long long rest = isNegative ? number : -number; count == 0 || rest != 0; rest /= 10) {
      digits[count++] = static_cast<char>('0' - rest % 10);
    }
    if (isNegative) put('-');
    while (count > 0) put(digits[--count]);
  }
};

}  // namespace

// %d, %lld and %s, which is all that kernels use.
void Context::fail(const char* format, ...) {
  if (failed_) return;
  failed_ = true;
  Text text{message_, message_ + sizeof message_ - 1};
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  for (; *format; format++) {
    if (*format != '%') {
      text.put(*format);
    } else if (format[1] == 's') {
      text.put(__builtin_va_arg(arguments, const char*));
      format += 1;
    } else if (format[1] == 'd') {
      text.putNumber(__builtin_va_arg(arguments, int));
      format += 1;
    } else {
      text.putNumber(__builtin_va_arg(arguments, long long));
      format += 3;
    }
  }
  __builtin_va_end(arguments);
  *text.at = 0;
}

}  // namespace tpdne
