// Eight numbers at once, where the compiler would not see them itself.
#pragma once
#include <cstdint>
#include <cstring>
#ifdef __AVX__
#include <immintrin.h>
#endif

constexpr int kLanes = 8;
typedef float Lanes __attribute__((vector_size(4 * kLanes)));
typedef int LaneInts __attribute__((vector_size(4 * kLanes)));
typedef uint32_t LaneWords __attribute__((vector_size(4 * kLanes)));

template <class V, class T> inline V loadLanes(const T* from) { V v; memcpy(&v, from, sizeof v); return v; }
template <class V, class T> inline void storeLanes(T* to, V v) { memcpy(to, &v, sizeof v); }
inline Lanes countLanes() { return Lanes{0, 1, 2, 3, 4, 5, 6, 7}; }
/** One bit for each lane of a comparison that holds. */
inline unsigned laneBits(LaneInts mask) {
#ifdef __AVX__
  return unsigned(_mm256_movemask_ps(reinterpret_cast<__m256>(mask)));
#else
  unsigned bits = 0;
  for (int i = 0; i < kLanes; i++) bits |= unsigned(mask[i] & 1) << i;
  return bits;
#endif
}
inline float laneSum(Lanes v) {
  return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]));
}
