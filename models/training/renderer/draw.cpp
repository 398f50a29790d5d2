// Visibility first (several samples a pixel, cut-outs by ordered coverage), then one shading per surface and pixel.
#include "scene.h"

namespace {
struct ScreenTri { Vec3 v[3]; float area; int mesh, tri, level; };
struct Hit { float inv = 0; int tri = -1; };

int mipLevel(const Mesh& mesh, const Tri& t, float area) {
  if (!mesh.material.texture || mesh.uv.empty()) return 0;
  Vec2 a = mesh.uv[size_t(t.t[0])], b = mesh.uv[size_t(t.t[1])], c = mesh.uv[size_t(t.t[2])];
  const Picture& p = mesh.material.texture->mips[0];
  float texels = std::fabs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) * p.w * p.h;
  return std::max(0, int(std::floor(0.5f * std::log2(std::max(1e-6f, texels / std::max(1e-6f, std::fabs(area)))) + 0.3f)));
}

std::vector<ScreenTri> collect(const Scene& scene) {
  std::vector<ScreenTri> out;
  std::vector<Vec3> placed;
  for (size_t m = 0; m < scene.meshes.size(); m++) {
    const Mesh& mesh = scene.meshes[m];
    placed.resize(mesh.p.size());
    for (size_t i = 0; i < mesh.p.size(); i++) placed[i] = scene.camera.project(mesh.p[i]);
    for (size_t k = 0; k < mesh.tris.size(); k++) {
      const Tri& t = mesh.tris[k];
      ScreenTri s{{placed[size_t(t.p[0])], placed[size_t(t.p[1])], placed[size_t(t.p[2])]}, 0, int(m), int(k), 0};
      if (s.v[0].z < 0.005f || s.v[1].z < 0.005f || s.v[2].z < 0.005f) continue;
      s.area = (s.v[1].x - s.v[0].x) * (s.v[2].y - s.v[0].y) - (s.v[1].y - s.v[0].y) * (s.v[2].x - s.v[0].x);
      if (s.area == 0 || (s.area > 0 && !mesh.material.twoSided)) continue;  // picture y runs down
      s.level = mipLevel(mesh, t, s.area);
      out.push_back(s);
    }
  }
  return out;
}

/** Perspective-correct weights at a picture position; false outside. */
bool weights(const ScreenTri& s, float x, float y, float* w, float& inv) {
  const Vec3 *a = &s.v[0], *b = &s.v[1], *c = &s.v[2];
  float k = 1 / s.area;
  float u = ((b->x - x) * (c->y - y) - (b->y - y) * (c->x - x)) * k;
  float v = ((c->x - x) * (a->y - y) - (c->y - y) * (a->x - x)) * k;
  float t = 1 - u - v;
  if (u < 0 || v < 0 || t < 0) return false;
  inv = u * a->z + v * b->z + t * c->z;
  w[0] = u * a->z / inv;
  w[1] = v * b->z / inv;
  w[2] = t * c->z / inv;
  return true;
}

void visibility(const Scene& scene, const std::vector<ScreenTri>& tris, std::vector<Hit>& hits, std::vector<Hit>& lens) {
  const int n = scene.samples, w = scene.camera.w * n, h = scene.camera.h * n;
  const float step = 1.0f / n;
  for (size_t k = 0; k < tris.size(); k++) {
    const ScreenTri& s = tris[k];
    const Mesh& mesh = scene.meshes[size_t(s.mesh)];
    const bool glass = mesh.material.look == Look::lens, cut = mesh.material.cutout;
    int x0 = std::max(0, int(std::floor(std::min({s.v[0].x, s.v[1].x, s.v[2].x}) * n - 0.5f)));
    int x1 = std::min(w - 1, int(std::ceil(std::max({s.v[0].x, s.v[1].x, s.v[2].x}) * n)));
    int y0 = std::max(0, int(std::floor(std::min({s.v[0].y, s.v[1].y, s.v[2].y}) * n - 0.5f)));
    int y1 = std::min(h - 1, int(std::ceil(std::max({s.v[0].y, s.v[1].y, s.v[2].y}) * n)));
    for (int y = y0; y <= y1; y++)
      for (int x = x0; x <= x1; x++) {
        float bary[3], inv;
        if (!weights(s, (x + 0.5f) * step, (y + 0.5f) * step, bary, inv)) continue;
        Hit& hit = (glass ? lens : hits)[size_t(y) * w + x];
        if (inv <= hit.inv) continue;
        if (cut) {
          // Each sample of a pixel has its own threshold; layers are shifted against each other by a hash.
          int cell = (y % n) * n + x % n;
          float order = (((cell * 7) % (n * n)) + 0.5f) / (n * n) + hash3(x / n, y / n, s.mesh * 977 + s.tri / 2);
          if (cutoutAlpha(mesh, mesh.tris[size_t(s.tri)], bary, s.level) < order - std::floor(order)) continue;
        }
        hit = {inv, int(k)};
      }
  }
}
}  // namespace

