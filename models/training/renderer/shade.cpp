// Colour of one surface point: diffuse light from the vertices, highlights per pixel.
#include "skins.h"

namespace {
struct Point { Vec3 position, rest, normal, light; std::array<float, 4> seen; Vec2 uv; float mask; };

Point interpolate(const Mesh& m, const Tri& t, const float* b) {
  Point q{};
  for (int i = 0; i < 3; i++) {
    auto v = size_t(t.p[i]);
    q.position += m.p[v] * b[i];
    q.normal += m.normal[v] * b[i];
    q.light += m.light[v] * b[i];
    if (!m.rest.empty()) q.rest += m.rest[v] * b[i];
    if (!m.mask.empty()) q.mask += m.mask[v] * b[i];
    for (size_t k = 0; k < 4; k++) q.seen[k] += m.seen[v][k] * b[i];
    if (!m.uv.empty()) { q.uv.x += m.uv[size_t(t.t[i])].x * b[i]; q.uv.y += m.uv[size_t(t.t[i])].y * b[i]; }
  }
  q.normal = unit(q.normal);
  return q;
}

// Grazing views of a coarse mesh would sparkle: the angle is held back by the callers where that shows.
float fresnel(float f0, float c) {
  float k = 1 - clampf(c, 0, 1);
  return f0 + (1 - f0) * k * k * k * k * k;
}

struct Lobe { float exponent, share; };
/** Blinn-Phong, normalised; the lamp's size widens the lobe. Skin has two lobes, the rest one. */
Vec3 highlight(const Scene& scene, const Point& q, Vec3 n, Vec3 toEye, float f0, Lobe first, Lobe second = {0, 0}) {
  Vec3 sum{};
  for (size_t l = 0; l < scene.lighting.lamps.size() && l < 4; l++) {
    const Lamp& lamp = scene.lighting.lamps[l];
    const Vec3 d = lamp.direction, half = unit(d + toEye);
    const float c = dot(n, d), along = dot(n, half);
    if (c <= 0 || q.seen[l] <= 0 || along <= 0) continue;
    const float bits = quickLog2(along), wide = lamp.spread * lamp.spread * 0.25f;
    auto lobe = [&](Lobe b) {
      const float e = 1 / (1 / b.exponent + wide);
      return (e + 8) / (8 * kPi) * quickExp2(e * bits) * b.share;
    };
    const float all = lobe(first) + (second.share > 0 ? lobe(second) : 0.0f);
    sum += lamp.power * (all * c * fresnel(f0, dot(half, toEye)) * q.seen[l]);
  }
  return sum;
}

/** Lamps seen in a wet or polished surface. */
Vec3 mirror(const Scene& scene, const Point& q, Vec3 n, Vec3 toEye, float f0, float narrow) {
  Vec3 r = n * (2 * dot(n, toEye)) - toEye;
  Vec3 sum = scene.lighting.sky.at(r) * 0.6f;
  for (size_t l = 0; l < scene.lighting.lamps.size() && l < 4; l++) {
    const Lamp& lamp = scene.lighting.lamps[l];
    float spread = std::max(0.06f, lamp.spread * narrow), off = std::acos(clampf(dot(r, lamp.direction), -1, 1));
    float inside = 1 - smooth(spread * 0.85f, spread * 1.1f, off);
    sum += lamp.power * (inside / (kPi * spread * spread) * std::max(0.3f, q.seen[l]));
  }
  return sum * fresnel(f0, dot(n, toEye));
}

/** A window behind the camera, with its bars, as a lens shows it. */
Vec3 mirroredPane(const Material& m, Vec3 n, Vec3 toEye) {
  if (m.pane.bars == 0) return {};
  constexpr float degrees = 180 / kPi;
  const Vec3 r = n * (2 * dot(n, toEye)) - toEye;
  const float x = (std::atan2(r.x, r.z) * degrees - m.pane.azimuth) / m.pane.wide, y = (std::asin(clampf(r.y, -1, 1)) * degrees - m.pane.elevation) / m.pane.high;
  const float bar = std::fabs((x + 1) * 0.5f * float(m.pane.bars) - std::round((x + 1) * 0.5f * float(m.pane.bars)));
  const float inside = (1 - smooth(0.9f, 1.02f, std::fabs(x))) * (1 - smooth(0.9f, 1.02f, std::fabs(y))) * smooth(0.03f, 0.08f, bar);
  return m.pane.power * (inside * fresnel(m.gloss, dot(n, toEye)));
}

Vec3 skinColour(const Scene& scene, const Mesh& m, const Point& q, Vec3 toEye, int level, float pixelsPerUnit) {
  const Vec3 paint = m.material.layers.empty() ? m.material.texture->sample(q.uv.x, q.uv.y, level).rgb : layeredSkin(m.material, q.uv, q.rest, level);
  Vec3 albedo = mix(Vec3{1, 1, 1} * luma(paint), paint, m.material.saturation) * m.material.tint;
  // Stubble: short hairs darken the lower face in fine grain.
  if (m.material.stubble > 0 && q.mask > 0) {
    float grain = 0.55f + 0.9f * noise3(q.rest * 90);
    albedo = albedo * (1 - clampf(m.material.stubble * q.mask * grain, 0, 0.85f) * 0.8f);
  }
  // Pores and fine wrinkles: only as fine as the picture can show.
  float fine = clampf(pixelsPerUnit / 250, 0, 1);
  Vec3 at = q.rest * 55;
  Vec3 bump{noise3(at) - 0.5f, noise3(at + Vec3{17, 3, 9}) - 0.5f, noise3(at + Vec3{5, 29, 13}) - 0.5f};
  Vec3 n = unit(q.normal + bump * (0.30f * fine));
  float zone = m.material.oil * (0.6f + 0.8f * noise3(q.rest * 3.1f));
  Vec3 shine = highlight(scene, q, n, toEye, 0.028f, {14, 0.75f}, {55, 0.45f});
  Vec3 sheen = q.light * (fresnel(0.02f, std::max(0.25f, dot(q.normal, toEye))) * 0.35f);
  float relief = 1 + dot(bump, q.normal) * 0.10f * fine;
  return albedo * q.light * (relief * 0.97f) + shine * zone + sheen;
}

Vec3 eyeColour(const Scene& scene, const Mesh& m, const Point& q, Vec3 toEye, int level) {
  Rgba t = m.material.texture->sample(q.uv.x, q.uv.y, level);
  float front = dot(q.normal, m.axis);
  Vec3 n = front > 0.85f ? unit(m.axis + (q.normal - m.axis) * 1.35f) : q.normal;
  // The brown iris of the set is red: its strongly coloured part is taken towards brown.
  float red = smooth(1.6f, 3.0f, t.rgb.x / (t.rgb.y + 0.01f));
  Vec3 albedo = t.rgb * mix(Vec3{1, 1, 1}, Vec3{0.45f, 0.80f, 0.60f}, red);
  // The upper lid and its lashes shade what lies under them.
  float lid = 1 - 0.45f * smooth(0.05f, 0.42f, q.normal.y - m.axis.y) - 0.25f * smooth(0.35f, 0.75f, length(q.normal - m.axis));
  return albedo * m.material.tint * q.light * lid + mirror(scene, q, n, toEye, 0.025f, 0.45f) * 2.0f;
}

Vec3 strandColour(const Scene& scene, const Mesh& m, const Point& q, Vec3 toEye, int level) {
  Vec3 albedo = m.material.tint;
  if (m.material.texture) albedo = m.material.texture->sample(q.uv.x, q.uv.y, level).rgb * m.material.tint;
  float grain = 1;
  if (m.material.look == Look::shell) {
    float c = m.material.curl;
    grain = 0.35f + 0.65f * m.material.layer + 0.8f * (noise3(q.rest * c * 1.3f) - 0.5f);
    albedo = albedo * std::max(0.15f, grain);
  }
  return albedo * q.light + highlight(scene, q, q.normal, toEye, m.material.gloss, {m.material.exponent, 1}) * (0.4f * std::max(0.2f, grain));
}
}  // namespace

