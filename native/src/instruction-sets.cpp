#include "instruction-sets.h"

#include <cstring>
#include <string>

namespace tpdne {

namespace {

#if defined(TPDNE_HAS_AVX512)
bool hasAvx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#endif

// Best first. The compiler's test asks the operating system too, which must save the wide registers.
const InstructionSet INSTRUCTION_SETS[] = {
#if defined(TPDNE_HAS_AVX512BF16)
    {"avx512bf16", "AVX-512", [] { return hasAvx512() && __builtin_cpu_supports("avx512bf16"); }, avx512bf16::table},
#endif
#if defined(TPDNE_HAS_AVX512)
    {"avx512", "AVX-512", hasAvx512, avx512::table},
#endif
#if defined(TPDNE_HAS_AVX2)
    {"avx2", "AVX2", [] { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }, avx2::table},
#endif
#if defined(TPDNE_HAS_NEON)
    {"neon", "NEON", [] { return true; }, neon::table},
#endif
    {"plain", "plain C++", [] { return true; }, plain::table},
};

}  // namespace

const InstructionSet* findInstructionSet(const char* name) {
  for (const InstructionSet& set : INSTRUCTION_SETS) {
    if ((!name || std::strcmp(set.name, name) == 0) && set.supported()) return &set;
  }
  return nullptr;
}

const char* instructionSetNames() {
  static const std::string names = [] {
    std::string joined;
    for (const InstructionSet& set : INSTRUCTION_SETS) {
      if (set.supported()) joined += (joined.empty() ? "" : " ") + std::string(set.name);
    }
    return joined;
  }();
  return names.c_str();
}

}  // namespace tpdne
