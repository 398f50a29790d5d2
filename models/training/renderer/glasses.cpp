// Spectacles: two rims, a bridge, two sides, two lenses.
#include "wear.h"

namespace {
constexpr int kWornByAll = 6;
struct Style { float a, b, power, wire; Vec3 colour; float gloss; };

Style sampleStyle(int index, Rng& rng) {
  static const Style styles[kWornByAll + 3] = {
      {0.235f, 0.165f, 3.2f, 0.020f, {0.015f, 0.015f, 0.015f}, 0.06f},  // black plastic
      {0.225f, 0.205f, 2.0f, 0.010f, {0.45f, 0.40f, 0.30f}, 0.40f},     // round wire
      {0.260f, 0.150f, 4.0f, 0.009f, {0.30f, 0.30f, 0.32f}, 0.40f},     // narrow metal
      {0.250f, 0.185f, 2.8f, 0.028f, {0.10f, 0.04f, 0.02f}, 0.06f},     // tortoiseshell
      {0.285f, 0.235f, 2.6f, 0.018f, {0.02f, 0.02f, 0.03f}, 0.06f},     // large
      {0.240f, 0.170f, 3.6f, 0.006f, {0.55f, 0.52f, 0.45f}, 0.40f},     // nearly rimless
      // The last three are worn by held-out people alone.
      {0.215f, 0.180f, 5.0f, 0.034f, {0.22f, 0.03f, 0.04f}, 0.08f},     // thick square, red
      {0.205f, 0.200f, 2.2f, 0.015f, {0.03f, 0.05f, 0.20f}, 0.10f},     // small round, blue
      {0.290f, 0.160f, 2.3f, 0.024f, {0.38f, 0.36f, 0.33f}, 0.05f},     // wide, pale plastic
  };
  Style s = styles[index % 9];
  s.a *= rng.range(0.93f, 1.08f);
  s.b *= rng.range(0.9f, 1.1f);
  return s;
}

/** A frame in a colour and a thickness of its own. */
void dye(Style& s, uint64_t seed) {
  Rng own(mixBits(seed ^ 0x91a55u));
  const float value = std::exp(own.range(std::log(0.02f), std::log(0.6f))), vivid = own.uniform() * own.uniform();
  Vec3 hue{own.uniform(), own.uniform(), own.uniform()};
  s.colour = mix(Vec3{1, 1, 1}, hue, vivid) * value;
  s.wire *= own.range(0.75f, 1.35f);
  s.power *= own.range(0.85f, 1.25f);
}

/** How lenses reflect: plain or coated, weakly or strongly, half of them a window. */
struct Gleam { float gloss = 0.05f; Vec3 coat{1, 1, 1}; Pane pane; };
Gleam sampleGleam(const Person& p) {
  Gleam g;
  if (p.glare <= 0) return g;
  Rng own(mixBits(p.seed ^ 0x61a2eu));
  g.gloss = std::exp(own.range(std::log(0.01f), std::log(0.14f)));
  const float colour = own.uniform();
  g.coat = colour < 0.5f ? Vec3{1, 1, 1} : colour < 0.8f ? Vec3{0.55f, 1.2f, 0.7f} : Vec3{0.9f, 0.6f, 1.4f};
  if (own.chance(0.5f)) return g;
  g.pane = {own.range(-35, 35), own.range(-12, 40), own.range(4, 22), own.range(5, 25), 1 + own.below(3), Vec3{1, 1, 1} * (p.glare * std::exp(own.range(std::log(2.0f), std::log(22.0f))))};
  return g;
}

void finish(std::vector<Mesh>& out, Mesh m, const Style& s) {
  m.material.look = Look::plain;
  m.material.label = kFrame;
  m.material.tint = s.colour;
  m.material.gloss = s.gloss;
  m.material.exponent = 50;
  out.push_back(std::move(m));
}
}  // namespace

void addGlasses(std::vector<Mesh>& out, const Person& p, const Body& body, Rng& rng) {
  if (p.glasses == Glasses::none) return;
  Style s = sampleStyle(p.glassesStyle, rng);
  if (p.ownFrame && p.glassesStyle < kWornByAll) dye(s, p.seed);
  const float ied = body.eye[0].x - body.eye[1].x, k = ied / 0.58f;
  const float y = (body.eye[0].y + body.eye[1].y) / 2 - rng.range(0.0f, 0.05f);
  const float z = std::max(body.v[132].z + 0.03f, body.eye[0].z + body.eyeRadius + 0.13f) + rng.range(0, 0.05f);
  Vec3 tint = rng.chance(0.6f) ? Vec3{0.05f, 0.05f, 0.06f} : Vec3{0.18f, 0.10f, 0.04f};
  const float drawn = p.glasses == Glasses::tinted ? rng.range(0.55f, 0.97f) : 0.03f;
  const float dark = p.glasses == Glasses::tinted && p.lens >= 0 ? p.lens : drawn;
  const Gleam gleam = sampleGleam(p);
  std::array<Vec3, 2> inner, outer;
  for (int side = 0; side < 2; side++) {
    float sign = side ? -1 : 1;
    Vec3 centre{sign * (ied / 2 + 0.02f), y - 0.02f, z};
    auto at = [&](float angle, float share) {
      float c = std::cos(angle), v = std::sin(angle);
      float r = share / std::pow(std::pow(std::fabs(c), s.power) + std::pow(std::fabs(v), s.power), 1 / s.power);
      float dx = c * r * s.a * k, dy = v * r * s.b * k * (v < 0 ? 1.08f : 1);
      return centre + Vec3{sign * dx, dy, -0.13f * std::max(0.0f, dx) - 0.25f * dx * dx};
    };
    std::vector<Vec3> rim, lens;
    const int n = 28;
    for (int i = 0; i < n; i++) rim.push_back(at(2 * kPi * i / n, 1));
    finish(out, tube(rim, s.wire * k, 6, true), s);
    for (int r = 0; r <= 3; r++)
      for (int i = 0; i < n; i++) lens.push_back(at(2 * kPi * i / n, std::max(0.02f, r / 3.0f)));
    Mesh glass = grid(lens, 4, n, true);
    glass.material.look = Look::lens;
    glass.material.label = kLens;
    glass.material.tint = tint;
    glass.material.opacity = dark;
    glass.material.gloss = gleam.gloss;
    glass.material.coat = gleam.coat;
    glass.material.pane = gleam.pane;
    glass.material.castsShadow = dark > 0.5f;
    out.push_back(std::move(glass));
    inner[size_t(side)] = at(kPi * 0.93f, 1);
    outer[size_t(side)] = at(kPi * 0.08f, 1);
    Vec3 ear{sign * (std::fabs(body.v[5329].x) + 0.10f), y + 0.03f, body.v[881].z - 0.15f};
    Vec3 hinge = outer[size_t(side)] + Vec3{sign * 0.04f, 0.02f, -0.06f};
    finish(out, tube({outer[size_t(side)], hinge, mix(hinge, ear, 0.5f), ear, ear + Vec3{0, -0.12f, -0.12f}}, s.wire * k * 0.95f, 5, false), s);
  }
  Vec3 mid = mix(inner[0], inner[1], 0.5f) + Vec3{0, 0.03f, 0.05f};
  finish(out, tube({inner[0], mix(inner[0], mid, 0.6f), mid, mix(inner[1], mid, 0.6f), inner[1]}, s.wire * k * 1.05f, 6, false), s);
}
