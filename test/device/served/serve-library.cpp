// The functions of native/include/tpdne.h for a caller in another process: a library that was compiled for another
// processor answers through an emulator, and one that was compiled to watch itself may end its process.
//
// A question on standard input is four whole numbers of 8 bytes, which function (see Function), two arguments and
// the bytes of data that follow; the answer on standard output is two, the result and the bytes of data that follow.
// An address is an address in this process. Ends when standard input does.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "../../../native/include/tpdne.h"

namespace {

// In the order of served-library.ts.
enum Function : uint64_t {
  INSTRUCTION_SETS, PHYSICAL_CORES, HAS_BFLOAT16, CREATE, DESTROY, DESCRIBE, ALLOCATE, FREE, COPY_IN, COPY_OUT, SUBMIT,
  ERROR
};

struct Question {
  uint64_t function, arguments[2], bytes;
};

void answer(uint64_t result, const void* data = nullptr, uint64_t bytes = 0) {
  const uint64_t head[] = {result, bytes};
  std::fwrite(head, sizeof head, 1, stdout);
  if (bytes > 0) std::fwrite(data, bytes, 1, stdout);
  std::fflush(stdout);
}

void answerText(const char* text) { answer(0, text, std::strlen(text)); }

void* pointer(uint64_t address) { return reinterpret_cast<void*>(address); }
uint64_t address(const void* pointer) { return reinterpret_cast<uint64_t>(pointer); }

void serve(const Question& question, const std::string& data) {
  const uint64_t a = question.arguments[0], b = question.arguments[1];
  const auto device = static_cast<tpdne_device*>(pointer(a));
  // The name of an instruction set; none is the best.
  const char* name = data.empty() ? nullptr : data.c_str();
  switch (question.function) {
    case INSTRUCTION_SETS: return answerText(tpdne_instruction_sets());
    case PHYSICAL_CORES: return answer(tpdne_physical_cores());
    case HAS_BFLOAT16: return answer(tpdne_has_bfloat16(name));
    case CREATE: return answer(address(tpdne_create(static_cast<int32_t>(a), name, static_cast<int32_t>(b))));
    case DESTROY: return tpdne_destroy(device), answer(0);
    case DESCRIBE: return answerText(tpdne_describe(device));
    case ALLOCATE: return answer(address(tpdne_allocate(a)));
    case FREE: return tpdne_free(pointer(a), b), answer(0);
    case COPY_IN: return tpdne_copy(pointer(a), data.data(), data.size()), answer(0);
    case COPY_OUT: return answer(0, pointer(a), b);
    case SUBMIT:
      return answer(tpdne_submit(device, reinterpret_cast<const tpdne_command*>(data.data()), static_cast<int64_t>(b)));
    case ERROR: return answerText(tpdne_error(device));
  }
  std::fprintf(stderr, "There is no function %llu.\n", static_cast<unsigned long long>(question.function));
  std::exit(1);
}

}  // namespace

int main() {
  Question question;
  std::string data;
  while (std::fread(&question, sizeof question, 1, stdin) == 1) {
    data.resize(question.bytes);
    if (question.bytes > 0 && std::fread(&data[0], question.bytes, 1, stdin) != 1) return 1;
    serve(question, data);
  }
}
