// The way into the kernels of this instruction set.
#include "../kernel-table.h"

#include "kernels.h"
#include "measure.h"

namespace tpdne::KERNELS {

const KernelTable& table() {
  static const KernelTable kernels = {
      {
#define ENTRY(name, signature) [](Context& context, const tpdne_command& command) { name(context, Command(command)); },
          TPDNE_OPERATIONS(ENTRY)
#undef ENTRY
      },
      HAS_BFLOAT16,
      floatingPointOperationsPerSecond,
      bytesReadPerSecond,
  };
  return kernels;
}

}  // namespace tpdne::KERNELS
