// Light on vertices: many directions over sky and lamps, each with its own shadow map, so that every shadow is soft.
#include "scene.h"

void computeNormals(Mesh& mesh) {
  mesh.normal.assign(mesh.p.size(), Vec3{0, 0, 0});
  for (auto& t : mesh.tris) {
    Vec3 a = mesh.p[size_t(t.p[0])], n = cross(mesh.p[size_t(t.p[1])] - a, mesh.p[size_t(t.p[2])] - a);
    for (int v : t.p) mesh.normal[size_t(v)] += n;
  }
  for (auto& n : mesh.normal) n = unit(n);
}

namespace {
constexpr float kReach = 3.4f;  // decimetres around the head that cast shadows

struct ShadowMap {
  int size;
  Vec3 centre, right, up, ahead;  // ahead: towards the light
  std::vector<float> depth;       // greatest distance along `ahead`

  ShadowMap(int n, Vec3 c, Vec3 d) : size(n), centre(c), ahead(unit(d)), depth(size_t(n) * n, -1e9f) {
    right = unit(cross(std::fabs(ahead.y) > 0.9f ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, ahead));
    up = cross(ahead, right);
  }
  Vec3 place(Vec3 p) const {
    Vec3 d = p - centre;
    float k = size / (2 * kReach);
    return {dot(d, right) * k + size * 0.5f, dot(d, up) * k + size * 0.5f, dot(d, ahead)};
  }
  void triangle(Vec3 a, Vec3 b, Vec3 c) {
    if (std::min({a.x, b.x, c.x}) >= size || std::max({a.x, b.x, c.x}) < 0 || std::min({a.y, b.y, c.y}) >= size || std::max({a.y, b.y, c.y}) < 0) return;
    float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::fabs(area) < 1e-9f) return;
    int x0 = std::max(0, int(std::min({a.x, b.x, c.x}))), x1 = std::min(size - 1, int(std::max({a.x, b.x, c.x})));
    int y0 = std::max(0, int(std::min({a.y, b.y, c.y}))), y1 = std::min(size - 1, int(std::max({a.y, b.y, c.y})));
    float k = 1 / area;
    for (int y = y0; y <= y1; y++)
      for (int x = x0; x <= x1; x++) {
        float px = x + 0.5f, py = y + 0.5f;
        float u = ((b.x - px) * (c.y - py) - (b.y - py) * (c.x - px)) * k;
        float v = ((c.x - px) * (a.y - py) - (c.y - py) * (a.x - px)) * k;
        if (u < 0 || v < 0 || u + v > 1) continue;
        float z = u * a.z + v * b.z + (1 - u - v) * c.z;
        float& d = depth[size_t(y) * size + x];
        if (z > d) d = z;
      }
  }
  /** Share of the light that reaches the point, bilinear over four texels. */
  float reaches(Vec3 q, float bias) const {
    float fx = q.x - 0.5f, fy = q.y - 0.5f;
    int x = int(std::floor(fx)), y = int(std::floor(fy));
    if (x < 0 || y < 0 || x + 1 >= size || y + 1 >= size) return 1;
    float u = fx - x, v = fy - y;
    const float* d = &depth[size_t(y) * size + x];
    float z = q.z + bias;
    auto clear = [&](float other) { return z > other ? 1.0f : 0.0f; };
    return mix(mix(clear(d[0]), clear(d[1]), u), mix(clear(d[size]), clear(d[size + 1]), u), v);
  }
};

struct Ray { Vec3 direction, power; int lamp; float share; };

std::vector<Ray> rays(const Scene& scene, Rng& rng) {
  std::vector<Ray> out;
  const int n = scene.skyRays;
  float turn = rng.uniform() * 2 * kPi;
  for (int i = 0; i < n; i++) {  // Fibonacci sphere
    float y = 1 - (i + 0.5f) * 2 / n, r = std::sqrt(1 - y * y), a = turn + i * 2.39996323f;
    Vec3 d{r * std::cos(a), y, r * std::sin(a)};
    out.push_back({d, scene.lighting.sky.at(d) * (4 / float(n)), -1, 0});
  }
  for (size_t l = 0; l < scene.lighting.lamps.size(); l++) {
    const Lamp& lamp = scene.lighting.lamps[l];
    Vec3 d = unit(lamp.direction), a = unit(cross(std::fabs(d.y) > 0.9f ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, d)), b = cross(d, a);
    float spin = rng.uniform() * 2 * kPi;
    for (int i = 0; i < scene.lampRays; i++) {
      float r = lamp.spread * std::sqrt((i + 0.5f) / scene.lampRays), t = spin + i * 2.39996323f;
      Vec3 to = unit(d + (a * std::cos(t) + b * std::sin(t)) * std::tan(std::min(1.2f, r)));
      out.push_back({to, lamp.power * (1 / (kPi * scene.lampRays)), int(l), 1.0f / scene.lampRays});
    }
  }
  return out;
}

