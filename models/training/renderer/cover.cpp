// Head coverings as surfaces around the head: the head's own reach in every direction, plus cloth, folds and openings.
#include <functional>
#include "wear.h"

namespace {
/** How far the head reaches from a centre inside it, by direction; and how far neck and shoulders reach from its axis. */
class Reach {
 public:
  Vec3 centre;
  Reach(const Mesh& skin, const Body& body, bool ears) {
    centre = {0, (body.eye[0].y + body.eye[1].y) / 2 + 0.25f, body.v[881].z - 0.13f};
    head.assign(kTurns * kTilts, 0);
    trunk.assign(kTurns * kLevels, 0);
    floor = body.v[5296].y - 2.6f;
    const float chin = body.v[5296].y;
    for (size_t i = 0; i < skin.p.size(); i++) {
      Vec3 d = skin.p[i] - centre, r = skin.rest[i];
      bool ear = std::fabs(r.x) > 0.76f && r.y > 6.5f && r.y < 7.6f && r.z < 0.95f;
      if (ear && !ears) continue;
      if (skin.p[i].y > chin - 0.15f) splat(head, kTilts, turn(d), tilt(d) * (kTilts - 1), length(d));
      float level = (skin.p[i].y - floor) / (centre.y - floor) * (kLevels - 1);
      if (level >= 0 && level < kLevels && std::fabs(skin.p[i].x) < 1.9f) splat(trunk, kLevels, turn(d), level, std::sqrt(d.x * d.x + d.z * d.z));
    }
    finish(head, kTilts, 2);
    finish(trunk, kLevels, 1);
  }
  float toHead(float theta, float phi) const { return look(head, kTilts, theta / (2 * kPi) * kTurns, (phi / kPi + 0.5f) * (kTilts - 1)); }
  float toTrunk(float theta, float y) const { return look(trunk, kLevels, theta / (2 * kPi) * kTurns, (y - floor) / (centre.y - floor) * (kLevels - 1)); }
  Vec3 direction(float theta, float phi) const { return {std::sin(theta) * std::cos(phi), std::sin(phi), std::cos(theta) * std::cos(phi)}; }

 private:
  static constexpr int kTurns = 48, kTilts = 32, kLevels = 32;
  std::vector<float> head, trunk;
  float floor = 0;
  static float turn(Vec3 d) { float a = std::atan2(d.x, d.z) / (2 * kPi); return (a < 0 ? a + 1 : a) * kTurns; }
  static float tilt(Vec3 d) { return std::asin(clampf(d.y / std::max(1e-6f, length(d)), -1, 1)) / kPi + 0.5f; }
  static void splat(std::vector<float>& t, int rows, float x, float y, float v) {
    for (int j = 0; j < 2; j++)
      for (int i = 0; i < 2; i++) {
        int r = std::min(rows - 1, int(y) + j), c = (int(x) + i) % kTurns;
        float& cell = t[size_t(r * kTurns + c)];
        cell = std::max(cell, v);
      }
  }
  static void finish(std::vector<float>& t, int rows, int rounds) {
    for (int pass = 0; pass < 12; pass++) {  // fill what no vertex fell into
      std::vector<float> was = t;
      for (int r = 0; r < rows; r++)
        for (int c = 0; c < kTurns; c++) {
          if (was[size_t(r * kTurns + c)] > 0) continue;
          float sum = 0, n = 0;
          for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
              float v = was[size_t(std::clamp(r + j, 0, rows - 1) * kTurns + (c + i + kTurns) % kTurns)];
              if (v > 0) { sum += v; n++; }
            }
          if (n > 0) t[size_t(r * kTurns + c)] = sum / n;
        }
    }
    for (int pass = 0; pass < rounds; pass++) {
      std::vector<float> was = t;
      for (int r = 0; r < rows; r++)
        for (int c = 0; c < kTurns; c++) {
          auto at = [&](int j, int i) { return was[size_t(std::clamp(j, 0, rows - 1) * kTurns + (i + kTurns) % kTurns)]; };
          t[size_t(r * kTurns + c)] = 0.4f * at(r, c) + 0.15f * (at(r - 1, c) + at(r + 1, c) + at(r, c - 1) + at(r, c + 1));
        }
    }
  }
  static float look(const std::vector<float>& t, int rows, float x, float y) {
    y = clampf(y, 0, rows - 1.001f);
    x -= std::floor(x / kTurns) * kTurns;
    int r = int(y), c = int(x) % kTurns, d = (c + 1) % kTurns;
    float u = x - std::floor(x), v = y - r;
    return mix(mix(t[size_t(r * kTurns + c)], t[size_t(r * kTurns + d)], u), mix(t[size_t((r + 1) * kTurns + c)], t[size_t((r + 1) * kTurns + d)], u), v);
  }
};

