// Small vectors, a seeded random source and lattice noise.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>
#include "lanes.h"

constexpr float kPi = 3.14159265358979f;

struct Vec2 { float x = 0, y = 0; };
struct Vec3 {
  float x = 0, y = 0, z = 0;
  Vec3 operator+(Vec3 o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vec3 operator-(Vec3 o) const { return {x - o.x, y - o.y, z - o.z}; }
  Vec3 operator*(Vec3 o) const { return {x * o.x, y * o.y, z * o.z}; }
  Vec3 operator*(float k) const { return {x * k, y * k, z * k}; }
  Vec3 operator-() const { return {-x, -y, -z}; }
  Vec3& operator+=(Vec3 o) { x += o.x; y += o.y; z += o.z; return *this; }
};
inline float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline float length(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 unit(Vec3 a) { float l = length(a); return l > 1e-12f ? a * (1 / l) : Vec3{0, 0, 1}; }
inline float clampf(float v, float lo, float hi) { return v < lo ? lo : v > hi ? hi : v; }
inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Vec3 mix(Vec3 a, Vec3 b, float t) { return a + (b - a) * t; }
inline float smooth(float lo, float hi, float v) { float t = clampf((v - lo) / (hi - lo), 0, 1); return t * t * (3 - 2 * t); }
/** To within a few millionths of it; v: above 0. */
inline float quickLog2(float v) {
  int32_t bits;
  memcpy(&bits, &v, sizeof bits);
  const int32_t e = (bits - 0x3f3504f3) >> 23;  // so that what is left lies about 1, from the root of a half to that of 2
  bits -= e << 23;
  memcpy(&v, &bits, sizeof v);
  const float t = (v - 1) / (v + 1), q = t * t;
  return float(e) + t * (2.88539008f + q * (0.96179669f + q * (0.57707802f + q * 0.41219859f)));
}
/** Likewise. */
inline float quickExp2(float v) {
  v = clampf(v, -126, 126);
  const float whole = std::floor(v + 0.5f), f = v - whole;
  const float near = 1 + f * (0.69314718f + f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * (0.00133336f + f * 0.00015404f)))));
  const int32_t bits = (int32_t(whole) + 127) << 23;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return near * scale;
}
inline float luma(Vec3 c) { return 0.2126f * c.x + 0.7152f * c.y + 0.0722f * c.z; }

struct Mat3 {
  Vec3 r[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  Vec3 operator*(Vec3 v) const { return {dot(r[0], v), dot(r[1], v), dot(r[2], v)}; }
  Mat3 operator*(const Mat3& o) const {
    Mat3 m;
    for (auto& row : m.r) row = {0, 0, 0};
    for (int i = 0; i < 3; i++) m.r[i] = o.r[0] * r[i].x + o.r[1] * r[i].y + o.r[2] * r[i].z;
    return m;
  }
  Mat3 transposed() const { return {{{r[0].x, r[1].x, r[2].x}, {r[0].y, r[1].y, r[2].y}, {r[0].z, r[1].z, r[2].z}}}; }
};
inline Mat3 rotX(float a) { float c = std::cos(a), s = std::sin(a); return {{{1, 0, 0}, {0, c, -s}, {0, s, c}}}; }
inline Mat3 rotY(float a) { float c = std::cos(a), s = std::sin(a); return {{{c, 0, s}, {0, 1, 0}, {-s, 0, c}}}; }
inline Mat3 rotZ(float a) { float c = std::cos(a), s = std::sin(a); return {{{c, -s, 0}, {s, c, 0}, {0, 0, 1}}}; }
/** Yaw > 0 turns to the subject's left, pitch > 0 looks down, roll > 0 tilts to the subject's right shoulder (degrees). */
inline Mat3 headRotation(float yaw, float pitch, float roll) {
  constexpr float d = kPi / 180;
  return rotY(yaw * d) * rotX(pitch * d) * rotZ(roll * d);
}

inline uint64_t mixBits(uint64_t z) {
  z += 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}
/** Seeded; the same seed gives the same person on every machine. */
struct Rng {
  uint64_t state;
  explicit Rng(uint64_t seed) : state(mixBits(seed)) {}
  uint32_t bits() { state += 0x9e3779b97f4a7c15ull; return uint32_t(mixBits(state) >> 32); }
  float uniform() { return bits() * (1.0f / 4294967296.0f); }
  float range(float lo, float hi) { return lo + (hi - lo) * uniform(); }
  bool chance(float p) { return uniform() < p; }
  int below(int n) { return int((uint64_t(bits()) * uint64_t(n)) >> 32); }
  float normal() {
    float u = std::max(1e-7f, uniform()), v = uniform();
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * kPi * v);
  }
};

inline float hash3(int x, int y, int z) {
  uint32_t h = uint32_t(x) * 374761393u + uint32_t(y) * 668265263u + uint32_t(z) * 2147483647u;
  h = (h ^ (h >> 13)) * 1274126177u;
  h ^= h >> 16;
  h *= 2654435761u;
  return ((h ^ (h >> 15)) & 0xffffff) * (1.0f / 16777216.0f);
}
/** Value noise, 0..1: a hash at the eight corners of a cell, each in a lane of its own. */
inline float noise3(Vec3 p) {
  const float fx = std::floor(p.x), fy = std::floor(p.y), fz = std::floor(p.z);
  float u = p.x - fx, v = p.y - fy, w = p.z - fz;
  u = u * u * (3 - 2 * u); v = v * v * (3 - 2 * v); w = w * w * (3 - 2 * w);
  constexpr uint32_t a = 374761393u, b = 668265263u, c = 2147483647u;
  LaneWords h = LaneWords{0, a, b, a + b, c, a + c, b + c, a + b + c} + (uint32_t(int(fx)) * a + uint32_t(int(fy)) * b + uint32_t(int(fz)) * c);
  h = (h ^ (h >> 13)) * 1274126177u;
  h ^= h >> 16;
  h *= 2654435761u;
  const Lanes corner = __builtin_convertvector((LaneInts)((h ^ (h >> 15)) & 0xffffff), Lanes) * (1.0f / 16777216.0f);
  const Lanes x{1 - u, u, 1 - u, u, 1 - u, u, 1 - u, u}, y{1 - v, 1 - v, v, v, 1 - v, 1 - v, v, v}, z{1 - w, 1 - w, 1 - w, 1 - w, w, w, w, w};
  return laneSum(corner * x * y * z);
}
inline float fbm(Vec3 p, int octaves) {
  float sum = 0, weight = 0.5f, total = 0;
  for (int i = 0; i < octaves; i++, weight *= 0.5f, p = p * 2.03f) { sum += weight * noise3(p); total += weight; }
  return sum / total;
}
