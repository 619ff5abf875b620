// Every operation in the order of src/engine/device/operations.ts, with the order in which its tensors, dims and
// scalars arrive. Both sides compare these signatures when the library is loaded.
#pragma once

#include "../include/tpdne.h"

#define TPDNE_OPERATIONS(OPERATION)                                                                            \
  OPERATION(fill, "out | E | value")                                                                           \
  OPERATION(copy, "source out | E |")                                                                          \
  OPERATION(embedding, "tokens positions tokenTable positionTable out | B T V C P BITS |")                                           \
  OPERATION(embeddingBackward, "dOut tokens positions dTokenTable dPositionTable | B T C V P |")                                \
  OPERATION(layerNorm, "x weight bias out mean rstd | N C | epsilon")                                          \
  OPERATION(layerNormBackward, "dOut x weight mean rstd dX dWeight dBias | N C |")                             \
  OPERATION(rmsNorm, "x weight out rstd | N C | epsilon")                                                       \
  OPERATION(rmsNormBackward, "dOut x weight rstd dX dWeight | N C |")                                          \
  OPERATION(headNorm, "x queryWeight keyWeight out | B T W HS | heads keyHeads epsilon")                       \
  OPERATION(headNormBackward,                                                                                  \
            "dOut x queryWeight keyWeight dX dQueryWeight dKeyWeight | B T W HS | heads keyHeads epsilon")     \
  OPERATION(linear, "x weight bias residual out | N C OC |")                                                   \
  OPERATION(linearBackward, "dOut x weight dX dWeight dBias | N OC C |")                                       \
  OPERATION(pack, "weight out | C OC BITS |")                                                                  \
  OPERATION(packTransposed, "weight out | OC C BITS |")                                                        \
  OPERATION(linearPacked, "x weight bias residual out | N C OC BITS |")                                        \
  OPERATION(linearPackedBackward, "dOut weight dX | N OC C BITS |")                                            \
  OPERATION(round, "x out | N C |")                                                                            \
  OPERATION(lowRank, "x a b ends h out | N C H OC R M | scale dropout draw")                                                \
  OPERATION(lowRankBackward, "dOut x a b ends h dH dX dA dB | N OC C H R M | scale dropout draw")                           \
  OPERATION(gelu, "x out | E |")                                                                               \
  OPERATION(geluBackward, "dOut x dX | E |")                                                                   \
  OPERATION(swiglu, "x out | N F |")                                                                           \
  OPERATION(swigluBackward, "dOut x dX | N F |")                                                               \
  OPERATION(scale, "x residual out | E | factor")                                                              \
  OPERATION(dropout, "x residual out | E | factor dropout draw")                                               \
  OPERATION(rotary, "qkv positions cosines sines | B T W P HALF | heads direction")                            \
  OPERATION(attention, "qkv out logSumExp | B T W Q NH | scale")                                               \
  OPERATION(attentionBackward, "dOut qkv out logSumExp dQkv | B T Q W NH | scale")                             \
  OPERATION(attentionCached, "qkv positions keys values out | B T W NKV P HS Q BITS | scale")                  \
  OPERATION(classifier, "x head targets losses dX dHead | N C V BITS | lossScale")                                    \
  OPERATION(logits, "x head out | N C V BITS |")                                                                     \
  OPERATION(scoreBlocks, "scores blocks | N V G | temperature")                                                 \
  OPERATION(sumOfSquares, "x out | E |")                                                                       \
  OPERATION(adam, "parameter gradient m v | E | learning_rate beta1 beta2 epsilon step gradientScale")         \
  OPERATION(adamw,                                                                                             \
            "parameter gradient m v | E | learning_rate beta1 beta2 epsilon step gradientScale weight_decay")  \
  OPERATION(muon, "parameter gradient m | C OC | learning_rate momentum gradientScale weight_decay parts")      \
  OPERATION(sgd, "parameter gradient | E | learning_rate gradientScale")

namespace tpdne {

// The words in part `part` of a signature: 0 the tensors, 1 the dims, 2 the scalars.
constexpr int wordsIn(const char* signature, int part) {
  int words = 0;
  for (bool inWord = false; *signature != '\0' && part >= 0; signature++) {
    if (*signature == '|') part--;
    const bool isLetter = *signature != '|' && *signature != ' ';
    if (part == 0 && isLetter && !inWord) words++;
    inWord = isLetter;
  }
  return words;
}

// A command has room for everything an operation takes; anything past it would be read from the next command.
#define FITS(name, signature)                                                                              \
  static_assert(wordsIn(signature, 0) <= TPDNE_TENSORS, #name " has more tensors than a command");         \
  static_assert(wordsIn(signature, 1) <= TPDNE_DIMS, #name " has more dims than a command");               \
  static_assert(wordsIn(signature, 2) <= TPDNE_SCALARS, #name " has more scalars than a command");
TPDNE_OPERATIONS(FITS)
#undef FITS
static_assert(sizeof(tpdne_command) == 8 * (1 + TPDNE_TENSORS + TPDNE_DIMS + TPDNE_SCALARS), "a command has no padding");

enum Operation {
#define NAME(name, signature) name##Operation,
  TPDNE_OPERATIONS(NAME)
#undef NAME
      OPERATION_COUNT
};

}  // namespace tpdne
