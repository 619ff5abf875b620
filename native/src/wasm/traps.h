// How a kernel ends that cannot go on, where there are no exceptions: in a trap, after which the host calls the module again.
#pragma once

namespace tpdne {

// On any thread, where there is no room for working memory.
[[noreturn]] void endOutOfRoom();

// On any thread, after a trap: whatever was computed is not to be used.
void noteTrap();

}  // namespace tpdne