struct Drape {
  float lowest = -0.9f;       // radians: where the part around the head ends
  float hang = 0;             // decimetres below the chin; 0 does not hang
  std::function<float(float, float)> thickness;      // (theta, phi)
  std::function<float(Vec3, float)> keep;            // (point, theta): > 0 is cloth, in decimetres from the edge
  float folds = 0.02f;
  Vec3 seed;
};

Mesh drape(const Reach& reach, const Body& body, const Drape& d, bool fine) {
  const int columns = fine ? 128 : 64, top = fine ? 60 : 30, low = d.hang > 0 ? (fine ? 40 : 20) : 0;
  const float bottom = body.v[5296].y - d.hang;
  std::vector<Vec3> points;
  std::vector<float> mask;
  std::vector<float> lastRadius(size_t(columns), 0.0f), lastY(size_t(columns), 0.0f), firstY(size_t(columns), 0.0f);
  for (int r = 0; r < top + low; r++)
    for (int c = 0; c < columns; c++) {
      float theta = 2 * kPi * c / columns;
      Vec3 p;
      if (r < top) {
        float phi = mix(kPi / 2 - 0.02f, d.lowest, r / float(top - 1));
        Vec3 way = reach.direction(theta, phi);
        float wave = d.folds * (fbm(Vec3{way.x * 2.5f, way.y * 9, way.z * 2.5f} + d.seed, 3) * 2 - 1);
        p = reach.centre + way * (reach.toHead(theta, phi) + d.thickness(theta, phi) + wave);
        Vec3 off = p - reach.centre;
        lastRadius[size_t(c)] = std::sqrt(off.x * off.x + off.z * off.z);
        lastY[size_t(c)] = firstY[size_t(c)] = p.y;
      } else {
        float t = (r - top + 1) / float(low), y = mix(firstY[size_t(c)], bottom, t), dy = lastY[size_t(c)] - y;
        float cling = std::fabs(theta - kPi) > 2.2f ? 0.55f : 0.25f;  // falls in under the chin, hangs elsewhere
        float radius = std::max(reach.toTrunk(theta, y) + 0.07f, lastRadius[size_t(c)] - dy * cling);
        lastRadius[size_t(c)] = radius;
        lastY[size_t(c)] = y;
        float wave = d.folds * 2.2f * t * std::sin(theta * 13 + 4 * fbm(Vec3{theta * 2, y, 0} + d.seed, 2)) + d.folds * (fbm(Vec3{std::sin(theta) * 3, y * 1.5f, std::cos(theta) * 3} + d.seed, 3) * 2 - 1);
        p = reach.centre + Vec3{std::sin(theta) * (radius + wave), y - reach.centre.y, std::cos(theta) * (radius + wave)};
      }
      points.push_back(p);
      mask.push_back(d.keep(p, theta));
    }
  Mesh m = grid(points, top + low, columns, true);
  m.mask = std::move(mask);
  m.material.cutout = true;
  m.material.label = kCovering;
  m.material.gloss = 0.02f;
  m.material.exponent = 8;
  return m;
}

/** Signed distance (roughly, decimetres) from an egg-shaped opening for the face; positive outside it. */
float egg(Vec3 p, const Reach& reach, float top, float bottom, float half, bool openBelow) {
  if (p.z < reach.centre.z + 0.05f) return 1;
  float mid = mix(bottom, top, 0.52f), hh = p.y > mid ? top - mid : mid - bottom;
  float taper = p.y < mid ? 1 - 0.22f * clampf((mid - p.y) / (mid - bottom), 0, 1) : 1;
  float x = std::fabs(p.x) / (half * taper), y = std::fabs(p.y - mid) / hh;
  if (openBelow && p.y < mid) { x = std::fabs(p.x) / (half * (1 + 0.25f * clampf((mid - p.y) / 1.5f, 0, 1))); y = 0; }
  return (std::pow(std::pow(x, 2.5f) + std::pow(y, 2.5f), 0.4f) - 1) * half;
}

