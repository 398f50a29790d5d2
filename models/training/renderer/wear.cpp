#include "wear.h"

Mesh grid(const std::vector<Vec3>& points, int rows, int columns, bool around) {
  Mesh m;
  m.p = m.rest = points;
  m.uv.push_back({});
  m.material.twoSided = true;
  m.material.look = Look::cloth;
  for (int r = 0; r + 1 < rows; r++)
    for (int c = 0; c + (around ? 0 : 1) < columns; c++) {
      int d = (c + 1) % columns, a = r * columns + c, b = r * columns + d, e = (r + 1) * columns + c, f = (r + 1) * columns + d;
      m.tris.push_back({{a, e, b}, {0, 0, 0}});
      m.tris.push_back({{b, e, f}, {0, 0, 0}});
    }
  return m;
}

Mesh tube(const std::vector<Vec3>& path, float radius, int sides, bool closed) {
  std::vector<Vec3> points;
  const size_t n = path.size();
  for (size_t i = 0; i < n; i++) {
    Vec3 before = path[i ? i - 1 : closed ? n - 1 : 0], after = path[i + 1 < n ? i + 1 : closed ? 0 : n - 1];
    Vec3 along = unit(after - before), side = unit(cross(std::fabs(along.y) > 0.9f ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, along)), up = cross(along, side);
    for (int k = 0; k < sides; k++) {
      float a = 2 * kPi * k / sides;
      points.push_back(path[i] + side * (std::cos(a) * radius) + up * (std::sin(a) * radius));
    }
  }
  if (closed) points.insert(points.end(), points.begin(), points.begin() + sides);
  return grid(points, int(n) + (closed ? 1 : 0), sides, true);
}

Pattern samplePattern(Rng& rng) {
  static const Vec3 colours[] = {{0.02f, 0.02f, 0.025f}, {0.75f, 0.74f, 0.70f}, {0.05f, 0.09f, 0.35f}, {0.45f, 0.05f, 0.05f}, {0.03f, 0.25f, 0.10f},
                                 {0.65f, 0.40f, 0.05f}, {0.30f, 0.10f, 0.30f}, {0.10f, 0.35f, 0.45f}, {0.55f, 0.30f, 0.25f}, {0.35f, 0.33f, 0.30f},
                                 {0.70f, 0.55f, 0.35f}, {0.15f, 0.07f, 0.04f}, {0.80f, 0.25f, 0.05f}, {0.6f, 0.6f, 0.05f}};
  auto colour = [&] { Vec3 c = colours[rng.below(14)] * rng.range(0.6f, 1.1f); return mix(Vec3{1, 1, 1} * luma(c), c, rng.range(0.45f, 0.95f)); };
  Pattern p;
  p.kind = rng.chance(0.5f) ? Pattern::plain : Pattern::Kind(rng.below(6));
  p.a = colour();
  p.b = colour();
  p.c = colour();
  p.scale = std::exp(rng.range(0.2f, 1.9f));
  p.shift = {rng.uniform() * 9, rng.uniform() * 9, rng.uniform() * 9};
  return p;
}

