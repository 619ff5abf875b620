// out = gate · s · up with s = 1 / (1 + e^(−gate)); a row of x (N, 2F) is gate, then up; out (N, F).
//
// Backward: dUp = dOut · gate · s, dGate = dOut · up · (s + gate · s(1 − s)), with s(1 − s) = e^(−gate) · s².
// A thread owns pieces of rows. Error as in exponential.h; 0 where gate is below -88.
#include "exponential.h"
#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t PIECE = 1 << 13;

struct Gate {
  Vector power;    // e^(−gate)
  Vector sigmoid;  // s
};

inline Gate gateOf(Vector x) {
  const Vector power = exponential(splat(0.0f) - x);
  return {power, logisticOf(power)};
}

// body(row, first, count) for pieces of N rows of F elements.
template <class Body>
void overPieces(Context& context, int64_t N, int64_t F, const Body& body) {
  const int64_t pieces = ceilDivide(F, PIECE);
  inParallel(context, N * pieces, [&](int64_t task, int) {
    const int64_t first = task % pieces * PIECE;
    body(task / pieces, first, smallest(PIECE, F - first));
  });
}

}  // namespace

void swiglu(Context& context, const Command& command) {
  const float* x;
  float* out;
  int64_t N, F;
  command.tensors(x, out);
  command.dims(N, F);
  overPieces(context, N, F, [&](int64_t row, int64_t first, int64_t count) {
    const float* gates = x + row * 2 * F + first;
    overVectors(count, [&](int64_t i, auto lanes) {
      const Vector gate = load(gates + i, lanes);
      store(out + row * F + first + i, gate * gateOf(gate).sigmoid * load(gates + F + i, lanes), lanes);
    });
  });
}

void swigluBackward(Context& context, const Command& command) {
  const float *dOut, *x;
  float* dX;
  int64_t N, F;
  command.tensors(dOut, x, dX);
  command.dims(N, F);
  overPieces(context, N, F, [&](int64_t row, int64_t first, int64_t count) {
    const float* gates = x + row * 2 * F + first;
    float* dGates = dX + row * 2 * F + first;
    overVectors(count, [&](int64_t i, auto lanes) {
      const Vector gate = load(gates + i, lanes), up = load(gates + F + i, lanes);
      const Vector gradient = load(dOut + row * F + first + i, lanes);
      const Gate g = gateOf(gate);
      const Vector slope = multiplyAdd(gate, g.power * g.sigmoid * g.sigmoid, g.sigmoid);
      store(dGates + i, gradient * up * slope, lanes);
      store(dGates + F + i, gradient * (gate * g.sigmoid), lanes);
    });
  });
}

}  // namespace tpdne::KERNELS
