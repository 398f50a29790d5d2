// Drawing a photograph at random: pose, expression, lamps, backdrop and camera.
#include "shot.h"

namespace {
Vec3 from(float azimuth, float elevation) {
  constexpr float d = kPi / 180;
  return {std::sin(azimuth * d) * std::cos(elevation * d), std::sin(elevation * d), std::cos(azimuth * d) * std::cos(elevation * d)};
}
Vec3 kelvin(float t) {  // t: 0 warm .. 1 cool, mean about 1
  return {mix(1.25f, 0.88f, t), 1, mix(0.72f, 1.18f, t)};
}

void studio(Rng& rng, Lighting& l, float key) {
  l.lamps.push_back({from(rng.range(-45, -20), rng.range(15, 35)), rng.range(0.25f, 0.5f), Vec3{1, 1, 1} * key});
  l.lamps.push_back({from(rng.range(20, 45), rng.range(10, 30)), rng.range(0.25f, 0.5f), Vec3{1, 1, 1} * (key * rng.range(0.5f, 1))});
  l.lamps.push_back({from(rng.range(-10, 10), rng.range(-35, -10)), 0.5f, Vec3{1, 1, 1} * (key * rng.range(0.1f, 0.35f))});
  float fill = rng.range(0.25f, 0.5f);
  l.sky = {Vec3{1, 1, 1} * fill, Vec3{1, 1, 1} * fill, Vec3{1, 1, 1} * (fill * 0.7f)};
}

/** Light that only held-out people are seen in: no lamp of these kinds, sides or sizes occurs in training. */
Lighting heldOutLighting(Rng& rng, const Wishes& wishes, float u) {
  Lighting l;
  // "even": the same light for everybody, its lamps alike on both sides.
  const bool even = wishes.num("even", 0) > 0;
  auto power = [&](float least, float most) {
    const float drawn = rng.range(least, most);
    return even ? (least + most) / 2 : drawn;
  };
  const float side = rng.chance(0.5f) ? 1 : -1;
  const float warmth = rng.uniform();
  const Vec3 tone = kelvin(even ? 0.5f : warmth);
  float f;
  if (u < 0.4f) {  // a ring or panel around the camera, as kiosks have, with an office ceiling
    for (int i = 0; i < 4; i++) l.lamps.push_back({from(i % 2 ? 11.0f : -11.0f, i < 2 ? 9.0f : -9.0f), 0.16f, tone * power(0.45f, 0.75f)});
    l.lamps.push_back({from(rng.range(-180, 180), 85), 0.6f, tone * power(0.2f, 0.8f)});
    f = power(0.25f, 0.5f);
  } else if (u < 0.6f) {  // a window far to the side
    l.lamps.push_back({from(side * rng.range(62, 85), rng.range(5, 35)), rng.range(0.35f, 0.6f), kelvin(rng.range(0.6f, 1)) * rng.range(1.8f, 3.4f)});
    f = rng.range(0.3f, 0.6f);
  } else if (u < 0.8f) {  // two upright strips beside a mirror
    for (float s : {-1.0f, 1.0f})
      for (float up : {-18.0f, 0.0f, 18.0f}) l.lamps.push_back({from(s * 52, up), 0.12f, tone * power(0.35f, 0.8f)});
    f = power(0.15f, 0.4f);
  } else {  // a low lamp and warm walls, or an open sky over bright ground
    l.lamps.push_back({from(side * rng.range(5, 40), rng.range(-40, -15)), rng.range(0.3f, 0.5f), tone * rng.range(0.6f, 1.4f)});
    l.lamps.push_back({from(-side * rng.range(60, 110), rng.range(30, 70)), 0.7f, kelvin(1) * rng.range(0.4f, 1.2f)});
    f = rng.range(0.4f, 0.7f);
  }
  l.sky = {tone * f, tone * f, tone * (f * rng.range(0.4f, 1))};
  return l;
}

Lighting sampleLighting(Rng& rng, const Wishes& wishes, bool heldOut) {
  Lighting l;
  std::string kind = wishes.str("light", "");
  const char* kinds[5] = {"studio", "ceiling", "window", "flash", "back"};
  float u = rng.uniform();
  const char* heldOutKinds[4] = {"ring", "side", "strips", "low"};
  for (int i = 0; i < 4; i++) if (kind == heldOutKinds[i]) return heldOutLighting(rng, wishes, 0.35f + 0.2f * float(i));
  if (kind.empty() && heldOut) return heldOutLighting(rng, wishes, u);
  if (kind.empty()) kind = kinds[u < 0.35f ? 0 : u < 0.6f ? 1 : u < 0.8f ? 2 : u < 0.92f ? 3 : 4];
  float side = rng.chance(0.5f) ? 1 : -1;
  Vec3 tone = kelvin(rng.range(0.2f, 0.8f));
  if (kind == "studio") studio(rng, l, rng.range(1.6f, 2.6f));
  if (kind == "ceiling") {
    int n = 1 + rng.below(3);
    for (int i = 0; i < n; i++) l.lamps.push_back({from(rng.range(-70, 70), rng.range(45, 80)), rng.range(0.15f, 0.45f), tone * (rng.range(1.6f, 3) / float(n))});
    float f = rng.range(0.15f, 0.55f);
    l.sky = {tone * f, tone * f, tone * (f * 0.6f)};
  }
  if (kind == "window") {
    float az = rng.range(20, 60);
    l.lamps.push_back({from(side * az, rng.range(5, 35)), rng.range(0.35f, 0.6f), kelvin(rng.range(0.6f, 1)) * rng.range(1.8f, 3.4f)});
    float f = rng.range(0.15f, 0.5f);
    l.sky = {tone * f, tone * f, tone * (f * 0.7f)};
  }
  if (kind == "flash") {
    l.lamps.push_back({from(rng.range(-8, 8), rng.range(-4, 14)), rng.range(0.03f, 0.12f), Vec3{1, 1, 1} * rng.range(1.8f, 3.2f)});
    float f = rng.range(0.08f, 0.35f);
    l.sky = {tone * f, tone * f, tone * (f * 0.7f)};
  }
  if (kind == "back") {
    l.lamps.push_back({from(side * rng.range(120, 170), rng.range(15, 45)), 0.3f, tone * rng.range(2.5f, 5)});
    l.lamps.push_back({from(-side * rng.range(10, 50), rng.range(5, 30)), 0.4f, tone * rng.range(0.5f, 1.4f)});
    float f = rng.range(0.3f, 0.6f);
    l.sky = {tone * f, tone * f, tone * (f * 0.8f)};
  }
  return l;
}

Expression sampleExpression(Rng& rng, const Wishes& wishes) {
  Expression e;
  auto add = [&](const char* n, float w) { if (std::fabs(w) > 0.01f) e.units.push_back({n, w}); };
  auto both = [&](const char* l, const char* r, float w) { add(l, w * rng.range(0.9f, 1.1f)); add(r, w * rng.range(0.9f, 1.1f)); };
  const bool neutral = wishes.has("neutral") ? wishes.num("neutral", 1) > 0 : rng.chance(0.4f);
  float shut = rng.chance(0.12f) ? rng.range(0.85f, 1) : rng.chance(0.2f) ? rng.range(0.2f, 0.8f) : rng.range(0, 0.15f);
  float open = rng.chance(0.2f) ? rng.range(0.15f, 1) : 0;
  if (neutral && !wishes.has("blink")) shut = rng.range(0, 0.10f);
  if (neutral) open = 0;
  shut = wishes.draw(rng, "blink", shut);
  open = wishes.draw(rng, "mouth", open);
  const bool wink = !neutral && rng.chance(0.05f);
  add("eye-left-closure", std::min(1.0f, shut * rng.range(0.95f, 1.03f)));
  if (!wink) add("eye-right-closure", std::min(1.0f, shut * rng.range(0.95f, 1.03f)));
  add("mouth-open", open);
  if (!neutral) {
    if (rng.chance(0.4f)) add("mouth-corner-puller", rng.range(0, 0.9f));
    if (rng.chance(0.15f)) add("mouth-depression", rng.range(0, 0.6f));
    if (rng.chance(0.15f)) add("mouth-pursing", rng.range(0, 0.7f));
    if (rng.chance(0.15f)) add("mouth-retraction", rng.range(0, 0.6f));
    if (rng.chance(0.15f)) add("mouth-compression", rng.range(0, 0.6f));
    if (rng.chance(0.15f) && open < 0.2f) add("mouth-parling", rng.range(0, 0.6f));
    if (rng.chance(0.25f)) both("eyebrows-left-up", "eyebrows-right-up", rng.range(0, 0.9f));
    if (rng.chance(0.2f)) both("eyebrows-left-down", "eyebrows-right-down", rng.range(0, 0.9f));
    if (rng.chance(0.15f)) both("eyebrows-left-inner-up", "eyebrows-right-inner-up", rng.range(0, 0.8f));
    if (rng.chance(0.15f) && shut < 0.3f) both("eye-left-opened-up", "eye-right-opened-up", rng.range(0, 0.8f));
    if (rng.chance(0.15f) && shut < 0.3f) both("eye-left-slit", "eye-right-slit", rng.range(0, 0.5f));
    if (rng.chance(0.1f)) both("nose-left-elevation", "nose-right-elevation", rng.range(0, 0.6f));
  }
  const bool away = !neutral && rng.chance(0.2f);
  e.gazeYaw = wishes.draw(rng, "gazeYaw", away ? rng.range(-30, 30) : rng.normal() * 2);
  e.gazePitch = wishes.draw(rng, "gazePitch", away ? rng.range(-18, 18) : rng.normal() * 2);
  // Where a range of one of the two is asked for, either side will do.
  if (wishes.str("gazeYaw", "").find("..") != std::string::npos && rng.chance(0.5f)) e.gazeYaw = -e.gazeYaw;
  return e;
}

Backdrop sampleBackdrop(Rng& rng, const Wishes& wishes) {
  Backdrop b;
  float u = rng.uniform();
  b.kind = u < 0.25f ? Backdrop::plain : u < 0.4f ? Backdrop::gradient : u < 0.6f ? Backdrop::wall : Backdrop::clutter;
  std::string kind = wishes.str("backdrop", "");
  if (kind == "plain") b.kind = Backdrop::plain;
  if (kind == "clutter") b.kind = Backdrop::clutter;
  float grey = std::exp(rng.range(std::log(0.02f), std::log(1.0f)));
  auto tone = [&](float g, float s) { return mix(Vec3{1, 1, 1}, Vec3{rng.range(0.3f, 1.7f), rng.range(0.3f, 1.7f), rng.range(0.3f, 1.7f)}, s) * g; };
  b.a = tone(grey, rng.uniform() * rng.uniform());
  b.b = tone(grey * std::exp(rng.range(-1, 0.5f)), rng.uniform() * 0.5f);
  if (wishes.has("grey")) b.a = Vec3{1, 1, 1} * wishes.num("grey", 0.58f);
  b.seed = rng.bits();
  return b;
}

Film sampleFilm(Rng& rng, const Wishes& wishes, int w) {
  Film f;
  const float k = w / 256.0f;
  f.exposure = std::exp(rng.normal() * 0.3f);
  f.balance = mix(Vec3{1, 1, 1}, kelvin(rng.uniform()), rng.uniform() * 0.9f);
  f.vignette = rng.uniform() * rng.uniform() * 0.6f;
  f.blur = k * (rng.chance(0.25f) ? rng.range(0.5f, 1.8f) : rng.range(0, 0.6f));
  f.sharpen = rng.chance(0.4f) ? rng.range(0, 1.2f) : 0;
  float noise = rng.uniform() * rng.uniform();
  f.shot = 0.05f * noise;
  f.read = 0.018f * noise * rng.uniform();
  f.contrast = rng.range(-0.25f, 0.6f);
  f.saturation = rng.range(0.55f, 1.25f);
  if (rng.chance(0.04f)) f.saturation = 0;
  if (rng.chance(0.06f)) { f.motion = rng.range(2, 6) * k; f.motionAngle = rng.uniform() * 2 * kPi; }
  f.jpeg = 30 + rng.below(68);
  f.halfChroma = rng.chance(0.6f);
  if (wishes.has("clean")) f = Film{1, {1, 1, 1}, 0.06f, 0.45f, 0.35f, 0.006f, 0.002f, 0.18f, 1.0f, 0, 0, 100, false};
  f.exposure = wishes.num("exposure", f.exposure);
  f.jpeg = int(wishes.num("jpeg", float(f.jpeg)));
  return f;
}
}  // namespace

