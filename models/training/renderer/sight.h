// What a camera sees: for every sample of every pixel the nearest triangle. Nothing here depends on light.
#pragma once
#include "scene.h"

/** A triangle in the picture; v: x and y in pixels, z: 1/depth. area: twice its own, below 0 where it faces the camera. */
struct ScreenTri { Vec3 v[3]; float area; int mesh, tri, level; };

/** The nearest triangle of every sample, `stride` samples a row: 1/depth (0: none) and its place in `Sight::tris` (-1: none). */
struct Nearest {
  int stride = 0;
  std::vector<float> inv;
  std::vector<int> tri;
};

struct Sight {
  std::vector<ScreenTri> tris;
  std::vector<uint16_t> meshOf;  // as in tris, small enough to stay at hand
  Nearest solid, glass;  // glass is empty where there are no lenses
};

Sight lookAt(const Scene& scene);
/** Perspective-correct weights at a picture position; false outside. */
bool weights(const ScreenTri& s, float x, float y, float* w, float& inv);
