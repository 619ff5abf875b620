// Vectors in standard C++, for any compiler and any processor: four floats that most compilers keep in one register.
#pragma once

#include <cmath>
#include <cstring>

namespace tpdne::KERNELS {

constexpr int LANES = 4;
constexpr int TILE_ROWS = 4;
constexpr int TILE_VECTORS = 2;

struct Vector {
  float lane[LANES];
};

template <class Lane>
inline Vector each(Lane lane) {
  Vector result;
  for (int i = 0; i < LANES; i++) result.lane[i] = lane(i);
  return result;
}

inline Vector splat(float x) {
  return each([=](int) { return x; });
}
inline Vector load(const float* p) {
  return each([=](int i) { return p[i]; });
}
inline Vector load(const float* p, Full) { return load(p); }
inline Vector load(const float* p, Part part) {
  return each([=](int i) { return i < part.lanes ? p[i] : 0.0f; });
}
inline void store(float* p, Vector x) {
  for (int i = 0; i < LANES; i++) p[i] = x.lane[i];
}
inline void store(float* p, Vector x, Full) { store(p, x); }
inline void store(float* p, Vector x, Part part) {
  for (int i = 0; i < part.lanes; i++) p[i] = x.lane[i];
}

// The first numbers of LANES pairs as floats, or the second ones.
inline float floatOf(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
inline int lanesOf(Full) { return LANES; }
inline int lanesOf(Part part) { return part.lanes; }
template <class Lanes>
inline Vector firstOf(const Pair* p, Lanes lanes) {
  return each([=](int i) { return i < lanesOf(lanes) ? floatOf(p[i].bits << 16) : 0.0f; });
}
template <class Lanes>
inline Vector secondOf(const Pair* p, Lanes lanes) {
  return each([=](int i) { return i < lanesOf(lanes) ? floatOf(p[i].bits & 0xffff0000) : 0.0f; });
}

// LANES whole numbers of 8 bits as floats.
inline Vector widen(const int8_t* p) {
  return each([=](int i) { return static_cast<float>(p[i]); });
}

// The first lanes of x, `otherwise` in the rest.
inline Vector only(Vector x, Full, Vector) { return x; }
inline Vector only(Vector x, Part part, Vector otherwise) {
  return each([&](int i) { return i < part.lanes ? x.lane[i] : otherwise.lane[i]; });
}

inline Vector operator+(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] + b.lane[i]; });
}
inline Vector operator-(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] - b.lane[i]; });
}
inline Vector operator*(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] * b.lane[i]; });
}
inline Vector operator/(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] / b.lane[i]; });
}

// a * b + c, rounded once where the hardware does so.
inline Vector multiplyAdd(Vector a, Vector b, Vector c) {
  return each([&](int i) { return a.lane[i] * b.lane[i] + c.lane[i]; });
}
inline Vector larger(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] > b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Vector smaller(Vector a, Vector b) {
  return each([&](int i) { return a.lane[i] < b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Vector squareRoot(Vector x) {
  return each([&](int i) { return sqrtf(x.lane[i]); });
}
inline Vector nearestInteger(Vector x) {
  return each([&](int i) { return nearbyintf(x.lane[i]); });
}
// x * 2^n for whole n from -126 to 127.
inline Vector timesPowerOfTwo(Vector x, Vector n) {
  return each([&](int i) {
    const uint32_t bits = static_cast<uint32_t>(static_cast<int32_t>(n.lane[i]) + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return x.lane[i] * power;
  });
}
// a < b ? yes : no, lane by lane.
inline Vector whereLess(Vector a, Vector b, Vector yes, Vector no) {
  return each([&](int i) { return a.lane[i] < b.lane[i] ? yes.lane[i] : no.lane[i]; });
}
inline float sumOf(Vector x) { return (x.lane[0] + x.lane[2]) + (x.lane[1] + x.lane[3]); }
inline float largestOf(Vector x) {
  float result = x.lane[0];
  for (int i = 1; i < LANES; i++) result = x.lane[i] > result ? x.lane[i] : result;
  return result;
}
inline void prefetch(const void*) {}

// Row i, lane j becomes row j, lane i.
inline void transpose(Vector (&rows)[LANES]) {
  for (int i = 0; i < LANES; i++) {
    for (int j = 0; j < i; j++) {
      const float kept = rows[i].lane[j];
      rows[i].lane[j] = rows[j].lane[i];
      rows[j].lane[i] = kept;
    }
  }
}

}  // namespace tpdne::KERNELS
