// The CC0 base mesh, morph targets, proxies and textures, read from the folder given with --assets.
#pragma once
#include <map>
#include <memory>
#include "picture.h"

struct Delta { int vertex; Vec3 move; };
using Target = std::vector<Delta>;
struct Corner { int p, t; };  // position and texture index
using Quad = std::array<Corner, 4>;

struct FitLine { int v[3]; float w[3]; Vec3 offset; };
struct AxisScale { int a = 0, b = 0; float d = 0; };
/** An item fitted to the deformed base mesh (eyes, brows, hair, clothes). */
struct Proxy {
  std::vector<FitLine> fit;
  std::vector<Vec2> uv;
  std::vector<Quad> faces;
  AxisScale scale[3];
  std::vector<uint8_t> hides;  // per base vertex
  std::string texture;         // empty: none is provided
};

/** Catmull-Clark refinement of the skin above the chest, as stencils over base vertices. */
struct Skin {
  std::vector<std::vector<std::pair<int, float>>> stencil;
  std::vector<Vec2> uv;
  std::vector<Quad> faces;
  std::vector<int> ofBase;  // base vertex -> row of stencil, or -1 outside the region
  std::vector<Vec3> rest;   // where the row lies in the undeformed mesh
  std::vector<float> beard, scalp;  // how much grows there, 0..1
};

// Regions of the undeformed head (rest coordinates); ragged: how uneven their edges are, in decimetres.
float scalpAt(Vec3 rest, float ragged);
float beardAt(Vec3 rest, float ragged);

class Assets {
 public:
  Assets(std::string folder, int largestTexture);
  const Target& target(const std::string& name);  // "nose/nose-hump-incr"; empty when there is none
  bool hasTarget(const std::string& name);
  const Proxy& proxy(const std::string& file);  // "hair/short01/short01"
  const Texture& texture(const std::string& file);
  const Skin& skin(int refinements);
  std::vector<Vec3> base;
  std::vector<Vec2> uv;
  std::vector<Quad> body;
  std::array<int, 98> landmarks;
  std::string folder;

 private:
  void readBase();
  int largest;
  std::map<std::string, Target> targets;
  std::map<std::string, Proxy> proxies;
  std::map<std::string, std::unique_ptr<Texture>> textures;
  std::map<int, Skin> skins;
};
