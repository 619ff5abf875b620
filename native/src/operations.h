// Every operation in the order of src/engine/device/operations.ts, with the order in which its tensors, dims and
// scalars arrive. Both sides compare these signatures when the library is loaded.
#pragma once

#define TPDNE_OPERATIONS(OPERATION)                                                                            \
  OPERATION(fill, "out | E | value")                                                                           \
  OPERATION(copy, "source out | E |")                                                                          \
  OPERATION(embedding, "tokens positions wte wpe out | B T V C P |")                                           \
  OPERATION(embeddingBackward, "dOut tokens positions dWte dWpe | B T C V P |")                                \
  OPERATION(layerNorm, "x weight bias out mean rstd | N C | epsilon")                                          \
  OPERATION(layerNormBackward, "dOut x weight mean rstd dX dWeight dBias | N C |")                             \
  OPERATION(linear, "x weight bias residual out | N C OC |")                                                   \
  OPERATION(linearBackward, "dOut x weight dX dWeight dBias | N OC C |")                                       \
  OPERATION(pack, "weight out | C OC BITS |")                                                                  \
  OPERATION(packTransposed, "weight out | OC C BITS |")                                                        \
  OPERATION(linearPacked, "x weight bias residual out | N C OC BITS |")                                        \
  OPERATION(gelu, "x out | E |")                                                                               \
  OPERATION(geluBackward, "dOut x dX | E |")                                                                   \
  OPERATION(attention, "qkv out logSumExp | B T C NH |")                                                       \
  OPERATION(attentionBackward, "dOut qkv out logSumExp dQkv | B T C NH |")                                     \
  OPERATION(attentionCached, "qkv positions keys values out | B T C NH P HS BITS |")                                \
  OPERATION(classifier, "x wte targets losses dX dWte | N C V | lossScale")                                    \
  OPERATION(logits, "x wte out | N C V |")                                                                     \
  OPERATION(scoreBlocks, "scores blocks | N V G | temperature")                                                 \
  OPERATION(sumOfSquares, "x out | E |")                                                                       \
  OPERATION(adam, "parameter gradient m v | E | learning_rate beta1 beta2 epsilon step gradientScale")         \
  OPERATION(adamw,                                                                                             \
            "parameter gradient m v | E | learning_rate beta1 beta2 epsilon step gradientScale weight_decay")  \
  OPERATION(muon, "parameter gradient m | C OC | learning_rate momentum gradientScale weight_decay parts")      \
  OPERATION(sgd, "parameter gradient | E | learning_rate gradientScale")

namespace tpdne {

enum Operation {
#define NAME(name, signature) name##Operation,
  TPDNE_OPERATIONS(NAME)
#undef NAME
      OPERATION_COUNT
};

}  // namespace tpdne
