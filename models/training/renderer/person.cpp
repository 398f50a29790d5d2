#include "person.h"

#include <cstdlib>
#include <stdexcept>

float Wishes::num(const std::string& k, float otherwise) const {
  auto f = v.find(k);
  return f == v.end() ? otherwise : strtof(f->second.c_str(), nullptr);
}
float Wishes::draw(Rng& rng, const std::string& k, float otherwise) const {
  const std::string text = str(k, "");
  const size_t dots = text.find("..");
  if (dots == std::string::npos) return num(k, otherwise);
  return rng.range(strtof(text.c_str(), nullptr), strtof(text.c_str() + dots + 2, nullptr));
}
Wishes Wishes::settled(Rng& rng) const {
  Wishes out = *this;
  for (auto& [key, text] : out.v) {
    int bars = 0;
    for (char c : text) bars += c == '|';
    if (bars == 0) continue;
    size_t from = 0;
    for (int skip = rng.below(bars + 1); skip > 0; skip--) from = text.find('|', from) + 1;
    text = text.substr(from, text.find('|', from) - from);
  }
  return out;
}
std::string Wishes::str(const std::string& k, const std::string& otherwise) const {
  auto f = v.find(k);
  return f == v.end() ? otherwise : f->second;
}

static void addMacros(Assets& assets, const Person& p, std::vector<Vec3>& v) {
  auto apply = [&](const std::string& name, float w) {
    if (w < 1e-4f) return;
    for (auto& d : assets.target("macrodetails/" + name)) v[size_t(d.vertex)] += d.move * w;
  };
  const char* ages[4] = {"baby", "child", "young", "old"};
  float ageWeight[4] = {0, 0, 0, 0};
  if (p.age < 0.1875f) { ageWeight[1] = p.age / 0.1875f; ageWeight[0] = 1 - ageWeight[1]; }
  else if (p.age < 0.5f) { ageWeight[2] = (p.age - 0.1875f) / 0.3125f; ageWeight[1] = 1 - ageWeight[2]; }
  else { ageWeight[3] = (p.age - 0.5f) * 2; ageWeight[2] = 1 - ageWeight[3]; }
  const char* sizes[3] = {"min", "average", "max"};
  auto split = [](float t, float* w) { w[0] = std::max(0.0f, 1 - 2 * t); w[1] = 1 - std::fabs(2 * t - 1); w[2] = std::max(0.0f, 2 * t - 1); };
  float muscle[3], weight[3];
  split(p.muscle, muscle);
  split(p.weight, weight);
  for (int g = 0; g < 2; g++) {
    float gw = g ? p.gender : 1 - p.gender;
    std::string sex = g ? "male" : "female";
    for (int a = 0; a < 4; a++) {
      float w = gw * ageWeight[a];
      apply("african-" + sex + "-" + ages[a], w * p.african);
      apply("asian-" + sex + "-" + ages[a], w * p.asian);
      apply("caucasian-" + sex + "-" + ages[a], w * p.caucasian);
      for (int m = 0; m < 3; m++)
        for (int k = 0; k < 3; k++)
          apply("universal-" + sex + "-" + ages[a] + "-" + sizes[m] + "muscle-" + sizes[k] + "weight", w * muscle[m] * weight[k]);
    }
  }
}

constexpr int kEyeballs = 14598, kEyeball = 72;  // helper vertices of the left, then the right
/** Outer and inner eye corner, subject's left and right. */
constexpr int kCorners[2][2] = {{13376, 7769}, {6780, 1077}};

/** MakeHuman's lids open over 37 % of the distance between the eyes, people's over about 45: their inner corners lie
 *  nearer the nose, and a little lower, than the mesh has them. */