/** Light scattered in the skin comes out a little further on, red the furthest: blur over neighbours. */
void soften(Mesh& mesh, int rounds) {
  std::vector<Vec3> sum(mesh.p.size());
  std::vector<float> count(mesh.p.size());
  for (int k = 0; k < rounds; k++) {
    std::fill(sum.begin(), sum.end(), Vec3{});
    std::fill(count.begin(), count.end(), 0.0f);
    for (auto& t : mesh.tris)
      for (int i = 0; i < 3; i++) {
        auto a = size_t(t.p[i]), b = size_t(t.p[(i + 1) % 3]);
        sum[a] += mesh.light[b];
        sum[b] += mesh.light[a];
        count[a]++;
        count[b]++;
      }
    const Vec3 share = k == 0 ? Vec3{0.6f, 0.4f, 0.3f} : Vec3{0.6f, 0.25f, 0.12f};
    for (size_t i = 0; i < sum.size(); i++)
      if (count[i] > 0) {
        Vec3 mean = sum[i] * (1 / count[i]);
        mesh.light[i] = mesh.light[i] * (Vec3{1, 1, 1} - share) + mean * share;
      }
  }
}

void addRay(Mesh& mesh, const Ray& ray, const ShadowMap& map, float bias) {
  const bool skin = mesh.material.look == Look::skin;
  const bool loose = mesh.material.look == Look::card || mesh.material.look == Look::shell;
  for (size_t i = 0; i < mesh.p.size(); i++) {
    float c = dot(mesh.normal[i], ray.direction);
    if (mesh.material.twoSided) c = std::fabs(c);
    Vec3 lit;
    if (skin) lit = {clampf((c + 0.18f) / 1.18f, 0, 1), clampf((c + 0.07f) / 1.07f, 0, 1), clampf((c + 0.03f) / 1.03f, 0, 1)};
    else if (loose) lit = Vec3{1, 1, 1} * clampf((c + 0.5f) / 1.5f, 0, 1);
    else lit = Vec3{1, 1, 1} * std::max(0.0f, c);
    if (lit.x <= 0) continue;
    Vec3 from = mesh.p[i] + mesh.normal[i] * (bias * 0.7f);
    float seen = map.reaches(map.place(from), bias);
    mesh.light[i] += ray.power * lit * seen;
    if (ray.lamp >= 0 && ray.lamp < 4) mesh.seen[i][size_t(ray.lamp)] += ray.share * seen;
  }
}
}  // namespace

void lightScene(Scene& scene, Rng& rng) {
  for (auto& m : scene.meshes) {
    if (m.normal.empty()) computeNormals(m);
    m.light.assign(m.p.size(), Vec3{0, 0, 0});
    m.seen.assign(m.p.size(), {0, 0, 0, 0});
  }
  const float bias = 2.4f * kReach / scene.shadowSize;
  std::vector<Vec3> placed;
  for (const Ray& ray : rays(scene, rng)) {
    ShadowMap map(scene.shadowSize, scene.centre, ray.direction);
    for (auto& m : scene.meshes) {
      if (!m.material.castsShadow || m.lightFrom >= 0) continue;
      placed.resize(m.p.size());
      for (size_t i = 0; i < m.p.size(); i++) placed[i] = map.place(m.p[i]);
      const bool cut = m.material.look == Look::cloth && !m.mask.empty();
      for (auto& t : m.tris) {
        if (cut && m.mask[size_t(t.p[0])] + m.mask[size_t(t.p[1])] + m.mask[size_t(t.p[2])] < 0) continue;
        map.triangle(placed[size_t(t.p[0])], placed[size_t(t.p[1])], placed[size_t(t.p[2])]);
      }
    }
    for (auto& m : scene.meshes) if (m.lightFrom < 0) addRay(m, ray, map, bias);
  }
  for (auto& m : scene.meshes) if (m.material.look == Look::skin) soften(m, m.p.size() > 8000 ? 4 : 2);
  for (auto& m : scene.meshes) {
    if (m.lightFrom < 0) continue;
    const Mesh& from = scene.meshes[size_t(m.lightFrom)];
    for (size_t i = 0; i < m.p.size(); i++) {
      m.light[i] = from.light[size_t(m.lightRow[i])];
      m.seen[i] = from.seen[size_t(m.lightRow[i])];
    }
  }
}
