// One person: what the morph targets, the skin and the hair are; and the head assembled from it.
#pragma once
#include <map>
#include "assets.h"
#include "scene.h"

/** Settings given from outside, by name; everything not given is drawn at random. */
struct Wishes {
  std::map<std::string, std::string> v;
  bool has(const std::string& k) const { return v.count(k) > 0; }
  float num(const std::string& k, float otherwise) const;
  /** As num; a setting "a..b" is drawn between a and b. Draws nothing where the setting is one number or absent. */
  float draw(Rng& rng, const std::string& k, float otherwise) const;
  /** A setting "a|b|c" becomes one of the three. */
  Wishes settled(Rng& rng) const;
  std::string str(const std::string& k, const std::string& otherwise) const;
};

enum class Hair { bald, painted, shell, card };
enum class Cover { none, hijab, veil, turban, headtie, kufi, baseball, fedora };
enum class Glasses { none, clear, tinted };
enum class Occluder { none, mask, hand, sheet };

/** One of the skins that a mixed one is made of; weight: of red, green and blue. */
struct SkinPart {
  std::string file;
  Vec3 weight, shift;
  float warp = 0;
};

struct Person {
  uint64_t seed = 0;
  float african = 1, asian = 0, caucasian = 0, gender = 1, age = 0.5f, muscle = 0.5f, weight = 0.5f;
  bool child = false;
  std::vector<std::pair<std::string, float>> shape;
  std::string skin, eye, brow, lash, teeth, hairFile, clothes;
  Vec3 skinTint{1, 1, 1}, hairTint{0.05f, 0.045f, 0.04f}, browTint{0.1f, 0.08f, 0.07f};
  Hair hair = Hair::painted;
  float hairLength = 0.1f, hairCurl = 30, beard = 0, beardLength = 0, stubble = 0, oil = 1, skinSaturation = 0.8f;
  bool braids = false, earrings = false, cornrows = false;
  Cover cover = Cover::none;
  Glasses glasses = Glasses::none;
  int coverStyle = 0, glassesStyle = 0;
  bool boubou = false;
  float canthusIn = 0.25f, canthusDrop = 0.12f;  // inner eye corners, in half widths of the eye's opening
  bool ownFrame = false;   // glasses in a colour and a thickness drawn for this person (never a held-out frame)
  float lens = -1;         // opacity of dark glasses; below 0: drawn when they are made
  float glare = 0;         // how much windows and coatings of lenses reflect
  std::vector<SkinPart> skinParts;  // none: the skin as it is
  float blotch = 0;        // broad lighter and darker places of a mixed skin
  float lipsMeet = 0.6f;  // where mouth corners are named: 0 the outermost rim of red, 1 the inner contour
  float ita() const { return skinLuma; }
  float skinLuma = 0.2f;  // mean linear luminance of the cheek's albedo
};
struct Expression {
  std::vector<std::pair<std::string, float>> units;
  float gazeYaw = 0, gazePitch = 0;  // degrees, relative to the head
};
struct Pose { float yaw = 0, pitch = 0, roll = 0; };

/** The base mesh deformed to the person and expression, before the head turns. */
struct Body {
  std::vector<Vec3> v;
  Vec3 scale;                      // of proxies' offsets is taken per proxy from v
  Vec3 eye[2];                     // eyeball centres: subject's left, right
  float eyeRadius = 0.15f;
};

Person samplePerson(uint64_t seed, const Wishes& wishes, bool heldOut);
Body assembleBody(Assets& assets, const Person& person, const Expression& expression);
std::vector<Vec3> fitProxy(const Proxy& proxy, const Body& body);

/** Turns the head about the neck; the shoulders stay. */
struct Turn {
  Mat3 r;
  Vec3 centre;
  float low, high;
  Turn(const Body& body, Pose pose);
  Vec3 operator()(Vec3 p) const;
};

/** The meshes of the bare person, before the turn: skin, eyes, teeth, brows, lashes, hair, clothes. */
std::vector<Mesh> bareMeshes(Assets& assets, const Person& person, const Expression& expression, const Body& body, int refinements);
Mesh proxyMesh(Assets& assets, const std::string& file, const Body& body, float cut);
