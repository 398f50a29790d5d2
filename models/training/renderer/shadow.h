// Shadow maps: how near to a far light the nearest surface lies, over a square around the head.
#pragma once
#include "scene.h"

constexpr float kReach = 3.4f;  // decimetres around the head that cast shadows

/** What stands in the light, as rows of numbers; the last two rows are of the map being drawn. */
struct Casters {
  std::vector<float> x, y, z;
  std::vector<int> a, b, c;
  std::vector<Vec3> placed;
  std::vector<int> texel;
  void add(const Mesh& mesh);
};

struct ShadowMap {
  int size;
  Vec3 centre, right, up, ahead;  // ahead: towards the light
  std::vector<float> depth;       // greatest distance along `ahead`

  ShadowMap(int n, Vec3 c, Vec3 d);
  void draw(Casters& casters);

  /** Where a point falls: texels right and up, decimetres ahead are three scalar products and an offset each. */
  struct Frame { Vec3 right, up, ahead; float x, y, z; };
  Frame frame() const {
    const float k = size / (2 * kReach);
    return {right * k, up * k, ahead, size * 0.5f - dot(centre, right) * k, size * 0.5f - dot(centre, up) * k, -dot(centre, ahead)};
  }
  /** Share of the light that reaches the point, bilinear over four texels; all of it outside the map. */
  inline float reaches(const Frame& f, float px, float py, float pz, float bias) const {
    const float fx = px * f.right.x + py * f.right.y + pz * f.right.z + f.x - 0.5f, fy = px * f.up.x + py * f.up.y + pz * f.up.z + f.y - 0.5f;
    const float z = px * f.ahead.x + py * f.ahead.y + pz * f.ahead.z + f.z + bias;
    const float gx = std::floor(fx), gy = std::floor(fy), u = fx - gx, v = fy - gy;
    const float last = float(size - 2);
    const bool in = (gx >= 0) & (gy >= 0) & (gx <= last) & (gy <= last);
    const int at = int(std::min(last, std::max(0.0f, gy))) * size + int(std::min(last, std::max(0.0f, gx)));
    const float* d = depth.data();
    const float a = z > d[at] ? 1.0f : 0.0f, b = z > d[at + 1] ? 1.0f : 0.0f, c = z > d[at + size] ? 1.0f : 0.0f, e = z > d[at + size + 1] ? 1.0f : 0.0f;
    const float low = a + (b - a) * u, high = c + (e - c) * u;
    return in ? low + (high - low) * v : 1.0f;
  }

 private:
  void triangle(Vec3 a, Vec3 b, Vec3 c, int x0, int x1, int y0, int y1);
};
