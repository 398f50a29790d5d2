// Drawing a person at random. Held-out people use assets that no trained-on person has.
#include <stdexcept>
#include "skins.h"

namespace {
template <size_t N> std::string pick(Rng& rng, const std::array<const char*, N>& names) { return names[size_t(rng.below(int(N)))]; }
std::string two(int n) { return n < 10 ? "0" + std::to_string(n) : std::to_string(n); }

/** Opposite pairs: the sign of the weight chooses which of the two is applied. */
const std::array<std::pair<const char*, const char*>, 44> kPairs = {{
    {"head/head-fat-incr", "head/head-fat-decr"}, {"head/head-scale-depth-incr", "head/head-scale-depth-decr"},
    {"head/head-scale-horiz-incr", "head/head-scale-horiz-decr"}, {"head/head-scale-vert-incr", "head/head-scale-vert-decr"},
    {"head/head-angle-in", "head/head-angle-out"}, {"head/head-back-scale-depth-incr", "head/head-back-scale-depth-decr"},
    {"nose/nose-base-up", "nose/nose-base-down"}, {"nose/nose-compression-compress", "nose/nose-compression-uncompress"},
    {"nose/nose-curve-convex", "nose/nose-curve-concave"}, {"nose/nose-flaring-incr", "nose/nose-flaring-decr"},
    {"nose/nose-greek-incr", "nose/nose-greek-decr"}, {"nose/nose-hump-incr", "nose/nose-hump-decr"},
    {"nose/nose-nostrils-angle-up", "nose/nose-nostrils-angle-down"}, {"nose/nose-nostrils-width-incr", "nose/nose-nostrils-width-decr"},
    {"nose/nose-point-up", "nose/nose-point-down"}, {"nose/nose-point-width-incr", "nose/nose-point-width-decr"},
    {"nose/nose-scale-depth-incr", "nose/nose-scale-depth-decr"}, {"nose/nose-scale-horiz-incr", "nose/nose-scale-horiz-decr"},
    {"nose/nose-scale-vert-incr", "nose/nose-scale-vert-decr"}, {"nose/nose-trans-up", "nose/nose-trans-down"},
    {"nose/nose-volume-incr", "nose/nose-volume-decr"}, {"nose/nose-width1-incr", "nose/nose-width1-decr"},
    {"nose/nose-width2-incr", "nose/nose-width2-decr"}, {"nose/nose-width3-incr", "nose/nose-width3-decr"},
    {"mouth/mouth-scale-horiz-incr", "mouth/mouth-scale-horiz-decr"}, {"mouth/mouth-scale-vert-incr", "mouth/mouth-scale-vert-decr"},
    {"mouth/mouth-scale-depth-incr", "mouth/mouth-scale-depth-decr"}, {"mouth/mouth-trans-up", "mouth/mouth-trans-down"},
    {"mouth/mouth-lowerlip-height-incr", "mouth/mouth-lowerlip-height-decr"}, {"mouth/mouth-upperlip-height-incr", "mouth/mouth-upperlip-height-decr"},
    {"mouth/mouth-lowerlip-width-incr", "mouth/mouth-lowerlip-width-decr"}, {"mouth/mouth-upperlip-width-incr", "mouth/mouth-upperlip-width-decr"},
    {"mouth/mouth-lowerlip-volume-incr", "mouth/mouth-lowerlip-volume-decr"}, {"mouth/mouth-upperlip-volume-incr", "mouth/mouth-upperlip-volume-decr"},
    {"mouth/mouth-angles-up", "mouth/mouth-angles-down"}, {"mouth/mouth-cupidsbow-incr", "mouth/mouth-cupidsbow-decr"},
    {"chin/chin-width-incr", "chin/chin-width-decr"}, {"chin/chin-height-incr", "chin/chin-height-decr"},
    {"chin/chin-bones-incr", "chin/chin-bones-decr"}, {"chin/chin-prominent-incr", "chin/chin-prominent-decr"},
    {"forehead/forehead-scale-vert-incr", "forehead/forehead-scale-vert-decr"}, {"forehead/forehead-temple-incr", "forehead/forehead-temple-decr"},
    {"eyebrows/eyebrows-trans-up", "eyebrows/eyebrows-trans-down"}, {"forehead/forehead-trans-forward", "forehead/forehead-trans-backward"},
}};
/** The same, for each side of the face. */
const std::array<std::pair<const char*, const char*>, 14> kSidePairs = {{
    {"eyes/?-eye-scale-incr", "eyes/?-eye-scale-decr"}, {"eyes/?-eye-corner1-up", "eyes/?-eye-corner1-down"},
    {"eyes/?-eye-corner2-up", "eyes/?-eye-corner2-down"}, {"eyes/?-eye-eyefold-up", "eyes/?-eye-eyefold-down"},
    {"eyes/?-eye-height1-incr", "eyes/?-eye-height1-decr"}, {"eyes/?-eye-height2-incr", "eyes/?-eye-height2-decr"},
    {"eyes/?-eye-push1-in", "eyes/?-eye-push1-out"}, {"eyes/?-eye-bag-incr", "eyes/?-eye-bag-decr"},
    {"eyes/?-eye-trans-in", "eyes/?-eye-trans-out"}, {"cheek/?-cheek-bones-incr", "cheek/?-cheek-bones-decr"},
    {"cheek/?-cheek-volume-incr", "cheek/?-cheek-volume-decr"}, {"cheek/?-cheek-inner-incr", "cheek/?-cheek-inner-decr"},
    {"ears/?-ear-scale-incr", "ears/?-ear-scale-decr"}, {"ears/?-ear-wing-incr", "ears/?-ear-wing-decr"},
}};
const std::array<const char*, 8> kForms = {"diamond", "invertedtriangular", "oval", "rectangular", "round", "square", "triangular", "oval"};

void sampleShape(Rng& rng, Person& p) {
  for (auto& [up, down] : kPairs) {
    bool head = std::string(up).rfind("head/", 0) == 0 || std::string(up).rfind("forehead/", 0) == 0;
    float w = clampf(rng.normal() * (head ? 0.20f : 0.30f), -0.8f, 0.8f);
    p.shape.push_back({w > 0 ? up : down, std::fabs(w)});
  }
  for (auto& [up, down] : kSidePairs) {
    float w = clampf(rng.normal() * 0.30f, -0.8f, 0.8f);
    for (char side : {'l', 'r'}) {
      std::string name = w > 0 ? up : down;
      name[name.find('?')] = side;
      p.shape.push_back({name, std::fabs(w) * rng.range(0.88f, 1.12f)});
    }
  }
  p.shape.push_back({std::string("head/head-") + kForms[size_t(rng.below(8))], rng.range(0, 0.45f)});
  const char* uneven[6] = {"brown-1", "brown-2", "cheek-1", "jaw-1", "nose-1", "mouth-1"};
  for (auto* name : uneven) p.shape.push_back({std::string("asym/asym-") + name + (rng.chance(0.5f) ? "-l" : "-r"), rng.range(0, 0.35f)});
}

void sampleHair(Rng& rng, bool heldOut, Person& p, bool african) {
  const bool male = p.gender > 0.5f;
  const std::array<const char*, 4> shorts = {"hair/short01/short01", "hair/short02/short02", "hair/short03/short03", "hair/short04/short04"};
  const std::array<const char*, 4> longs = {"hair/long01/long01", "hair/ponytail01/ponytail01", "hair/braid01/braid01", "hair/bob02/bob02"};
  float u = rng.uniform();
  if (african) {
    p.hair = u < 0.12f ? Hair::bald : u < 0.42f ? Hair::painted : u < 0.9f ? Hair::shell : Hair::card;
    if (!male && p.hair == Hair::bald) p.hair = Hair::shell;
    p.hairLength = male ? rng.range(0.02f, 0.14f) : rng.range(0.04f, 0.42f);
    p.hairCurl = rng.range(16, 42);
    p.braids = !male && rng.chance(0.35f);
    p.cornrows = rng.chance(male ? 0.06f : 0.25f);
  } else {
    p.hair = u < 0.10f ? Hair::bald : u < 0.22f ? Hair::painted : u < 0.30f ? Hair::shell : Hair::card;
    p.hairLength = rng.range(0.03f, 0.12f);
    p.hairCurl = rng.range(25, 45);
  }
  // The held-out people have hairstyles of their own.
  p.hairFile = male ? shorts[heldOut ? 3 : size_t(rng.below(3))] : longs[heldOut ? 3 : size_t(rng.below(3))];
  if (!male && rng.chance(0.2f)) p.hairFile = shorts[size_t(heldOut ? 3 : rng.below(3))];
  float grey = p.age > 0.7f && rng.chance(0.6f) ? rng.range(0.2f, 0.9f) : 0;
  Vec3 dark = Vec3{0.022f, 0.018f, 0.016f} * rng.range(0.6f, 1.4f);
  Vec3 light = african ? dark : mix(dark, Vec3{0.30f, 0.19f, 0.10f}, rng.uniform() * rng.uniform());
  p.hairTint = mix(light, Vec3{0.5f, 0.5f, 0.5f}, grey);
  p.browTint = mix(light * 1.5f, Vec3{0.4f, 0.4f, 0.4f}, grey * 0.6f);
  if (male) {
    float b = rng.uniform();
    p.stubble = b < 0.35f ? 0 : rng.range(0.05f, 0.6f);
    p.beard = b > 0.75f && !p.child ? rng.range(0.5f, 1) : 0;
    p.beardLength = rng.range(0.02f, 0.13f);
  }
}

template <class E> E named(const Wishes& w, const char* key, E otherwise, std::initializer_list<const char*> names) {
  if (!w.has(key)) return otherwise;
  int i = 0;
  for (auto* n : names) { if (w.str(key, "") == n) return E(i); i++; }
  throw std::runtime_error(std::string("unknown ") + key + " " + w.str(key, ""));
}

void sampleWear(Rng& rng, Person& p, bool african, bool heldOut) {
  const bool male = p.gender > 0.5f;
  float u = rng.uniform();
  if (male) p.cover = u < 0.66f ? Cover::none : u < 0.80f ? Cover::kufi : u < 0.92f ? Cover::turban : u < 0.97f ? Cover::baseball : Cover::fedora;
  else p.cover = u < 0.45f ? Cover::none : u < 0.72f ? Cover::hijab : u < 0.84f ? Cover::veil : u < 0.97f ? Cover::headtie : Cover::turban;
  float g = rng.uniform();
  p.glasses = g < 0.76f ? Glasses::none : g < 0.92f ? Glasses::clear : Glasses::tinted;
  p.glassesStyle = rng.below(6);
  if (heldOut) p.glassesStyle = 6 + p.glassesStyle % 3;
  p.coverStyle = rng.below(1000);
  p.earrings = !male && rng.chance(0.5f);
  p.boubou = rng.chance(african ? 0.6f : 0.15f);
}
}  // namespace

