// How a kernel ends that has no room for its working memory, where there are no exceptions.
#pragma once

namespace tpdne {

// On any thread: notes it, and ends in a trap, after which the host calls the module again.
[[noreturn]] void endOutOfRoom();

}  // namespace tpdne