static void drawCorners(const Person& p, std::vector<Vec3>& v) {
  for (auto& corners : kCorners) {
    const Vec3 inner = v[size_t(corners[1])], half = (inner - v[size_t(corners[0])]) * 0.5f;
    const Vec3 move = half * p.canthusIn + Vec3{0, -length(half) * p.canthusDrop, 0};
    const float reach = length(half) * 0.55f;
    for (size_t i = 0; i < v.size(); i++) {
      if (i >= size_t(kEyeballs) && i < size_t(kEyeballs + 2 * kEyeball)) continue;
      const Vec3 d = v[i] - inner;
      if (dot(d, d) > 36 * reach * reach) continue;  // moves by less than a hundred-millionth
      v[i] += move * std::exp(-dot(d, d) / (2 * reach * reach));
    }
  }
}

constexpr int kMenton = 5296;

/** How far the mouth's units move a face of this size. They are drawn for adults; a baby's jaw would leave through its throat.
 *  The length from between the eyes to the chin, over that of small adults (8.5 cm), squared: 0.5 for a baby. */
static float mouthReach(const std::vector<Vec3>& v) {
  float eyes = 0;
  for (int i = 0; i < 2 * kEyeball; i++) eyes += v[size_t(kEyeballs + i)].y / (2 * kEyeball);
  const float share = std::min(1.0f, (eyes - v[kMenton].y) / 0.85f);
  return share * share;
}

Body assembleBody(Assets& assets, const Person& p, const Expression& e) {
  Body body;
  body.v = assets.base;
  addMacros(assets, p, body.v);
  for (auto& [name, w] : p.shape)
    for (auto& d : assets.target(name)) body.v[size_t(d.vertex)] += d.move * w;
  const float reach = mouthReach(body.v);
  const std::pair<const char*, float> races[3] = {{"african", p.african}, {"asian", p.asian}, {"caucasian", p.caucasian}};
  for (auto& [unitName, w] : e.units)
    for (auto& [race, rw] : races)
      if (rw * std::fabs(w) > 1e-3f) {
        const float share = w * rw * (unitName.rfind("mouth", 0) == 0 ? reach : 1);
        for (auto& d : assets.target(std::string("expression/units/") + race + "/" + unitName)) body.v[size_t(d.vertex)] += d.move * share;
      }
  drawCorners(p, body.v);
  for (int side = 0; side < 2; side++) {
    Vec3 sum{};
    const int from = kEyeballs + side * kEyeball;
    for (int i = 0; i < kEyeball; i++) sum += body.v[size_t(from + i)];
    body.eye[side] = sum * (1.0f / kEyeball);
    float r = 0;
    for (int i = 0; i < kEyeball; i++) r = std::max(r, body.v[size_t(from + i)].z - body.eye[side].z);
    body.eyeRadius = r;
  }
  return body;
}

std::vector<Vec3> fitProxy(const Proxy& proxy, const Body& body) {
  auto axis = [](Vec3 p, int k) { return k == 0 ? p.x : k == 1 ? p.y : p.z; };
  float s[3] = {1, 1, 1};
  for (int k = 0; k < 3; k++)
    if (proxy.scale[k].d > 0) s[k] = std::fabs(axis(body.v[size_t(proxy.scale[k].a)], k) - axis(body.v[size_t(proxy.scale[k].b)], k)) / proxy.scale[k].d;
  std::vector<Vec3> out(proxy.fit.size());
  for (size_t i = 0; i < out.size(); i++) {
    const FitLine& f = proxy.fit[i];
    out[i] = Vec3{f.offset.x * s[0], f.offset.y * s[1], f.offset.z * s[2]};
    for (int k = 0; k < 3; k++) out[i] += body.v[size_t(f.v[k])] * f.w[k];
  }
  return out;
}

Turn::Turn(const Body& body, Pose pose) {
  float chin = body.v[kMenton].y;
  high = chin - 0.1f;
  low = chin - 0.9f;
  float z = 0;
  int n = 0;
  for (int i = 0; i < 13380; i++)
    if (std::fabs(body.v[size_t(i)].y - low) < 0.08f && std::fabs(body.v[size_t(i)].x) < 0.9f) { z += body.v[size_t(i)].z; n++; }
  centre = {0, low + 0.2f, n ? z / n : 0.5f};
  r = headRotation(pose.yaw, pose.pitch, pose.roll);
}