Frame draw(const Scene& scene) {
  auto tris = collect(scene);
  const int n = scene.samples, w = scene.camera.w, h = scene.camera.h, per = n * n;
  std::vector<Hit> hits(size_t(w) * h * per), lens(size_t(w) * h * per);
  visibility(scene, tris, hits, lens);
  Frame f;
  f.w = w;
  f.h = h;
  f.colour.resize(size_t(w) * h);
  f.cover.resize(size_t(w) * h);
  f.label.resize(size_t(w) * h);
  struct Group { int mesh, tri, count; float x, y; };
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      Group groups[20];
      int used = 0, tally[16] = {}, glassHits = 0, glassTri = -1;
      for (int k = 0; k < per; k++) {
        size_t at = (size_t(y) * n + size_t(k / n)) * size_t(w * n) + size_t(x * n + k % n);
        const Hit& g = lens[at];
        if (g.tri >= 0 && g.inv > hits[at].inv) { glassHits++; glassTri = g.tri; }
        if (hits[at].tri < 0) { tally[kBackground]++; continue; }
        const ScreenTri& s = tris[size_t(hits[at].tri)];
        tally[scene.meshes[size_t(s.mesh)].material.label]++;
        int i = 0;
        while (i < used && groups[i].mesh != s.mesh) i++;
        if (i == used) { if (used == 20) { i = 19; } else groups[used++] = {s.mesh, hits[at].tri, 0, x + (k % n + 0.5f) / n, y + (k / n + 0.5f) / n}; }
        groups[i].count++;
      }
      Vec3 sum{};
      int covered = 0;
      for (int i = 0; i < used; i++) {
        const ScreenTri& s = tris[size_t(groups[i].tri)];
        float bary[3], inv = 0;
        if (!weights(s, groups[i].x, groups[i].y, bary, inv)) { bary[0] = bary[1] = bary[2] = 1 / 3.0f; }
        const Mesh& mesh = scene.meshes[size_t(s.mesh)];
        sum += shade(scene, mesh, mesh.tris[size_t(s.tri)], bary, s.level, scene.camera.focal * inv) * float(groups[i].count);
        covered += groups[i].count;
      }
      size_t at = size_t(y) * w + x;
      f.cover[at] = covered / float(per);
      f.colour[at] = covered ? sum * (1.0f / per) : Vec3{};
      int best = 0;
      for (int c = 1; c < 16; c++) if (tally[c] > tally[best]) best = c;
      f.label[at] = uint8_t(best);
      if (glassHits) {
        const ScreenTri& s = tris[size_t(glassTri)];
        const Mesh& mesh = scene.meshes[size_t(s.mesh)];
        float bary[3], inv, share = glassHits / float(per);
        if (!weights(s, x + 0.5f, y + 0.5f, bary, inv)) bary[0] = bary[1] = bary[2] = 1 / 3.0f;
        Vec3 mirror = shade(scene, mesh, mesh.tris[size_t(s.tri)], bary, s.level, scene.camera.focal);
        Vec3 through = mix(Vec3{1, 1, 1}, mesh.material.tint, mesh.material.opacity);
        f.colour[at] = f.colour[at] * mix(Vec3{1, 1, 1}, through, share) + mirror * share;
        if (share >= 0.5f && best != kFrame) f.label[at] = kLens;
      }
    }
  return f;
}
