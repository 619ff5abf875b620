// The kernels of one instruction set, one function for each operation of the table.
#pragma once

#include "kernel.h"
#include "../operations.h"

namespace tpdne::KERNELS {

#define DECLARE(name, signature) void name(Context& context, const Command& command);
TPDNE_OPERATIONS(DECLARE)
#undef DECLARE

}  // namespace tpdne::KERNELS
