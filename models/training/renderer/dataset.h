// Training sets: raw pictures, class masks and numbers, appended to files that NumPy maps.
#pragma once
#include "shot.h"

struct SetOrder {
  std::string out, kind = "face";  // face: one head a picture, for landmarks and classes; scene: any number of heads, for the detector
  int count = 1000, size = 192, each = 3;  // each: pictures of one person
  uint64_t seed = 1;
  bool held = false;
  bool truth = false;  // of kind face: the numbers alone, for a set whose pictures are there
};
void writeSet(Assets& assets, const SetOrder& order, const Wishes& wishes);

/** Numbers of one picture of kind face, in this order. */
constexpr int kFaceNumbers = 196 + 3 + 2 + 1 + 2 + 2 + 4 + 9;
/** Up to six faces: x, y, w, h, yaw, roll; w = 0 where there is none. */
constexpr int kSceneNumbers = 36;
