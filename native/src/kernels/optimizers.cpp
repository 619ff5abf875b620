// One step of Adam, AdamW or SGD over E elements: parameter, gradient, m, v (E). A thread owns pieces of them.
// What does not depend on the element is computed once, in float64; the formulas are in operations.ts.

#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t PIECE = 1 << 14;

struct Moments {
  float *m, *v;
  double beta1, beta2, gradientScale;
};

// m = β1 m + (1−β1) g and v = β2 v + (1−β2) g² with g the scaled gradient; calls use(i, m, v, lanes).
template <class Use>
void updateMoments(Context& context, const Moments& moments, const float* gradient, int64_t E, const Use& use) {
  const Vector beta1 = splat(static_cast<float>(moments.beta1));
  const Vector beta2 = splat(static_cast<float>(moments.beta2));
  const Vector rest1 = splat(static_cast<float>(1 - moments.beta1));
  const Vector rest2 = splat(static_cast<float>(1 - moments.beta2));
  const Vector scale = splat(static_cast<float>(moments.gradientScale));
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t offset, auto lanes) {
      const int64_t i = first + offset;
      const Vector g = load(gradient + i, lanes) * scale;
      const Vector m = multiplyAdd(beta1, load(moments.m + i, lanes), rest1 * g);
      const Vector v = multiplyAdd(beta2, load(moments.v + i, lanes), rest2 * g * g);
      store(moments.m + i, m, lanes);
      store(moments.v + i, v, lanes);
      use(i, m, v, lanes);
    });
  });
}

}  // namespace

void adam(Context& context, const Command& command) {
  float *parameter, *m, *v;
  const float* gradient;
  int64_t E;
  double learning_rate, beta1, beta2, epsilon, step, gradientScale;
  command.tensors(parameter, gradient, m, v);
  command.dims(E);
  command.scalars(learning_rate, beta1, beta2, epsilon, step, gradientScale);
  const Vector rate = splat(static_cast<float>(learning_rate * __builtin_sqrt(1 - __builtin_pow(beta2, step)) / (1 - __builtin_pow(beta1, step))));
  const Vector smallestRoot = splat(static_cast<float>(epsilon));
  updateMoments(context, {m, v, beta1, beta2, gradientScale}, gradient, E,
                [&](int64_t i, Vector mean, Vector square, auto lanes) {
                  const Vector update = rate * mean / (squareRoot(square) + smallestRoot);
                  store(parameter + i, load(parameter + i, lanes) - update, lanes);
                });
}

void adamw(Context& context, const Command& command) {
  float *parameter, *m, *v;
  const float* gradient;
  int64_t E;
  double learning_rate, beta1, beta2, epsilon, step, gradientScale, weight_decay;
  command.tensors(parameter, gradient, m, v);
  command.dims(E);
  command.scalars(learning_rate, beta1, beta2, epsilon, step, gradientScale, weight_decay);
  const Vector kept = splat(static_cast<float>(1 - learning_rate * weight_decay));
  const Vector rate = splat(static_cast<float>(learning_rate / (1 - __builtin_pow(beta1, step))));
  const Vector rootScale = splat(static_cast<float>(1 / __builtin_sqrt(1 - __builtin_pow(beta2, step))));
  const Vector smallestRoot = splat(static_cast<float>(epsilon));
  updateMoments(context, {m, v, beta1, beta2, gradientScale}, gradient, E,
                [&](int64_t i, Vector mean, Vector square, auto lanes) {
                  const Vector root = multiplyAdd(squareRoot(square), rootScale, smallestRoot);
                  store(parameter + i, load(parameter + i, lanes) * kept - rate * mean / root, lanes);
                });
}

void sgd(Context& context, const Command& command) {
  float* parameter;
  const float* gradient;
  int64_t E;
  double learning_rate, gradientScale;
  command.tensors(parameter, gradient);
  command.dims(E);
  command.scalars(learning_rate, gradientScale);
  const Vector rate = splat(static_cast<float>(learning_rate * gradientScale));
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t offset, auto lanes) {
      const int64_t i = first + offset;
      store(parameter + i, load(parameter + i, lanes) - rate * load(gradient + i, lanes), lanes);
    });
  });
}

}  // namespace tpdne::KERNELS
