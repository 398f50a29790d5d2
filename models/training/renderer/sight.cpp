// Visibility: several samples a pixel, eight samples of a row at once; cut-outs by ordered coverage.
#include "sight.h"
#include "lanes.h"

namespace {
enum class Cut : uint8_t { none, all, some };

int mipLevel(const Mesh& mesh, const Tri& t, float area) {
  if (!mesh.material.texture || mesh.uv.empty()) return 0;
  Vec2 a = mesh.uv[size_t(t.t[0])], b = mesh.uv[size_t(t.t[1])], c = mesh.uv[size_t(t.t[2])];
  const Picture& p = mesh.material.texture->mips[0];
  float texels = std::fabs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) * p.w * p.h;
  return std::max(0, int(std::floor(0.5f * std::log2(std::max(1e-6f, texels / std::max(1e-6f, std::fabs(area)))) + 0.3f)));
}

/** Whether a cut-out triangle is whole, gone, or to be asked sample by sample: cloth is cut within a hair's breadth of its edge. */
Cut cutOf(const Mesh& mesh, const Tri& t) {
  if (!mesh.material.cutout) return Cut::none;
  if (mesh.material.look == Look::shell)
    return std::max({mesh.mask[size_t(t.p[0])], mesh.mask[size_t(t.p[1])], mesh.mask[size_t(t.p[2])]}) <= 0.02f ? Cut::all : Cut::some;
  if (mesh.material.look != Look::cloth || mesh.mask.empty()) return Cut::some;
  const float a = mesh.mask[size_t(t.p[0])], b = mesh.mask[size_t(t.p[1])], c = mesh.mask[size_t(t.p[2])];
  if (std::min({a, b, c}) > 0.5f / 60) return Cut::none;
  return std::max({a, b, c}) < -0.5f / 60 ? Cut::all : Cut::some;
}

/** The triangles that face the camera within the picture; in `cut` the places of those that have to be asked. */
std::vector<ScreenTri> collect(const Scene& scene, std::vector<int>& cut, bool& glass) {
  std::vector<ScreenTri> out;
  std::vector<Vec3> placed;
  const float w = float(scene.camera.w), h = float(scene.camera.h);
  for (size_t m = 0; m < scene.meshes.size(); m++) {
    const Mesh& mesh = scene.meshes[m];
    placed.resize(mesh.p.size());
    for (size_t i = 0; i < mesh.p.size(); i++) placed[i] = scene.camera.project(mesh.p[i]);
    for (size_t k = 0; k < mesh.tris.size(); k++) {
      const Tri& t = mesh.tris[k];
      const Vec3 a = placed[size_t(t.p[0])], b = placed[size_t(t.p[1])], c = placed[size_t(t.p[2])];
      const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
      if (area == 0 || (area > 0 && !mesh.material.twoSided)) continue;  // picture y runs down
      if (a.z < 0.005f || b.z < 0.005f || c.z < 0.005f) continue;
      if (std::max({a.x, b.x, c.x}) < 0 || std::min({a.x, b.x, c.x}) > w || std::max({a.y, b.y, c.y}) < 0 || std::min({a.y, b.y, c.y}) > h) continue;
      const Cut how = cutOf(mesh, t);
      if (how == Cut::all) continue;
      if (how == Cut::some) cut.push_back(int(out.size()));
      glass |= mesh.material.look == Look::lens;
      out.push_back({{a, b, c}, area, int(m), int(k), mipLevel(mesh, t, area)});
    }
  }
  return out;
}

