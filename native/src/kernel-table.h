// The kernels of each instruction set this library was built with, as the build script says.
#pragma once

#include "../include/tpdne.h"
#include "context.h"
#include "operations.h"

namespace tpdne {

using Kernel = void (*)(Context& context, const tpdne_command& command);

struct KernelTable {
  Kernel kernels[OPERATION_COUNT];
  // Whether the products can be taken in bfloat16.
  bool bfloat16;
  double (*floatingPointOperationsPerSecond)(Context& context);
  double (*bytesReadPerSecond)(Context& context, const float* memory, int64_t elements);
};

#if defined(TPDNE_HAS_AVX512BF16)
namespace avx512bf16 {
const KernelTable& table();
}
#endif
#if defined(TPDNE_HAS_AVX512)
namespace avx512 {
const KernelTable& table();
}
#endif
#if defined(TPDNE_HAS_AVX2)
namespace avx2 {
const KernelTable& table();
}
#endif
#if defined(TPDNE_HAS_NEONBF16)
namespace neonbf16 {
const KernelTable& table();
}
#endif
#if defined(TPDNE_HAS_NEON)
namespace neon {
const KernelTable& table();
}
#endif
namespace plain {
const KernelTable& table();
}

}  // namespace tpdne