namespace {
void addEarrings(std::vector<Mesh>& out, const Mesh& skin, Rng& rng) {
  const bool hoop = rng.chance(0.5f);
  const float size = hoop ? rng.range(0.08f, 0.22f) : rng.range(0.02f, 0.05f);
  Vec3 metal = rng.chance(0.6f) ? Vec3{0.75f, 0.55f, 0.18f} : Vec3{0.65f, 0.65f, 0.68f};
  for (float side : {-1.0f, 1.0f}) {
    Vec3 lobe{0, 1e9f, 0};
    for (size_t i = 0; i < skin.p.size(); i++) {
      Vec3 r = skin.rest[i];
      if (r.x * side > 0.70f && r.z > 0.35f && r.z < 0.75f && r.y > 6.5f && skin.p[i].y < lobe.y) lobe = skin.p[i];
    }
    if (lobe.y > 1e8f) return;
    std::vector<Vec3> path;
    int n = hoop ? 14 : 2;
    for (int k = 0; k < n; k++) {
      float a = 2 * kPi * k / n;
      if (hoop) path.push_back(lobe + Vec3{side * 0.02f, -size + size * std::cos(a), size * std::sin(a)});
      else path.push_back(lobe + Vec3{side * (0.01f + 0.04f * k), 0.02f, 0});
    }
    Mesh m = tube(path, hoop ? 0.014f : size, 6, hoop);
    m.material.look = Look::plain;
    m.material.label = kJewel;
    m.material.tint = metal;
    m.material.gloss = 0.5f;
    m.material.exponent = 60;
    out.push_back(std::move(m));
  }
}

/** Thin plaits from the scalp down over the shoulders. */
void addBraids(std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng) {
  const Vec3 crown = body.v[881], eye = (body.eye[0] + body.eye[1]) * 0.5f;
  const float reach = rng.range(1.2f, 2.6f), thick = rng.range(0.035f, 0.07f);
  const int n = 34;
  for (int k = 0; k < n; k++) {
    float a = mix(62.0f, 298.0f, k / float(n - 1)) * kPi / 180 + rng.range(-0.04f, 0.04f);
    float rx = 0.84f + rng.range(0, 0.08f), rz = 1.0f + rng.range(0, 0.08f);
    Vec3 axis{0, eye.y, crown.z - 0.15f};
    std::vector<Vec3> path;
    float front = std::cos(a) > 0.1f ? 1 : 0;
    for (int i = 0; i < 12; i++) {
      float t = i / 11.0f, drop = t * (0.55f + reach);
      float lift = std::min(1.0f, t * 3.5f), out1 = 0.55f + 0.45f * std::sin(lift * kPi / 2);
      Vec3 q = axis + Vec3{std::sin(a) * rx * out1, 0.85f - drop * (0.35f + 0.65f * lift), std::cos(a) * rz * out1};
      q += Vec3{0.03f * std::sin(i * 1.3f + k), 0, 0.03f * std::cos(i * 1.7f + k) + 0.12f * front * t};
      path.push_back(q);
    }
    Mesh m = tube(path, thick, 5, false);
    m.material.label = kHair;
    m.material.pattern.kind = Pattern::stripes;
    m.material.pattern.a = p.hairTint;
    m.material.pattern.b = p.hairTint * 0.35f;
    m.material.pattern.scale = 9;
    m.material.gloss = 0.03f;
    out.push_back(std::move(m));
  }
}

/** A hand before part of the face: fingers as tubes, tipped with the person's own colour. */
void addHand(std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng) {
  const Vec3 targets[4] = {body.v[343], (body.v[474] + body.v[493]) * 0.5f, body.eye[rng.below(2)], body.v[5296]};
  Vec3 at = targets[rng.below(4)] + Vec3{rng.range(-0.25f, 0.25f), rng.range(-0.15f, 0.15f), 0.22f};
  float turn = rng.range(-1.2f, 1.2f);
  for (int f = 0; f < 5; f++) {
    float spread = (f - 2) * 0.19f, bend = f == 4 ? 0.7f : 0.0f;
    Vec3 along{std::sin(turn + bend), std::cos(turn + bend), 0}, across{std::cos(turn), -std::sin(turn), 0};
    std::vector<Vec3> path;
    float len = f == 0 || f == 4 ? 0.55f : 0.75f;
    for (int i = 0; i < 8; i++) {
      float t = i / 7.0f;
      path.push_back(at + across * spread + along * (len * (t - 0.2f)) + Vec3{0, 0, -0.25f * t * t});
    }
    Mesh m = tube(path, 0.085f, 7, false);
    m.material.look = Look::plain;
    m.material.label = kOccluder;
    m.material.tint = Vec3{1.0f, 0.62f, 0.42f} * (p.skinLuma * 1.4f);
    out.push_back(std::move(m));
  }
  Mesh palm = tube({at + Vec3{-0.1f * std::sin(turn), -0.55f * std::cos(turn), 0.02f}, at + Vec3{0, -0.1f, 0.04f}}, 0.42f, 10, false);
  palm.material.look = Look::plain;
  palm.material.label = kOccluder;
  palm.material.tint = Vec3{1.0f, 0.62f, 0.42f} * (p.skinLuma * 1.4f);
  out.push_back(std::move(palm));
}

/** A card, telephone or sheet of paper held before the face. */
void addSheet(std::vector<Mesh>& out, const Body& body, Rng& rng) {
  Vec3 at = mix(body.v[343], body.eye[rng.below(2)], rng.uniform()) + Vec3{rng.range(-0.6f, 0.6f), rng.range(-0.6f, 0.3f), rng.range(0.3f, 0.6f)};
  float w = rng.range(0.25f, 0.9f), h = rng.range(0.25f, 0.9f);
  Mat3 r = headRotation(rng.range(-30, 30), rng.range(-30, 30), rng.range(-60, 60));
  std::vector<Vec3> q;
  for (int i = 0; i < 2; i++)
    for (int k = 0; k < 2; k++) q.push_back(at + r * Vec3{(k - 0.5f) * w, (0.5f - i) * h, 0});
  Mesh m = grid(q, 2, 2, false);
  m.material.label = kOccluder;
  m.material.pattern = samplePattern(rng);
  out.push_back(std::move(m));
}
}  // namespace

void addWear(Assets& assets, std::vector<Mesh>& meshes, const Person& p, const Shot& shot, const Body& body) {
  Rng rng(p.seed * 31 + uint64_t(p.coverStyle) * 7 + 5);
  meshes.reserve(meshes.size() + 64);
  if (p.boubou) addBoubou(meshes, rng);
  addCover(assets, meshes, p, body, rng, shot.refinements > 0);
  const bool covered = p.cover != Cover::none;
  if (p.braids && !covered && p.hair != Hair::bald && p.hair != Hair::card) addBraids(meshes, p, body, rng);
  if (p.earrings && p.cover != Cover::hijab) addEarrings(meshes, meshes[0], rng);
  addGlasses(meshes, p, body, rng);
  Rng other(shot.seed + 99);
  if (shot.occluder == Occluder::mask) addMask(meshes, other);
  if (shot.occluder == Occluder::hand) addHand(meshes, p, body, other);
  if (shot.occluder == Occluder::sheet) addSheet(meshes, body, other);
}
