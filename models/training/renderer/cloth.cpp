// Cloth that follows the skin: boubou and face mask are lifted copies of parts of it.
#include <functional>
#include "wear.h"

namespace {
/** inside(rest) > 0 is covered; lift(rest, inside) in decimetres. */
Mesh lifted(const Mesh& skin, const std::function<float(Vec3)>& inside, const std::function<float(Vec3, float)>& lift) {
  Mesh m;
  m.uv.push_back({});
  m.material.look = Look::cloth;
  m.material.cutout = m.material.twoSided = true;
  std::vector<float> in(skin.p.size());
  std::vector<int> row(skin.p.size(), -1);
  for (size_t i = 0; i < in.size(); i++) in[i] = inside(skin.rest[i]);
  for (auto& t : skin.tris) {
    if (in[size_t(t.p[0])] < -0.15f || in[size_t(t.p[1])] < -0.15f || in[size_t(t.p[2])] < -0.15f) continue;
    Tri n{};
    for (int k = 0; k < 3; k++) {
      auto v = size_t(t.p[k]);
      if (row[v] < 0) {
        row[v] = int(m.p.size());
        m.p.push_back(skin.p[v] + skin.normal[v] * lift(skin.rest[v], in[v]));
        m.rest.push_back(skin.rest[v]);
        m.mask.push_back(in[v]);
      }
      n.p[k] = row[v];
    }
    m.tris.push_back(n);
  }
  return m;
}
}  // namespace

void addBoubou(std::vector<Mesh>& out, Rng& rng) {
  const float deep = rng.range(0, 0.35f), high = rng.range(5.62f, 5.92f), loose = rng.range(0.05f, 0.16f);
  auto inside = [&](Vec3 r) {
    float az = std::atan2(std::fabs(r.x), r.z - 0.45f) * 180 / kPi;
    float slit = deep * (1 - smooth(0, 34, az));
    return high + 0.12f * smooth(60, 170, az) - slit - r.y;
  };
  auto lift = [&](Vec3 r, float in) { return 0.025f + loose * smooth(0, 0.7f, in) * (0.6f + 0.8f * fbm(Vec3{r.x * 2.2f, r.y * 0.9f, r.z * 2.2f}, 3)); };
  Mesh m = lifted(out[0], inside, lift);
  m.material.label = kClothing;
  m.material.pattern = samplePattern(rng);
  m.material.trim = rng.chance(0.6f) ? rng.range(0.05f, 0.22f) : 0;
  m.material.trimColour = m.material.pattern.b;
  m.material.gloss = rng.chance(0.4f) ? 0.05f : 0.02f;  // bazin shines
  m.material.exponent = 12;
  out.push_back(std::move(m));
}

void addMask(std::vector<Mesh>& out, Rng& rng) {
  const float top = rng.range(6.86f, 7.12f);
  const bool pulled = rng.chance(0.25f);  // under the nose
  auto inside = [&](Vec3 r) {
    float az = std::atan2(std::fabs(r.x), r.z - 0.70f) * 180 / kPi;
    float upper = (pulled ? 6.74f : top - 0.002f * az) - r.y, lower = r.y - 6.02f, side = (66 - az) * 0.02f;
    float deep = (r.z - (1.22f - 0.9f * std::fabs(r.x) - 0.2f)) * 2;
    return std::min({upper, lower, side, deep});
  };
  Mesh m = lifted(out[0], inside, [](Vec3, float in) { return 0.05f + 0.08f * clampf(in * 3, 0, 1); });
  m.material.label = kOccluder;
  m.material.pattern = samplePattern(rng);
  if (rng.chance(0.6f)) { m.material.pattern.kind = Pattern::plain; m.material.pattern.a = rng.chance(0.5f) ? Vec3{0.35f, 0.55f, 0.7f} : Vec3{0.8f, 0.8f, 0.8f}; }
  out.push_back(std::move(m));
}
