// out[b,t] = tokenTable[tokens[b,t]] + positionTable[positions[b] + t], or the former alone
//
// tokens (B, T), positions (B), tokenTable (V, C), positionTable (P, C), out (B, T, C).
// Forward: a thread owns rows of out. Backward, dTokenTable[tokens[b,t]] += dOut[b,t] and dPositionTable[positions[b] + t] += dOut[b,t]:
// a token may occur in many rows, so a thread owns columns and goes through all rows in order.
#include "kernels.h"
#include "token-table.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 16;
constexpr int64_t COLUMNS = 64;

bool tokensInRange(Context& context, const int32_t* tokens, int64_t count, int64_t V) {
  for (int64_t i = 0; i < count; i++) {
    if (tokens[i] < 0 || tokens[i] >= V) {
      context.fail("embedding got token %d at place %lld; the vocabulary has %lld entries, from 0.", tokens[i],
                   static_cast<long long>(i), static_cast<long long>(V));
      return false;
    }
  }
  return true;
}

bool positionsInRange(Context& context, const int32_t* positions, int64_t B, int64_t T, int64_t P) {
  for (int64_t b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      context.fail("embedding got %lld tokens from position %d on; there are %lld positions.",
                   static_cast<long long>(T), positions[b], static_cast<long long>(P));
      return false;
    }
  }
  return true;
}

void addTo(float* sum, const float* x, int64_t count) {
  overVectors(count, [&](int64_t i, auto lanes) { store(sum + i, load(sum + i, lanes) + load(x + i, lanes), lanes); });
}

}  // namespace

void embedding(Context& context, const Command& command) {
  const int32_t *tokens, *positions;
  Table tokenTable;
  const float* positionTable;
  float* out;
  int64_t B, T, V, C, P;
  command.tensors(tokens, positions, tokenTable.data, positionTable, out);
  command.dims(B, T, V, C, P, tokenTable.bits);
  tokenTable.C = C;
  if (!tokensInRange(context, tokens, B * T, V)) return;
  if (positionTable && !positionsInRange(context, positions, B, T, P)) return;
  inPieces(context, B * T, ROWS, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      float* place = out + row * C;
      if (tokenTable.isRounded()) {
        tokenTable.widen(tokens[row], 0, C, place);
      } else {
        const float* token = tokenTable.floats(tokens[row]);
        overVectors(C, [&](int64_t i, auto lanes) { store(place + i, load(token + i, lanes), lanes); });
      }
      if (positionTable) addTo(place, positionTable + (positions[row / T] + row % T) * C, C);
    }
  });
}

void embeddingBackward(Context& context, const Command& command) {
  const float* dOut;
  const int32_t *tokens, *positions;
  float *dTokenTable, *dPositionTable;
  int64_t B, T, C, V, P;
  command.tensors(dOut, tokens, positions, dTokenTable, dPositionTable);
  command.dims(B, T, C, V, P);
  if (dTokenTable && !tokensInRange(context, tokens, B * T, V)) return;
  if (dPositionTable && !positionsInRange(context, positions, B, T, P)) return;
  inPieces(context, C, COLUMNS, [&](int64_t column, int64_t count, int) {
    for (int64_t row = 0; row < B * T; row++) {
      const float* gradient = dOut + row * C + column;
      if (dTokenTable) addTo(dTokenTable + tokens[row] * C + column, gradient, count);
      if (dPositionTable) addTo(dPositionTable + (positions[row / T] + row % T) * C + column, gradient, count);
    }
  });
}

}  // namespace tpdne::KERNELS