void scarf(std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng, bool fine) {
  const bool veil = p.cover == Cover::veil;
  Reach reach(out[0], body, !veil || rng.chance(0.5f));
  const float face = std::fabs(body.v[5329].x), forehead = body.v[244].y, chin = body.v[5296].y;
  const float top = forehead + (veil ? rng.range(0.20f, 0.42f) : rng.range(-0.06f, 0.20f));
  const float bottom = chin + rng.range(-0.10f, 0.0f), half = face * (veil ? rng.range(1.12f, 1.35f) : rng.range(0.90f, 1.06f));
  const float thick = veil ? rng.range(0.10f, 0.18f) : rng.range(0.05f, 0.10f);
  Drape d;
  d.lowest = -0.88f;
  d.hang = rng.range(1.1f, 2.4f);
  d.seed = {rng.uniform() * 50, rng.uniform() * 50, rng.uniform() * 50};
  d.folds = rng.range(0.012f, 0.045f);
  float peak = veil ? rng.range(0, 0.12f) : rng.range(0, 0.05f);
  d.thickness = [=](float theta, float phi) { return thick + peak * std::max(0.0f, std::cos(theta)) * smooth(0.2f, 0.9f, phi) + 0.06f * smooth(0.5f, -0.8f, phi) * (std::cos(theta) < 0.3f ? 1.0f : 0.3f); };
  d.keep = [=](Vec3 q, float) { return egg(q, reach, top, bottom, half, veil); };
  Mesh cloth = drape(reach, body, d, fine);
  cloth.material.pattern = samplePattern(rng);
  cloth.material.trim = rng.chance(0.3f) ? rng.range(0.03f, 0.09f) : 0;
  cloth.material.trimColour = cloth.material.pattern.c;
  if (!veil && rng.chance(0.4f)) {  // a tight under-scarf shows along the forehead
    Drape under = d;
    under.hang = 0;
    under.folds = 0.003f;
    under.thickness = [=](float, float) { return thick * 0.45f; };
    under.keep = [=](Vec3 q, float) { return std::min(egg(q, reach, top - 0.12f, bottom, half * 0.97f, true), q.y - (chin + 0.75f)); };
    Mesh m = drape(reach, body, under, fine);
    m.material.pattern.a = samplePattern(rng).a;
    out.push_back(std::move(m));
  }
  out.push_back(std::move(cloth));
}

void wrap(std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng, bool fine) {
  const bool tie = p.cover == Cover::headtie;
  Reach reach(out[0], body, rng.chance(0.4f));
  const float forehead = body.v[244].y, ear = body.eye[0].y;
  const float front = forehead + rng.range(-0.06f, 0.26f), side = ear + rng.range(-0.05f, 0.35f), back = ear - rng.range(0.1f, 0.6f);
  const float bulk = tie ? rng.range(0.10f, 0.5f) : rng.range(0.14f, 0.34f), crown = rng.range(0.06f, 0.35f), lean = rng.range(-0.5f, 0.5f);
  const float width = rng.range(0.16f, 0.34f), depth = rng.range(0.02f, 0.06f), tilt = rng.range(0.15f, 0.5f) * (rng.chance(0.5f) ? 1 : -1), rear = tie ? rng.range(0, 0.5f) : 0;
  Drape d;
  d.lowest = -0.75f;
  d.folds = 0.02f;
  d.seed = {rng.uniform() * 50, rng.uniform() * 50, rng.uniform() * 50};
  d.thickness = [=](float theta, float phi) {
    float band = smooth(-0.5f, 0.15f, phi) * (1 - smooth(0.55f, 1.25f, phi));
    float turn = (phi + tilt * std::sin(theta + lean)) / width, part = turn - std::floor(turn);
    float ridge = depth * std::sqrt(std::max(0.0f, 1 - (2 * part - 1) * (2 * part - 1)));
    return 0.04f + bulk * band + crown * smooth(0.7f, 1.4f, phi) + ridge + rear * band * std::max(0.0f, -std::cos(theta)) + bulk * 0.3f * lean * std::sin(theta) * band;
  };
  d.keep = [=](Vec3 q, float theta) {
    float c = std::cos(theta), line = c > 0 ? mix(side, front, smooth(0.05f, 0.85f, c)) : mix(side, back, -c);
    return q.y - line;
  };
  Mesh m = drape(reach, body, d, fine);
  m.material.pattern = samplePattern(rng);
  out.push_back(std::move(m));
  if (!tie && rng.chance(0.35f)) {  // the loose end goes round the throat, under the chin
    Reach whole(out[0], body, true);
    Drape low;
    low.lowest = -0.88f;
    low.hang = rng.range(0.5f, 1.4f);
    low.folds = 0.03f;
    low.seed = d.seed;
    low.thickness = [](float, float) { return 0.07f; };
    const float chin = body.v[5296].y, face = std::fabs(body.v[5329].x);
    low.keep = [=](Vec3 q, float) { return std::min(egg(q, whole, forehead + 3, chin - 0.02f, face * 1.02f, false), side + 0.15f - q.y); };
    Mesh veil = drape(whole, body, low, fine);
    veil.material.pattern = out.back().material.pattern;
    out.push_back(std::move(veil));
  }
}

