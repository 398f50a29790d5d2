// What is seen becomes a picture: one shading per surface and pixel.
#include "sight.h"

Frame draw(const Scene& scene, const Sight& sight) {
  const auto& tris = sight.tris;
  const int n = scene.samples, w = scene.camera.w, h = scene.camera.h, per = n * n;
  const bool glass = !sight.glass.tri.empty();
  Frame f;
  f.w = w;
  f.h = h;
  f.colour.resize(size_t(w) * h);
  f.cover.resize(size_t(w) * h);
  f.label.resize(size_t(w) * h);
  std::vector<uint8_t> label;
  for (auto& m : scene.meshes) label.push_back(m.material.label);
  struct Group { int mesh, tri, count; float x, y; };
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      Group groups[20];
      int used = 0, tally[16] = {}, glassHits = 0, glassTri = -1;
      for (int k = 0, cx = 0, cy = 0; k < per; k++, cx = cx + 1 < n ? cx + 1 : 0, cy += cx == 0) {
        const size_t at = size_t(y * n + cy) * size_t(sight.solid.stride) + size_t(x * n + cx);
        if (glass && sight.glass.tri[at] >= 0 && sight.glass.inv[at] > sight.solid.inv[at]) { glassHits++; glassTri = sight.glass.tri[at]; }
        const int hit = sight.solid.tri[at];
        if (hit < 0) { tally[kBackground]++; continue; }
        const int mesh = sight.meshOf[size_t(hit)];
        tally[label[size_t(mesh)]]++;
        int i = 0;
        while (i < used && groups[i].mesh != mesh) i++;
        if (i == used) { if (used == 20) { i = 19; } else groups[used++] = {mesh, hit, 0, x + (cx + 0.5f) / n, y + (cy + 0.5f) / n}; }
        groups[i].count++;
      }
      if (used == 0 && glassHits == 0) continue;  // the background, as the frame has it
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
      for (int i = 0; i < used; i++) { const int c = label[size_t(groups[i].mesh)]; if (tally[c] > tally[best] || (tally[c] == tally[best] && c < best)) best = c; }
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
