// One photograph of one person: the scene, the picture, and everything that is known about it.
#pragma once
#include "film.h"
#include "person.h"

struct Shot {
  Expression expression;
  Pose pose;
  float distance = 12;          // decimetres from the eyes
  float azimuth = 0, elevation = 0;  // of the camera, degrees
  int w = 256, h = 256;
  float iedPixels = 60;         // pixels between the eye centres, were the head turned to the camera
  Vec2 eyesAt{128, 110};        // where the middle between the eyes falls
  Lighting lighting;
  Backdrop backdrop;
  Film film;
  Occluder occluder = Occluder::none;
  int refinements = 0, samples = 2, skyRays = 10, lampRays = 3, shadowSize = 96;
  uint64_t seed = 0;
  bool unseen = false;  // the truth alone: nothing is drawn
};

struct Labels {
  std::array<Vec2, 98> points{};
  Pose pose;                       // relative to the camera
  float eyeOpen[2] = {0, 0};       // image left, image right: lid distance / eye width
  float mouthOpen = 0;             // inner lip distance / T
  float closed[2] = {0, 0};        // image left, image right: closure asked for, 0..1
  Vec2 gaze;                       // degrees relative to the head
  float box[4] = {0, 0, 0, 0};     // x, y, w, h of the 98 points
};

struct Photograph {
  Picture picture;
  std::vector<uint8_t> label;
  Labels truth;
};

Shot sampleShot(Rng& rng, const Wishes& wishes, const Person& person, bool heldOut, int w, int h);
Photograph photograph(Assets& assets, const Person& person, const Shot& shot);
