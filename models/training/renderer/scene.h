// What is drawn: meshes with materials, lights, a camera; and what comes out.
#pragma once
#include "picture.h"

enum Class : uint8_t {
  kBackground, kSkin, kHair, kCovering, kFrame, kLens, kOccluder, kClothing, kEye, kBrow, kLash, kMouth, kBeard, kJewel,
};

enum class Look : uint8_t { skin, eye, card, shell, cloth, plain, lens };

/** Cloth prints, all procedural. */
struct Pattern {
  enum Kind : uint8_t { plain, stripes, checks, dots, wax, border } kind = plain;
  Vec3 a{0.5f, 0.5f, 0.5f}, b, c;
  float scale = 1;
  Vec3 shift;
  Vec3 colour(Vec3 at) const;
};

/** A skin's part in a mixture. */
struct SkinLayer {
  const Texture* texture;
  Vec3 cheek, weight, shift;
  float warp;
};
/** A window mirrored in a lens: directions in degrees, half sizes, light; 0 bars: none. */
struct Pane {
  float azimuth = 0, elevation = 0, wide = 0, high = 0;
  int bars = 0;
  Vec3 power{0, 0, 0};
};

struct Material {
  Look look = Look::plain;
  Class label = kSkin;
  const Texture* texture = nullptr;
  Vec3 tint{1, 1, 1};
  float gloss = 0.04f;     // reflectance at normal incidence
  float exponent = 20;     // Blinn-Phong
  float opacity = 1;       // lens only
  bool twoSided = false, cutout = false, castsShadow = true;
  Pattern pattern;
  float layer = 0;         // shell only: 0 at the root .. 1 at the tip
  float curl = 30;         // shell only: clumps per decimetre
  float density = 1;
  float stubble = 0;       // skin only: painted beard shadow
  float trim = 0;          // cloth only: width of an embroidered edge
  Vec3 trimColour;
  float oil = 1;           // skin only: strength of the highlight
  float saturation = 1;    // skin only: of its texture
  std::vector<SkinLayer> layers;  // skin only: mixed from these
  Vec3 base;               // skin only: the cheek of a mixed one
  float blotch = 0;
  Pane pane;               // lens only
  Vec3 coat{1, 1, 1};      // lens only: colour of what it reflects
};

struct Tri { int p[3], t[3]; };
struct Mesh {
  Material material;
  std::vector<Vec3> p, rest, normal;
  std::vector<Vec2> uv;
  std::vector<Tri> tris;
  std::vector<float> mask;       // shell only: how much grows here
  int lightFrom = -1;            // take the light of another mesh's vertices ...
  std::vector<int> lightRow;     // ... by this table
  std::vector<Vec3> light;       // diffuse light arriving, times 1/pi
  std::vector<std::array<float, 4>> seen;  // share of each lamp that is not hidden
  Vec3 axis;                     // eye only: gaze
};

struct Lamp {
  Vec3 direction;      // towards the lamp, of length 1
  float spread = 0.2f; // angular radius in radians
  Vec3 power;          // irradiance on a surface facing it
};
struct Sky { Vec3 above, level, below; Vec3 at(Vec3 d) const { return d.y > 0 ? mix(level, above, d.y) : mix(level, below, -d.y); } };
struct Lighting { std::vector<Lamp> lamps; Sky sky; };

struct Camera {
  Vec3 position;
  Mat3 view;           // world -> camera: x right, y up, z towards the viewer
  float focal = 1000;  // pixels
  float cx = 0, cy = 0;
  int w = 256, h = 256;
  /** Picture x, y and 1/depth; depth <= 0 is behind. */
  Vec3 project(Vec3 p) const {
    Vec3 c = view * (p - position);
    float inv = -1 / c.z;
    return {cx + focal * c.x * inv, cy - focal * c.y * inv, inv};
  }
};

struct Scene {
  std::vector<Mesh> meshes;
  Lighting lighting;
  Camera camera;
  Vec3 centre;   // of the head, for shadows
  int samples = 2;          // per pixel side
  int skyRays = 14, lampRays = 4, shadowSize = 128;
};

/** Linear light per pixel, and the class that covers most of it. */
struct Frame {
  int w = 0, h = 0;
  std::vector<Vec3> colour;
  std::vector<float> cover;  // 0 where the background shows
  std::vector<uint8_t> label;
};

void computeNormals(Mesh& mesh);
struct Sight;
/** Light on the vertices that `sight` needs, and on no others. */
void lightScene(Scene& scene, const Sight& sight, Rng& rng);
Frame draw(const Scene& scene, const Sight& sight);
Vec3 shade(const Scene& scene, const Mesh& mesh, const Tri& tri, const float* bary, int level, float pixelsPerUnit);
float cutoutAlpha(const Mesh& mesh, const Tri& tri, const float* bary, int level);
