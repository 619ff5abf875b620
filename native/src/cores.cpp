// Two hardware threads of one core share its multipliers: a second one gains nothing and costs cache. So cores are
// counted, not threads; on machines with cores of two speeds only the fast ones, or the slow would hold them up.
#include "cores.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#elif defined(__APPLE__)
#include <sys/sysctl.h>
#endif

namespace tpdne {

#if defined(__linux__)

namespace {

std::string firstLine(const std::string& path) {
  char line[256] = "";
  if (FILE* file = std::fopen(path.c_str(), "r")) {
    if (!std::fgets(line, sizeof line, file)) line[0] = 0;
    std::fclose(file);
  }
  return line;
}

// Cores with at least one hardware thread that this process may run on; each is known by its list of siblings.
int coresOfAffinity() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return static_cast<int>(std::thread::hardware_concurrency());
  std::set<std::string> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    const std::string siblings =
        firstLine("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
    cores.insert(siblings.empty() ? "cpu" + std::to_string(cpu) : siblings);
  }
  return static_cast<int>(cores.size());
}

// CPUs' worth of time that the cgroup grants, from version 2 ("200000 100000", or "max") or version 1.
double cpusOfCgroup() {
  double quota = 0, period = 0;
  if (std::sscanf(firstLine("/sys/fs/cgroup/cpu.max").c_str(), "%lf %lf", &quota, &period) == 2 && period > 0) {
    return quota / period;
  }
  const bool hasQuota = std::sscanf(firstLine("/sys/fs/cgroup/cpu/cpu.cfs_quota_us").c_str(), "%lf", &quota) == 1;
  const bool hasPeriod = std::sscanf(firstLine("/sys/fs/cgroup/cpu/cpu.cfs_period_us").c_str(), "%lf", &period) == 1;
  return hasQuota && hasPeriod && quota > 0 && period > 0 ? quota / period : INFINITY;
}

}  // namespace

int physicalCores() {
  const double granted = std::min<double>(coresOfAffinity(), std::ceil(cpusOfCgroup()));
  return std::max(1, static_cast<int>(granted));
}

#elif defined(__APPLE__)

int physicalCores() {
  for (const char* name : {"hw.perflevel0.physicalcpu", "hw.physicalcpu"}) {
    int cores = 0;
    size_t bytes = sizeof cores;
    if (sysctlbyname(name, &cores, &bytes, nullptr, 0) == 0 && cores > 0) return cores;
  }
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

#else

int physicalCores() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

#endif

}  // namespace tpdne