Vec3 Turn::operator()(Vec3 p) const {
  float w = smooth(low, high, p.y);
  return p * (1 - w) + (r * (p - centre) + centre) * w;
}

Mesh proxyMesh(Assets& assets, const std::string& file, const Body& body, float cut) {
  const Proxy& proxy = assets.proxy(file);
  Mesh m;
  m.p = fitProxy(proxy, body);
  m.uv = proxy.uv;
  if (!proxy.texture.empty()) m.material.texture = &assets.texture(proxy.texture);
  for (auto& f : proxy.faces) {
    bool inside = true;
    for (auto& c : f) inside &= m.p[size_t(c.p)].y > cut;
    if (!inside) continue;
    m.tris.push_back({{f[0].p, f[1].p, f[2].p}, {f[0].t, f[1].t, f[2].t}});
    if (f[3].p != f[2].p) m.tris.push_back({{f[0].p, f[2].p, f[3].p}, {f[0].t, f[2].t, f[3].t}});
  }
  m.rest = m.p;
  return m;
}

// ---- regions ----------------------------------------------------------------------------------------------------

static float polyline(const std::vector<Vec2>& knots, float x) {
  if (x <= knots.front().x) return knots.front().y;
  for (size_t i = 1; i < knots.size(); i++)
    if (x <= knots[i].x) return mix(knots[i - 1].y, knots[i].y, (x - knots[i - 1].x) / (knots[i].x - knots[i - 1].x));
  return knots.back().y;
}
static float azimuth(Vec3 rest) { return std::atan2(std::fabs(rest.x), rest.z - 0.70f) * 180 / kPi; }

float scalpAt(Vec3 rest, float ragged) {
  static const std::vector<Vec2> line = {{0, 7.93f}, {20, 7.90f}, {38, 7.86f}, {52, 7.66f}, {62, 7.45f}, {72, 7.20f}, {80, 7.16f},
                                         {92, 7.42f}, {112, 7.30f}, {122, 6.85f}, {140, 6.62f}, {180, 6.55f}};
  float wave = (noise3(rest * 9) - 0.5f) * ragged + (noise3(rest * 31) - 0.5f) * ragged * 0.6f;
  float y = rest.y - polyline(line, azimuth(rest)) + wave;
  // The ears stick out of the scalp and carry none.
  float ear = smooth(0.80f, 0.86f, std::fabs(rest.x)) * (1 - smooth(7.45f, 7.6f, rest.y)) * smooth(6.6f, 6.75f, rest.y);
  return smooth(-0.03f, 0.09f, y) * (1 - ear);
}

float beardAt(Vec3 rest, float ragged) {
  float az = azimuth(rest);
  static const std::vector<Vec2> top = {{0, 6.80f}, {10, 6.80f}, {16, 6.74f}, {26, 6.62f}, {40, 6.62f}, {56, 6.72f}, {66, 6.95f}, {76, 7.25f}, {84, 7.3f}};
  static const std::vector<Vec2> bottom = {{0, 6.10f}, {40, 6.08f}, {70, 6.30f}, {84, 6.55f}};
  float wave = (noise3(rest * 13) - 0.5f) * ragged;
  float in = smooth(-0.05f, 0.06f, polyline(top, az) - rest.y + wave) * smooth(-0.08f, 0.06f, rest.y - polyline(bottom, az) + wave) * (1 - smooth(80, 88, az));
  // Lips, mouth and the bare patch under the corners stay free.
  float dx = rest.x / 0.33f, dy = (rest.y - 6.585f) / 0.145f;
  float lips = 1 - smooth(0.75f, 1.15f, dx * dx + dy * dy);
  float inside = 1 - smooth(1.25f, 1.30f, rest.z + 0.9f * std::fabs(rest.x));
  bool deep = rest.z < 1.25f && std::fabs(rest.x) < 0.4f && rest.y > 6.25f;
  return in * (1 - lips) * (deep ? inside * 0 : 1);
}
