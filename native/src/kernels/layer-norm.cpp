// out = (x − mean) · rstd · weight + bias over each row, rstd = 1 / √(variance + epsilon)
//
// x, out, dOut, dX (N, C); weight, bias, dWeight, dBias (C); mean, rstd (N).
// A thread owns rows. With x̂ = (x − mean) · rstd and g = dOut · weight the backward is
//   dX += rstd · (g − average(g) − x̂ · average(g · x̂)),   dWeight += Σ_rows dOut · x̂,   dBias += Σ_rows dOut.
// The sums over rows are taken within blocks of ROWS rows first; the blocks are then added in order, column by
// column, so that the number of threads does not change a bit.
#include "kernels.h"
#include "row-sums.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 16;
struct Statistics {
  float mean, rstd;
};

Statistics statisticsOf(const float* x, int64_t C, float epsilon) {
  const float mean = sumOver(C, [&](int64_t i, auto lanes) { return load(x + i, lanes); }) / static_cast<float>(C);
  const float squares = sumOver(C, [&](int64_t i, auto lanes) {
    const Vector centred = load(x + i, lanes) - splat(mean);
    return centred * centred;
  });
  return {mean, 1.0f / __builtin_sqrtf(squares / static_cast<float>(C) + epsilon)};
}

struct Row {
  const float *dOut, *x, *weight;
  Statistics statistics;
  float *dX, *dWeight, *dBias;
};

// One row of the backward; dWeight and dBias here are the sums of the row's block.
void backwardOfRow(const Row& row, int64_t C) {
  const Vector mean = splat(row.statistics.mean);
  const Vector rstd = splat(row.statistics.rstd);
  const auto normalised = [&](int64_t i, auto lanes) { return (load(row.x + i, lanes) - mean) * rstd; };
  const auto gradient = [&](int64_t i, auto lanes) { return load(row.dOut + i, lanes) * load(row.weight + i, lanes); };
  const float share = 1.0f / static_cast<float>(C);
  const Vector averageOfG = splat(share * sumOver(C, gradient));
  const Vector averageOfGX = splat(
      share * sumOver(C, [&](int64_t i, auto lanes) { return gradient(i, lanes) * normalised(i, lanes); }));
  overVectors(C, [&](int64_t i, auto lanes) {
    const Vector x = normalised(i, lanes);
    const Vector dOut = load(row.dOut + i, lanes);
    const Vector dX = rstd * (gradient(i, lanes) - averageOfG - x * averageOfGX);
    store(row.dX + i, load(row.dX + i, lanes) + dX, lanes);
    store(row.dWeight + i, multiplyAdd(dOut, x, load(row.dWeight + i, lanes)), lanes);
    store(row.dBias + i, load(row.dBias + i, lanes) + dOut, lanes);
  });
}

}  // namespace

void layerNorm(Context& context, const Command& command) {
  const float *x, *weight, *bias;
  float *out, *mean, *rstd;
  int64_t N, C;
  float epsilon;
  command.tensors(x, weight, bias, out, mean, rstd);
  command.dims(N, C);
  command.scalars(epsilon);
  inPieces(context, N, ROWS, [&](int64_t firstRow, int64_t rows, int) {
    for (int64_t row = firstRow; row < firstRow + rows; row++) {
      const Statistics statistics = statisticsOf(x + row * C, C, epsilon);
      const Vector rowMean = splat(statistics.mean);
      const Vector rowRstd = splat(statistics.rstd);
      overVectors(C, [&](int64_t i, auto lanes) {
        const Vector normalised = (load(x + row * C + i, lanes) - rowMean) * rowRstd;
        store(out + row * C + i, multiplyAdd(normalised, load(weight + i, lanes), load(bias + i, lanes)), lanes);
      });
      if (mean) mean[row] = statistics.mean;
      if (rstd) rstd[row] = statistics.rstd;
    }
  });
}

void layerNormBackward(Context& context, const Command& command) {
  const float *dOut, *x, *weight, *mean, *rstd;
  float *dX, *dWeight, *dBias;
  int64_t N, C;
  command.tensors(dOut, x, weight, mean, rstd, dX, dWeight, dBias);
  command.dims(N, C);
  const int64_t blocks = ceilDivide(N, ROWS);
  float* partials = context.scratch(Scratch::Partials, SHARED, blocks * 2 * C);
  inPieces(context, N, ROWS, [&](int64_t firstRow, int64_t rows, int) {
    float* ofBlock = partials + firstRow / ROWS * 2 * C;
    for (int64_t i = 0; i < 2 * C; i++) ofBlock[i] = 0.0f;
    for (int64_t row = firstRow; row < firstRow + rows; row++) {
      backwardOfRow({dOut + row * C, x + row * C, weight, {mean[row], rstd[row]}, dX + row * C, ofBlock, ofBlock + C},
                    C);
    }
  });
  addPartials(context, partials, blocks, 2 * C, C, dWeight);
  addPartials(context, partials + C, blocks, 2 * C, C, dBias);
}

}  // namespace tpdne::KERNELS
