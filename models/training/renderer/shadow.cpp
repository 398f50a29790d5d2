#include "shadow.h"
#include "lanes.h"

void Casters::add(const Mesh& mesh) {
  const int from = int(x.size());
  for (auto& p : mesh.p) { x.push_back(p.x); y.push_back(p.y); z.push_back(p.z); }
  const bool cut = mesh.material.look == Look::cloth && !mesh.mask.empty();
  for (auto& t : mesh.tris) {
    if (cut && mesh.mask[size_t(t.p[0])] + mesh.mask[size_t(t.p[1])] + mesh.mask[size_t(t.p[2])] < 0) continue;
    a.push_back(from + t.p[0]);
    b.push_back(from + t.p[1]);
    c.push_back(from + t.p[2]);
  }
  placed.resize(x.size());
  texel.resize(x.size());
}

ShadowMap::ShadowMap(int n, Vec3 c, Vec3 d) : size(n), centre(c), ahead(unit(d)), depth(size_t(n) * size_t(n) + kLanes, -1e9f) {
  right = unit(cross(std::fabs(ahead.y) > 0.9f ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, ahead));
  up = cross(ahead, right);
}

void ShadowMap::triangle(Vec3 a, Vec3 b, Vec3 c, int x0, int x1, int y0, int y1) {
  const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (std::fabs(area) < 1e-9f) return;
  const float k = 1 / area;
  const float bx = (c.y - a.y) * k, by = (a.x - c.x) * k, cx = (a.y - b.y) * k, cy = (b.x - a.x) * k, zb = b.z - a.z, zc = c.z - a.z;
  const Lanes across = countLanes() + (float(x0) + 0.5f - a.x), zero = {}, one = zero + 1;
  for (int y = y0; y <= y1; y++) {
    const float dy = float(y) + 0.5f - a.y;
    float* row = &depth[size_t(y) * size_t(size)];
    for (int x = x0; x <= x1; x += kLanes) {  // lanes beyond the box lie outside of the triangle
      const Lanes dx = across + float(x - x0), wb = dx * bx + dy * by, wc = dx * cx + dy * cy, z = wb * zb + wc * zc + a.z, was = loadLanes<Lanes>(row + x);
      const LaneInts in = (wb >= zero) & (wc >= zero) & (wb + wc <= one) & (z > was);
      storeLanes(row + x, in ? z : was);
    }
  }
}

/** Most triangles are smaller than a texel and hold no middle of one: whole numbers tell them apart, many at once. */
void ShadowMap::draw(Casters& casters) {
  const Frame f = frame();
  const size_t n = casters.x.size();
  const float *x = casters.x.data(), *y = casters.y.data(), *z = casters.z.data();
  Vec3* placed = casters.placed.data();
  int* texel = casters.texel.data();
  const float last = float(size);
#pragma GCC ivdep
  for (size_t i = 0; i < n; i++) {
    const float px = x[i] * f.right.x + y[i] * f.right.y + z[i] * f.right.z + f.x, py = x[i] * f.up.x + y[i] * f.up.y + z[i] * f.up.z + f.y;
    placed[i] = {px, py, x[i] * f.ahead.x + y[i] * f.ahead.y + z[i] * f.ahead.z + f.z};
    // The first texel whose middle lies to the right of it, and above it: one number for both.
    const int ix = int(std::min(last, std::max(0.0f, px + 0.5f))), iy = int(std::min(last, std::max(0.0f, py + 0.5f)));
    texel[i] = iy << 16 | ix;
  }
  const int *ta = casters.a.data(), *tb = casters.b.data(), *tc = casters.c.data();
  constexpr size_t kBlock = 256;
  int box[4][kBlock];
  for (size_t from = 0; from < casters.a.size(); from += kBlock) {
    const size_t many = std::min(kBlock, casters.a.size() - from);
#pragma GCC ivdep
    for (size_t i = 0; i < many; i++) {
      const int p = texel[ta[from + i]], q = texel[tb[from + i]], r = texel[tc[from + i]];
      const int px = p & 0xffff, qx = q & 0xffff, rx = r & 0xffff, py = p >> 16, qy = q >> 16, ry = r >> 16;
      box[0][i] = std::min(px, std::min(qx, rx));
      box[1][i] = std::max(px, std::max(qx, rx)) - 1;
      box[2][i] = std::min(py, std::min(qy, ry));
      box[3][i] = std::max(py, std::max(qy, ry)) - 1;
    }
    for (size_t i = 0; i < many; i++)
      if (box[0][i] <= box[1][i] && box[2][i] <= box[3][i])
        triangle(placed[ta[from + i]], placed[tb[from + i]], placed[tc[from + i]], box[0][i], box[1][i], box[2][i], box[3][i]);
  }
}