Person samplePerson(uint64_t seed, const Wishes& wishes, bool heldOut) {
  Rng rng(seed * 2 + (heldOut ? 1 : 0));
  Person p;
  p.seed = seed;
  const bool dark = wishes.has("dark") ? wishes.num("dark", 1) > 0 : rng.chance(0.72f);
  p.african = dark ? rng.range(0.75f, 1) : rng.range(0, 0.25f);
  float rest = 1 - p.african, share = rng.uniform();
  p.asian = rest * share;
  p.caucasian = rest * (1 - share);
  p.gender = clampf((rng.uniform() - 0.5f) * 2.2f + 0.5f, 0.02f, 0.98f);
  if (wishes.has("gender")) p.gender = wishes.num("gender", 1);
  p.child = rng.chance(0.06f);
  p.age = p.child ? rng.range(0.26f, 0.40f) : 0.5f + 0.5f * std::pow(rng.uniform(), 1.4f) - 0.05f;
  p.age = wishes.draw(rng, "age", p.age);
  p.child = p.age < 0.42f;
  p.muscle = rng.range(0.25f, 0.8f);
  p.weight = clampf(0.5f + 0.2f * rng.normal(), 0.05f, 0.95f);
  sampleShape(rng, p);
  sampleSkin(rng, wishes, heldOut, p, dark);
  const std::array<const char*, 6> eyeColours = {"brown", "brown", "brownlight", "green", "grey", "blue"};
  p.eye = std::string("eyes/materials/") + (dark ? "brown" : heldOut ? "deepblue" : eyeColours[size_t(rng.below(6))]) + "_eye.png";
  int brow = heldOut ? 11 + rng.below(2) : 1 + rng.below(10);
  p.brow = "eyebrows/eyebrow0" + two(brow) + "/eyebrow0" + two(brow);
  int lash = heldOut ? 4 : 1 + rng.below(3);
  p.lash = "eyelashes/eyelashes" + two(lash) + "/eyelashes" + two(lash);
  int teeth = rng.below(6);
  p.teeth = teeth == 0 ? "teeth/teeth_base/teeth_base" : "teeth/teeth_shape" + two(teeth) + "/teeth_shape" + two(teeth);
  sampleHair(rng, heldOut, p, dark);
  sampleWear(rng, p, dark, heldOut);
  const std::array<const char*, 6> maleClothes = {"clothes/male_elegantsuit01/male_elegantsuit01", "clothes/male_casualsuit03/male_casualsuit03", "clothes/male_casualsuit04/male_casualsuit04", "clothes/male_worksuit01/male_worksuit01", "clothes/male_casualsuit05/male_casualsuit05", "clothes/male_casualsuit06/male_casualsuit06"};
  const std::array<const char*, 3> femaleClothes = {"clothes/female_casualsuit01/female_casualsuit01", "clothes/female_sportsuit01/female_sportsuit01", "clothes/female_elegantsuit01/female_elegantsuit01"};
  p.clothes = p.gender > 0.5f ? maleClothes[heldOut ? 4 + size_t(rng.below(2)) : size_t(rng.below(4))] : femaleClothes[heldOut ? 2 : size_t(rng.below(2))];
  p.oil = rng.range(0.4f, 1.6f);
  p.skinSaturation = dark ? rng.range(0.65f, 0.95f) : rng.range(0.62f, 0.95f);
  // A draw of its own: who a seed gives stays the same person.
  Rng corners(mixBits(seed ^ 0x0ca47u));
  p.canthusIn = wishes.draw(corners, "canthusIn", corners.range(0.08f, 0.42f));
  p.canthusDrop = wishes.draw(corners, "canthusDrop", corners.range(0, 0.24f));
  p.lipsMeet = wishes.num("lipsMeet", p.lipsMeet);
  p.ownFrame = wishes.draw(corners, "ownFrame", 0) > 0.5f;
  p.lens = wishes.draw(corners, "lens", p.lens);
  p.glare = wishes.draw(corners, "glare", 0);
  p.hair = named(wishes, "hair", p.hair, {"bald", "painted", "shell", "card"});
  p.cover = named(wishes, "cover", p.cover, {"none", "hijab", "veil", "turban", "headtie", "kufi", "baseball", "fedora"});
  p.glasses = named(wishes, "glasses", p.glasses, {"none", "clear", "tinted"});
  p.hairLength = wishes.num("hairLength", p.hairLength);
  p.beard = wishes.num("beard", p.beard);
  p.beardLength = wishes.num("beardLength", p.beardLength);
  p.stubble = wishes.num("stubble", p.stubble);
  p.oil = wishes.num("oil", p.oil);
  p.skinSaturation = wishes.num("skinSaturation", p.skinSaturation);
  p.boubou = wishes.num("boubou", p.boubou) > 0;
  p.braids = wishes.num("braids", p.braids) > 0;
  p.earrings = wishes.num("earrings", p.earrings) > 0;
  p.coverStyle = int(wishes.num("coverStyle", float(p.coverStyle)));
  p.glassesStyle = int(wishes.num("glassesStyle", float(p.glassesStyle)));
  p.clothes = wishes.str("clothes", p.clothes);
  p.hairFile = wishes.str("hairFile", p.hairFile);
  return p;
}