Vec3 Pattern::colour(Vec3 at) const {
  Vec3 p = (at + shift) * scale;
  switch (kind) {
    case plain: return a * (0.94f + 0.12f * noise3(p * 6));
    case stripes: return mix(a, b, smooth(0.3f, 0.36f, std::fabs(p.y - std::floor(p.y) - 0.5f)));
    case checks: {
      float u = std::fabs(p.x - std::floor(p.x) - 0.5f) > 0.38f, v = std::fabs(p.y - std::floor(p.y) - 0.5f) > 0.38f;
      return mix(a, u + v > 1.5f ? c : b, clampf(0.5f * (u + v), 0, 1));
    }
    case dots: {
      float dx = p.x - std::floor(p.x) - 0.5f, dy = p.y - std::floor(p.y) - 0.5f;
      return mix(b, a, smooth(0.26f, 0.30f, std::sqrt(dx * dx + dy * dy)));
    }
    case wax: {
      float dx = p.x - std::floor(p.x) - 0.5f, dy = p.y - std::floor(p.y) - 0.5f, r = std::sqrt(dx * dx + dy * dy);
      float petals = 0.26f + 0.10f * std::cos(6 * std::atan2(dy, dx));
      Vec3 ground = noise3(p * 2.3f) > 0.62f ? c : a;
      if (r < 0.10f) return c;
      return r < petals ? b : ground;
    }
    case border: {
      float v = p.y - std::floor(p.y);
      return v > 0.8f ? mix(b, c, smooth(0.4f, 0.6f, noise3(p * 9))) : a;
    }
  }
  return a;
}