void kufi(std::vector<Mesh>& out, const Body& body, Rng& rng, bool fine) {
  Reach reach(out[0], body, false);
  const float forehead = body.v[244].y, front = forehead + rng.range(0.0f, 0.25f), back = front - rng.range(0.1f, 0.45f);
  const float top = body.v[881].y + rng.range(0.0f, 0.35f), round = rng.range(0.04f, 0.3f);
  const int columns = fine ? 96 : 48, rows = 14;
  std::vector<Vec3> points;
  std::vector<float> edge;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++) {
      float theta = 2 * kPi * c / columns, base = mix(back, front, 0.5f + 0.5f * std::cos(theta));
      float wide = std::max(reach.toHead(theta, std::asin(clampf((base - reach.centre.y) / 0.95f, -0.9f, 0.9f))) * std::sqrt(std::max(0.2f, 1 - std::pow((base - reach.centre.y) / 0.95f, 2.0f))), reach.toTrunk(theta, reach.centre.y - 0.02f)) + 0.05f;
      float t = r / float(rows - 1), up = clampf(t / 0.65f, 0, 1), in = clampf((t - 0.65f) / 0.35f, 0, 1);
      float radius = wide * (1 - 0.04f * up) * std::cos(in * kPi / 2), y = mix(base, top - round, up) + round * std::sin(in * kPi / 2);
      points.push_back(reach.centre + Vec3{std::sin(theta) * radius, y - reach.centre.y, std::cos(theta) * radius});
      edge.push_back(0.02f + (y - base));
    }
  Mesh m = grid(points, rows, columns, true);
  m.mask = std::move(edge);
  m.material.label = kCovering;
  m.material.pattern = samplePattern(rng);
  m.material.trim = rng.chance(0.5f) ? rng.range(0.05f, 0.2f) : 0;
  m.material.trimColour = m.material.pattern.b;
  out.push_back(std::move(m));
}

void baseball(std::vector<Mesh>& out, const Body& body, Rng& rng, bool fine) {
  Reach reach(out[0], body, false);
  const float front = body.v[244].y + rng.range(0.0f, 0.22f), back = front - rng.range(0.1f, 0.4f), room = rng.range(0.06f, 0.16f);
  auto line = [=](float theta) { return mix(back, front, 0.5f + 0.5f * std::cos(theta)); };
  Drape d;
  d.lowest = -0.4f;
  d.folds = 0.006f;
  d.thickness = [=](float theta, float phi) { return room + 0.10f * std::max(0.0f, std::cos(theta)) * smooth(0.0f, 0.7f, phi) * (1 - smooth(0.8f, 1.4f, phi)); };
  d.keep = [=](Vec3 q, float theta) { return q.y - line(theta); };
  Mesh dome = drape(reach, body, d, fine);
  dome.material.pattern.a = samplePattern(rng).a;
  const float length = rng.range(0.55f, 0.85f), droop = rng.range(0.1f, 0.45f);
  std::vector<Vec3> points;
  for (int r = 0; r < 8; r++)
    for (int c = 0; c < 20; c++) {
      float theta = mix(-0.85f, 0.85f, c / 19.0f), out1 = r / 7.0f, y = line(theta), phi = std::asin(clampf((y - reach.centre.y) / 0.95f, -0.9f, 0.9f));
      float radius = (reach.toHead(theta, phi) + room) * std::cos(phi), reachOut = length * out1 * std::sqrt(std::max(0.0f, 1 - std::pow(theta / 0.86f, 2.0f)));
      points.push_back({std::sin(theta) * radius, y + 0.02f - droop * out1 * out1 * 0.6f - 0.35f * std::fabs(std::sin(theta)) * std::fabs(std::sin(theta)) * out1, reach.centre.z + std::cos(theta) * radius + reachOut});
    }
  Mesh brim = grid(points, 8, 20, false);
  brim.material.label = kCovering;
  brim.material.pattern.a = rng.chance(0.6f) ? dome.material.pattern.a : samplePattern(rng).a;
  out.push_back(std::move(dome));
  out.push_back(std::move(brim));
}
}  // namespace

void addCover(Assets& assets, std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng, bool fine) {
  switch (p.cover) {
    case Cover::none: return;
    case Cover::hijab:
    case Cover::veil: return scarf(out, p, body, rng, fine);
    case Cover::turban:
    case Cover::headtie: return wrap(out, p, body, rng, fine);
    case Cover::kufi: return kufi(out, body, rng, fine);
    case Cover::baseball: return baseball(out, body, rng, fine);
    case Cover::fedora: {
      Mesh m = proxyMesh(assets, "clothes/fedora01/fedora", body, -100);
      m.material.look = Look::cloth;
      m.material.label = kCovering;
      m.material.texture = nullptr;
      m.material.twoSided = true;
      m.material.pattern.a = samplePattern(rng).a;
      out.push_back(std::move(m));
    }
  }
}
