#include "instruction-sets.h"

#include <cstring>
#include <string>

#if defined(TPDNE_HAS_NEONBF16) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(TPDNE_HAS_NEONBF16) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

namespace tpdne {

namespace {

#if defined(TPDNE_HAS_AVX512)
bool hasAvx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#endif

#if defined(TPDNE_HAS_NEONBF16)
bool hasNeonBf16() {
#if defined(__linux__)
  constexpr unsigned long BF16 = 1ul << 14;  // HWCAP2_BF16, which old headers lack.
  return (getauxval(AT_HWCAP2) & BF16) != 0;
#elif defined(__APPLE__)
  int has = 0;
  size_t bytes = sizeof has;
  return sysctlbyname("hw.optional.arm.FEAT_BF16", &has, &bytes, nullptr, 0) == 0 && has != 0;
#else
  return false;
#endif
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
#if defined(TPDNE_HAS_NEONBF16)
    {"neonbf16", "NEON", hasNeonBf16, neonbf16::table},
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