float cutoutAlpha(const Mesh& m, const Tri& t, const float* b, int level) {
  if (m.material.look == Look::cloth && !m.mask.empty()) {
    float edge = 0;
    for (int i = 0; i < 3; i++) edge += m.mask[size_t(t.p[i])] * b[i];
    return clampf(0.5f + edge * 60, 0, 1);
  }
  if (m.material.look != Look::shell) {
    Vec2 uv{};
    for (int i = 0; i < 3; i++) { uv.x += m.uv[size_t(t.t[i])].x * b[i]; uv.y += m.uv[size_t(t.t[i])].y * b[i]; }
    return m.material.texture->alpha(uv.x, uv.y, level) * m.material.density;
  }
  Vec3 rest{};
  float mask = 0;
  for (int i = 0; i < 3; i++) { rest += m.rest[size_t(t.p[i])] * b[i]; mask += m.mask[size_t(t.p[i])] * b[i]; }
  if (mask <= 0.02f) return 0;
  // Clumps of curls stand out of a dense ground; fewer reach the outer layers.
  float clump = noise3(rest * m.material.curl) * 0.65f + noise3(rest * (m.material.curl * 2.7f)) * 0.35f;
  float need = 0.2f + 0.42f * m.material.layer;
  float edge = mask * 1.6f - 0.3f * (1 - m.material.density);
  return clampf((clump - need) * 6 + 0.9f, 0, 1) * clampf(edge * 1.2f - (1 - clump) * 0.5f, 0, 1);
}

Vec3 shade(const Scene& scene, const Mesh& m, const Tri& t, const float* b, int level, float pixelsPerUnit) {
  Point q = interpolate(m, t, b);
  Vec3 toEye = unit(scene.camera.position - q.position);
  if (m.material.twoSided && dot(q.normal, toEye) < 0) q.normal = -q.normal;
  switch (m.material.look) {
    case Look::skin: return skinColour(scene, m, q, toEye, level, pixelsPerUnit);
    case Look::eye: return eyeColour(scene, m, q, toEye, level);
    case Look::card:
    case Look::shell: return strandColour(scene, m, q, toEye, level);
    case Look::lens: return (mirror(scene, q, q.normal, toEye, m.material.gloss, 1) + mirroredPane(m.material, q.normal, toEye)) * m.material.coat;
    case Look::cloth: {
      Vec3 albedo = m.material.texture ? m.material.texture->sample(q.uv.x, q.uv.y, level).rgb * m.material.tint
                                       : m.material.pattern.colour(q.rest) * m.material.tint;
      if (m.material.trim > 0 && q.mask < m.material.trim) albedo = m.material.trimColour * (0.7f + 0.6f * noise3(q.rest * 24));
      float weave = 1 + 0.10f * (noise3(q.rest * 70) - 0.5f) * clampf(pixelsPerUnit / 200, 0, 1);
      return albedo * q.light * weave + highlight(scene, q, q.normal, toEye, m.material.gloss, {m.material.exponent, 1}) +
             albedo * q.light * (fresnel(0.0f, dot(q.normal, toEye)) * 0.4f);
    }
    case Look::plain: break;
  }
  return m.material.tint * q.light + highlight(scene, q, q.normal, toEye, m.material.gloss, {m.material.exponent, 1});
}