/** Calls hit(x, y, lanes that are nearer than what is there, their 1/depth) for every eight samples that the triangle reaches. */
template <class Hit> void reach(const Scene& scene, const ScreenTri& s, const Nearest& into, Hit hit) {
  const int n = scene.samples;
  const float step = 1.0f / float(n), many = float(n), k = 1 / s.area;
  const Vec3 a = s.v[0], b = s.v[1], c = s.v[2];
  const int x0 = std::max(0, int(std::ceil(std::min({a.x, b.x, c.x}) * many - 0.5f))), y0 = std::max(0, int(std::ceil(std::min({a.y, b.y, c.y}) * many - 0.5f)));
  const int x1 = std::min(scene.camera.w * n - 1, int(std::floor(std::max({a.x, b.x, c.x}) * many - 0.5f)));
  const int y1 = std::min(scene.camera.h * n - 1, int(std::floor(std::max({a.y, b.y, c.y}) * many - 0.5f)));
  if (x0 > x1) return;
  // The weights of b and c, and 1/depth, change evenly over the picture.
  const float bx = (c.y - a.y) * k, by = (a.x - c.x) * k, cx = (a.y - b.y) * k, cy = (b.x - a.x) * k, zb = b.z - a.z, zc = c.z - a.z;
  const Lanes across = countLanes() * step, zero = {}, one = zero + 1;
  for (int y = y0; y <= y1; y++) {
    const float dy = (float(y) + 0.5f) * step - a.y;
    const size_t row = size_t(y) * size_t(into.stride);
    for (int x = x0; x <= x1; x += kLanes) {
      const Lanes dx = across + ((float(x) + 0.5f) * step - a.x);
      const Lanes wb = dx * bx + by * dy, wc = dx * cx + cy * dy, inv = wb * zb + wc * zc + a.z;
      const LaneInts in = (wb >= zero) & (wc >= zero) & (wb + wc <= one) & (inv > loadLanes<Lanes>(&into.inv[row + size_t(x)]));
      if (laneBits(in) != 0) hit(x, y, in, inv);
    }
  }
}

void keepWhole(const Scene& scene, const ScreenTri& s, int k, Nearest& into) {
  reach(scene, s, into, [&](int x, int y, LaneInts in, Lanes inv) {
    const size_t at = size_t(y) * size_t(into.stride) + size_t(x);
    storeLanes(&into.inv[at], in ? inv : loadLanes<Lanes>(&into.inv[at]));
    storeLanes(&into.tri[at], in ? LaneInts{} + k : loadLanes<LaneInts>(&into.tri[at]));
  });
}

void keepCut(const Scene& scene, const ScreenTri& s, int k, Nearest& into) {
  const Mesh& mesh = scene.meshes[size_t(s.mesh)];
  const int n = scene.samples;
  const float step = 1.0f / float(n);
  reach(scene, s, into, [&](int x0, int y, LaneInts in, Lanes) {
    for (unsigned left = laneBits(in); left != 0; left &= left - 1) {
      const int x = x0 + __builtin_ctz(left);
      float bary[3], inv;
      if (!weights(s, (float(x) + 0.5f) * step, (float(y) + 0.5f) * step, bary, inv)) continue;
      // Each sample of a pixel has its own threshold; layers are shifted against each other by a hash.
      const int cell = (y % n) * n + x % n;
      const float order = (float((cell * 7) % (n * n)) + 0.5f) / float(n * n) + hash3(x / n, y / n, s.mesh * 977 + s.tri / 2);
      if (cutoutAlpha(mesh, mesh.tris[size_t(s.tri)], bary, s.level) < order - std::floor(order)) continue;
      const size_t at = size_t(y) * size_t(into.stride) + size_t(x);
      into.inv[at] = inv;
      into.tri[at] = k;
    }
  });
}

void clear(Nearest& n, const Scene& scene) {
  n.stride = scene.camera.w * scene.samples + kLanes;  // the last eight of a row may reach beyond it
  const size_t all = size_t(n.stride) * size_t(scene.camera.h * scene.samples);
  n.inv.assign(all, 0.0f);
  n.tri.assign(all, -1);
}
}  // namespace

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

Sight lookAt(const Scene& scene) {
  Sight out;
  std::vector<int> cut;
  bool glass = false;
  out.tris = collect(scene, cut, glass);
  for (auto& s : out.tris) out.meshOf.push_back(uint16_t(s.mesh));
  clear(out.solid, scene);
  if (glass) clear(out.glass, scene);
  size_t nextCut = 0;
  for (size_t k = 0; k < out.tris.size(); k++) {
    if (nextCut < cut.size() && cut[nextCut] == int(k)) { nextCut++; continue; }
    const bool lens = scene.meshes[size_t(out.tris[k].mesh)].material.look == Look::lens;
    keepWhole(scene, out.tris[k], int(k), lens ? out.glass : out.solid);
  }
  // What can be seen through comes last and the nearest of it first: most of what lies behind is never asked.
  auto near = [&](int k) { const ScreenTri& s = out.tris[size_t(k)]; return s.v[0].z + s.v[1].z + s.v[2].z; };
  std::stable_sort(cut.begin(), cut.end(), [&](int a, int b) { return near(a) > near(b); });
  for (int k : cut) keepCut(scene, out.tris[size_t(k)], k, out.solid);
  return out;
}
