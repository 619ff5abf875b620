// The limits of this machine with this instruction set.
#pragma once

#include "kernel.h"

namespace tpdne::KERNELS {

// All threads together, in the context's precision; a multiply-add counts as two.
double floatingPointOperationsPerSecond(Context& context);
// All threads together, over `elements` floats that are in memory but not in a cache.
double bytesReadPerSecond(Context& context, const float* memory, int64_t elements);

}  // namespace tpdne::KERNELS
