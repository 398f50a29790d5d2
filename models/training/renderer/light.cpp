// Light on vertices: many directions over sky and lamps, each with its own shadow map, so that every shadow is soft.
#include "shadow.h"
#include "sight.h"

void computeNormals(Mesh& mesh) {
  mesh.normal.assign(mesh.p.size(), Vec3{0, 0, 0});
  for (auto& t : mesh.tris) {
    Vec3 a = mesh.p[size_t(t.p[0])], n = cross(mesh.p[size_t(t.p[1])] - a, mesh.p[size_t(t.p[2])] - a);
    for (int v : t.p) mesh.normal[size_t(v)] += n;
  }
  for (auto& n : mesh.normal) n = unit(n);
}

namespace {
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

/** The vertices that light is wanted on, as rows of numbers; `bias`: how far they stand off their surface. */
struct Receivers {
  struct Part { int mesh; size_t from, to; Vec3 wrap; bool twoSided; };
  std::vector<Part> parts;
  std::vector<int> vertex;
  std::vector<float> x, y, z, nx, ny, nz, red, green, blue, seen[4];

  Receivers(const Scene& scene, const std::vector<std::vector<uint8_t>>& wanted, float bias) {
    for (size_t m = 0; m < scene.meshes.size(); m++) {
      const Mesh& mesh = scene.meshes[m];
      if (mesh.lightFrom >= 0) continue;
      const size_t from = vertex.size();
      for (size_t i = 0; i < mesh.p.size(); i++) {
        if (!wanted[m][i]) continue;
        const Vec3 n = mesh.normal[i], p = mesh.p[i] + n * (bias * 0.7f);
        vertex.push_back(int(i));
        x.push_back(p.x); y.push_back(p.y); z.push_back(p.z);
        nx.push_back(n.x); ny.push_back(n.y); nz.push_back(n.z);
      }
      // Light reaches round the edge of what scatters it: skin, red the furthest, and hair.
      const bool loose = mesh.material.look == Look::card || mesh.material.look == Look::shell;
      const Vec3 wrap = mesh.material.look == Look::skin ? Vec3{0.18f, 0.07f, 0.03f} : Vec3{1, 1, 1} * (loose ? 0.5f : 0.0f);
      if (vertex.size() > from) parts.push_back({int(m), from, vertex.size(), wrap, mesh.material.twoSided});
    }
    for (auto* v : {&red, &green, &blue, &seen[0], &seen[1], &seen[2], &seen[3]}) v->assign(vertex.size(), 0.0f);
  }

  void add(const Ray& ray, const ShadowMap& map, float bias) {
    const ShadowMap::Frame f = map.frame();
    std::vector<float>& lampSeen = seen[std::clamp(ray.lamp, 0, 3)];
    const float share = ray.lamp >= 0 && ray.lamp < 4 ? ray.share : 0;
    for (const Part& part : parts) {
      const Vec3 w = part.wrap, span{1 / (1 + w.x), 1 / (1 + w.y), 1 / (1 + w.z)};
      const float back = part.twoSided ? 1.0f : 0.0f;
      const float *px = x.data(), *py = y.data(), *pz = z.data(), *qx = nx.data(), *qy = ny.data(), *qz = nz.data();
      float *r = red.data(), *g = green.data(), *b = blue.data(), *s = lampSeen.data();
#pragma GCC ivdep
      for (size_t i = part.from; i < part.to; i++) {
        const float c0 = qx[i] * ray.direction.x + qy[i] * ray.direction.y + qz[i] * ray.direction.z;
        const float c = std::max(c0, -c0 * back - (1 - back) * 9);
        const float clear = map.reaches(f, px[i], py[i], pz[i], bias);
        r[i] += ray.power.x * clear * std::min(1.0f, std::max(0.0f, (c + w.x) * span.x));
        g[i] += ray.power.y * clear * std::min(1.0f, std::max(0.0f, (c + w.y) * span.y));
        b[i] += ray.power.z * clear * std::min(1.0f, std::max(0.0f, (c + w.z) * span.z));
        s[i] += c + w.x > 0 ? share * clear : 0.0f;
      }
    }
  }

