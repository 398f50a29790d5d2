// From linear light to the file a camera would have written.
#pragma once
#include "scene.h"

struct Film {
  float exposure = 1;                 // multiplies linear light; 1.0 is white
  Vec3 balance{1, 1, 1};
  float vignette = 0, blur = 0, sharpen = 0, shot = 0, read = 0, contrast = 0, saturation = 1, motion = 0, motionAngle = 0;
  int jpeg = 95;
  bool halfChroma = false;
};

/** What stands behind the person. */
struct Backdrop {
  enum Kind { plain, gradient, wall, clutter, picture } kind = plain;
  Vec3 a{0.58f, 0.58f, 0.58f}, b;
  uint64_t seed = 0;
  const Picture* picture_ = nullptr;
};

void paintBackdrop(Frame& frame, const Backdrop& backdrop);
Picture develop(const Frame& frame, const Film& film, Rng& rng);
