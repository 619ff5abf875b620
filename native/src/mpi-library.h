// What is used of an MPI library, over each of the three binary interfaces that there are.
#pragma once

#include <dlfcn.h>

#include <memory>
#include <string>
#include <vector>

namespace tpdne {

// A request that has not ended: MPICH's are numbers, those of the others are pointers.
union Request {
  int number;
  void* pointer;
};

// What is used of an MPI library.
class Library {
 public:
  virtual ~Library() = default;
  // The highest level of threads that is needed: one thread makes all calls.
  virtual bool start() = 0;
  virtual int rank() = 0;
  virtual int size() = 0;
  virtual Request send(const void* data, int bytes, int to, int tag) = 0;
  virtual Request receive(void* data, int bytes, int from, int tag) = 0;
  virtual bool hasEnded(Request& request) = 0;
  virtual void cancel(Request& request) = 0;
  virtual std::string version() = 0;
  virtual void end() = 0;
  virtual void abort(int code) = 0;
};

// Handles that are the same in every program, where a library has such.
template <class Handle>
struct Constants {
  Handle world, byte;
  void* ignoreStatus;
  int funneled;
};

template <class Handle>
class LibraryOf : public Library {
 public:
  // Null if a function is missing.
  static std::unique_ptr<Library> open(void* opened, Constants<Handle> constants) {
    auto library = std::make_unique<LibraryOf>();
    library->constants_ = constants;
    const bool whole = find(opened, "MPI_Init_thread", library->initThread_) && find(opened, "MPI_Comm_rank", library->commRank_) &&
                       find(opened, "MPI_Comm_size", library->commSize_) && find(opened, "MPI_Isend", library->isend_) &&
                       find(opened, "MPI_Irecv", library->irecv_) && find(opened, "MPI_Test", library->test_) &&
                       find(opened, "MPI_Cancel", library->cancel_) && find(opened, "MPI_Wait", library->wait_) &&
                       find(opened, "MPI_Finalize", library->finalize_) && find(opened, "MPI_Abort", library->abort_) &&
                       find(opened, "MPI_Get_library_version", library->version_);
    return whole ? std::move(library) : nullptr;
  }

  bool start() override {
    int provided;
    return initThread_(nullptr, nullptr, constants_.funneled, &provided) == 0 && provided >= constants_.funneled;
  }
  int rank() override { return ask(commRank_); }
  int size() override { return ask(commSize_); }
  Request send(const void* data, int bytes, int to, int tag) override {
    Request request;
    isend_(data, bytes, constants_.byte, to, tag, constants_.world, handle(request));
    return request;
  }
  Request receive(void* data, int bytes, int from, int tag) override {
    Request request;
    irecv_(data, bytes, constants_.byte, from, tag, constants_.world, handle(request));
    return request;
  }
  bool hasEnded(Request& request) override {
    int ended = 0;
    test_(handle(request), &ended, constants_.ignoreStatus);
    return ended != 0;
  }
  void cancel(Request& request) override {
    cancel_(handle(request));
    wait_(handle(request), constants_.ignoreStatus);
  }
  std::string version() override {
    std::vector<char> text(1 << 16);
    int length = 0;
    version_(text.data(), &length);
    return std::string(text.data(), static_cast<size_t>(length));
  }
  void end() override { finalize_(); }
  void abort(int code) override { abort_(constants_.world, code); }

 private:
  template <class Function>
  static bool find(void* opened, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(opened, name));
    return function != nullptr;
  }
  static Handle* handle(Request& request) { return reinterpret_cast<Handle*>(&request); }
  int ask(int (*question)(Handle, int*)) {
    int answer = 0;
    question(constants_.world, &answer);
    return answer;
  }

  Constants<Handle> constants_;
  int (*initThread_)(int*, char***, int, int*);
  int (*commRank_)(Handle, int*);
  int (*commSize_)(Handle, int*);
  int (*isend_)(const void*, int, Handle, int, int, Handle, Handle*);
  int (*irecv_)(void*, int, Handle, int, int, Handle, Handle*);
  int (*test_)(Handle*, int*, void*);
  int (*cancel_)(Handle*);
  int (*wait_)(Handle*, void*);
  int (*finalize_)();
  int (*abort_)(Handle, int);
  int (*version_)(char*, int*);
};

// The binary interface of a library is told by its name and by what it holds: MPI 5.0, chapter 20; Open MPI's mpi.h; MPICH's.
inline std::unique_ptr<Library> bind(void* opened, const std::string& name) {
  if (name.find("mpi_abi") != std::string::npos) {
    return LibraryOf<void*>::open(opened, {reinterpret_cast<void*>(0x101), reinterpret_cast<void*>(0x247), nullptr, 1024});
  }
  void* world = dlsym(opened, "ompi_mpi_comm_world");
  if (world) return LibraryOf<void*>::open(opened, {world, dlsym(opened, "ompi_mpi_byte"), nullptr, 1});
  return LibraryOf<int>::open(opened, {0x44000000, 0x4c00010d, reinterpret_cast<void*>(1), 1});
}

}  // namespace tpdne