Shot sampleShot(Rng& rng, const Wishes& wishes, const Person& person, bool heldOut, int w, int h) {
  Shot s;
  s.w = w;
  s.h = h;
  s.seed = rng.bits();
  s.expression = sampleExpression(rng, wishes);
  const bool frontal = rng.chance(0.5f);
  s.pose = {frontal ? rng.normal() * 5 : rng.range(-60, 60), frontal ? rng.normal() * 5 : rng.range(-25, 25), frontal ? rng.normal() * 4 : rng.normal() * 14};
  s.pose.yaw = wishes.draw(rng, "yaw", s.pose.yaw);
  s.pose.pitch = wishes.draw(rng, "pitch", s.pose.pitch);
  s.pose.roll = wishes.draw(rng, "roll", s.pose.roll);
  const bool atCamera = wishes.str("look", "") == "camera";
  s.distance = wishes.num("distance", std::exp(rng.range(std::log(4.0f), std::log(22.0f))));
  s.azimuth = wishes.num("azimuth", rng.normal() * 4);
  s.elevation = wishes.num("elevation", rng.normal() * 5);
  // Eyes that stay on the camera while the head is turned.
  if (atCamera) {
    s.expression.gazeYaw = clampf(s.azimuth - s.pose.yaw, -32, 32) + rng.normal() * 1.5f;
    s.expression.gazePitch = clampf(-s.elevation - s.pose.pitch, -25, 25) + rng.normal() * 1.5f;
  }
  s.iedPixels = wishes.num("ied", w * rng.range(0.17f, 0.29f));
  s.eyesAt = {w * wishes.num("eyesX", rng.range(0.42f, 0.58f)), h * wishes.num("eyesY", rng.range(0.36f, 0.52f))};
  s.lighting = sampleLighting(rng, wishes, heldOut);
  s.backdrop = sampleBackdrop(rng, wishes);
  s.film = sampleFilm(rng, wishes, w);
  // Half of the cameras expose for the face.
  if (!wishes.has("exposure") && !wishes.has("clean") && rng.chance(0.5f)) s.film.exposure *= std::pow(0.22f / clampf(person.skinLuma * 1.6f, 0.03f, 0.6f), 0.45f);
  float o = rng.uniform();
  s.occluder = o < 0.90f ? Occluder::none : o < 0.94f ? Occluder::mask : o < 0.97f ? Occluder::hand : Occluder::sheet;
  std::string held = wishes.str("occluder", "");
  if (held == "none" || wishes.has("clean")) s.occluder = Occluder::none;
  if (held == "mask") s.occluder = Occluder::mask;
  if (held == "hand") s.occluder = Occluder::hand;
  if (held == "sheet") s.occluder = Occluder::sheet;
  s.refinements = int(wishes.num("refine", 0));
  s.samples = int(wishes.num("samples", 2));
  s.skyRays = int(wishes.num("sky", 10));
  s.lampRays = int(wishes.num("rays", 3));
  s.shadowSize = int(wishes.num("shadow", 96));
  return s;
}
