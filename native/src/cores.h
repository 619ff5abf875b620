// How many threads are worth starting.
#pragma once

namespace tpdne {

// Physical cores this process may use: its affinity, one thread of each core, and the cgroup's limit of CPU time.
// At least 1.
int physicalCores();

}  // namespace tpdne
