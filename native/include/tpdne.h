/*
 * The CPU device: the kernels of language models behind one plain C interface.
 *
 * Nothing here throws and nothing keeps what it is given: a command is read while tpdne_submit runs, and
 * the tensors it points at belong to the caller. One device runs one submit at a time.
 */
#ifndef TPDNE_H
#define TPDNE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define TPDNE_EXPORT __declspec(dllexport)
#else
#define TPDNE_EXPORT __attribute__((visibility("default")))
#endif

enum { TPDNE_TENSORS = 10, TPDNE_DIMS = 8, TPDNE_SCALARS = 8 };

/*
 * One kernel call, 216 bytes without padding. `operation` counts the entries of the table of operations;
 * tensors, dims and scalars stand in the order of its signature (see tpdne_operation), the rest is ignored.
 * A tensor is the address of its first element: float or int32_t, rows contiguous, a packed matrix of 16 or 8 bits
 * a number (kernels/packed.h), or a table of 16 (kernels/token-table.h); null where optional.
 */
typedef struct tpdne_command {
  int64_t operation;
  uint64_t tensors[TPDNE_TENSORS];
  int64_t dims[TPDNE_DIMS];
  double scalars[TPDNE_SCALARS];
} tpdne_command;

typedef struct tpdne_device tpdne_device;

/*
 * The signature of operation `index`, "linear: x weight bias residual out | N C OC |" (tensors, dims, scalars),
 * or null past the last. The caller compares them with its own table before it sends a command.
 */
TPDNE_EXPORT const char *tpdne_operation(int64_t index);

/* Room for tensors, dims and scalars in a command of this library: "10 8 8". The caller compares it with its own. */
TPDNE_EXPORT const char *tpdne_command_layout(void);

/* The instruction sets this library was built with and this machine can run, best first: "avx512 avx2 plain". */
TPDNE_EXPORT const char *tpdne_instruction_sets(void);

/* Physical cores this process may use: affinity and cgroup limits honoured. At least 1. */
TPDNE_EXPORT int32_t tpdne_physical_cores(void);

/* 1 when this instruction set (null: the best) multiplies bfloat16 numbers, else 0. */
TPDNE_EXPORT int32_t tpdne_has_bfloat16(const char *instruction_set);

/*
 * A device with its pool of threads. `instruction_set` is one of tpdne_instruction_sets, null for the best. With
 * `bfloat16` the operands of matrix products are rounded to that; sums and everything else stay float32.
 * Null when the name is not in that list, when bfloat16 is asked of one that has none, or when the threads could not
 * be started.
 */
TPDNE_EXPORT tpdne_device *tpdne_create(int32_t threads, const char *instruction_set, int32_t bfloat16);
TPDNE_EXPORT void tpdne_destroy(tpdne_device *device);

/* For people: "CPU, 2 threads, AVX-512 bf16". */
TPDNE_EXPORT const char *tpdne_describe(const tpdne_device *device);

/* Zeroed memory, aligned to 64 bytes, in huge pages where the system has them; null when there is no room. */
TPDNE_EXPORT void *tpdne_allocate(uint64_t bytes);
/* `bytes` as it was allocated. */
TPDNE_EXPORT void tpdne_free(void *memory, uint64_t bytes);
TPDNE_EXPORT void tpdne_copy(void *to, const void *from, uint64_t bytes);

/* Runs the commands in order and returns when the last has ended: 0, or 1 when one failed (the rest is not run). */
TPDNE_EXPORT int32_t tpdne_submit(tpdne_device *device, const tpdne_command *commands, int64_t count);
/* What went wrong in the last submit that failed. */
TPDNE_EXPORT const char *tpdne_error(const tpdne_device *device);

/* The machine's limits with this device's threads, instruction set and precision, measured now; about a second. */
typedef struct tpdne_limits {
  double floating_point_operations_per_second; /* of products; a multiply-add counts as two */
  double bytes_read_per_second;                /* from memory, past all caches; 0 when there was no room */
} tpdne_limits;
TPDNE_EXPORT void tpdne_measure(tpdne_device *device, tpdne_limits *limits);

/*
 * The ranks of a job of `size` processes that an MPI launcher started; one job a process. `library` is the name or path
 * of an MPI library. Null when this process has joined them, else what is wrong with the library. All ranks then call
 * sum, gather and close in the same order; each returns when all have called it. Never from two threads at once.
 */
TPDNE_EXPORT const char *tpdne_mpi_open(const char *library, int32_t size);
TPDNE_EXPORT int32_t tpdne_mpi_rank(void);
TPDNE_EXPORT int32_t tpdne_mpi_size(void);
/* What the library says of itself. */
TPDNE_EXPORT const char *tpdne_mpi_version(void);
/*
 * values (count) become their sums over all ranks, added up in the order of the ranks: the same bits everywhere. With
 * `bfloat16` they travel rounded to that, and so do the sums; they are added up as float32.
 */
TPDNE_EXPORT void tpdne_mpi_sum(float *values, int64_t count, int32_t bfloat16);
/* What each rank brings; sizes (size) become the bytes of each. Returns all bytes, which tpdne_mpi_gathered then copies. */
TPDNE_EXPORT int64_t tpdne_mpi_gather(const void *data, int64_t bytes, int64_t *sizes);
TPDNE_EXPORT void tpdne_mpi_gathered(void *out);
/* A rank of which nothing was heard for so many seconds, or -1; each says once a second that it is there. Any thread. */
TPDNE_EXPORT int32_t tpdne_mpi_silent(double seconds);
/* Leaves the job: MPI_Finalize. */
TPDNE_EXPORT void tpdne_mpi_close(void);
/* Ends all ranks at once: MPI_Abort. Any thread. */
TPDNE_EXPORT void tpdne_mpi_abort(int32_t code);

#ifdef __cplusplus
}
#endif

#endif