  void giveBack(Scene& scene) const {
    for (const Part& part : parts) {
      Mesh& mesh = scene.meshes[size_t(part.mesh)];
      for (size_t i = part.from; i < part.to; i++) {
        const auto v = size_t(vertex[i]);
        mesh.light[v] = {red[i], green[i], blue[i]};
        mesh.seen[v] = {seen[0][i], seen[1][i], seen[2][i], seen[3][i]};
      }
    }
  }
};

int softenings(const Mesh& m) { return m.material.look == Look::skin ? m.p.size() > 8000 ? 4 : 2 : 0; }

/** Per mesh and vertex: whether its light shows in the picture, or in what shows by scattering. */
std::vector<std::vector<uint8_t>> wantedLight(const Scene& scene, const Sight& sight) {
  std::vector<uint8_t> shows(sight.tris.size(), 0);
  for (auto* seen : {&sight.solid.tri, &sight.glass.tri}) for (int t : *seen) if (t >= 0) shows[size_t(t)] = 1;
  std::vector<std::vector<uint8_t>> out;
  for (auto& m : scene.meshes) out.emplace_back(m.p.size(), uint8_t(0));
  for (size_t k = 0; k < shows.size(); k++) {
    if (!shows[k]) continue;
    const auto m = size_t(sight.tris[k].mesh);
    const Mesh& mesh = scene.meshes[m];
    for (int v : mesh.tris[size_t(sight.tris[k].tri)].p) {
      if (mesh.lightFrom >= 0) out[size_t(mesh.lightFrom)][size_t(mesh.lightRow[size_t(v)])] = 1;
      else out[m][size_t(v)] = 1;
    }
  }
  for (size_t m = 0; m < out.size(); m++)
    for (int round = softenings(scene.meshes[m]); round > 0; round--) {
      const std::vector<uint8_t> was = out[m];
      for (auto& t : scene.meshes[m].tris)
        if (was[size_t(t.p[0])] | was[size_t(t.p[1])] | was[size_t(t.p[2])]) for (int v : t.p) out[m][size_t(v)] = 1;
    }
  return out;
}

/** What stands in the light: all but what lies within the mouth while none of that is seen. */
Casters castersOf(const Scene& scene, const std::vector<std::vector<uint8_t>>& wanted) {
  Casters out;
  for (size_t m = 0; m < scene.meshes.size(); m++) {
    const Mesh& mesh = scene.meshes[m];
    if (!mesh.material.castsShadow || mesh.lightFrom >= 0) continue;
    if (mesh.material.label == kMouth && std::find(wanted[m].begin(), wanted[m].end(), 1) == wanted[m].end()) continue;
    out.add(mesh);
  }
  return out;
}
}  // namespace

void lightScene(Scene& scene, const Sight& sight, Rng& rng) {
  for (auto& m : scene.meshes) {
    if (m.normal.empty()) computeNormals(m);
    m.light.assign(m.p.size(), Vec3{0, 0, 0});
    m.seen.assign(m.p.size(), {0, 0, 0, 0});
  }
  const float bias = 2.4f * kReach / scene.shadowSize;
  const auto wanted = wantedLight(scene, sight);
  Receivers receivers(scene, wanted, bias);
  Casters casters = castersOf(scene, wanted);
  for (const Ray& ray : rays(scene, rng)) {
    ShadowMap map(scene.shadowSize, scene.centre, ray.direction);
    map.draw(casters);
    receivers.add(ray, map, bias);
  }
  receivers.giveBack(scene);
  for (auto& m : scene.meshes) if (softenings(m) > 0) soften(m, softenings(m));
  for (auto& m : scene.meshes) {
    if (m.lightFrom < 0) continue;
    const Mesh& from = scene.meshes[size_t(m.lightFrom)];
    for (size_t i = 0; i < m.p.size(); i++) {
      m.light[i] = from.light[size_t(m.lightRow[i])];
      m.seen[i] = from.seen[size_t(m.lightRow[i])];
    }
  }
}
