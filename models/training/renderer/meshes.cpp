// The bare person as meshes: skin, eyes, mouth, brows, lashes, hair and clothes from the assets.
#include "skins.h"

namespace {
std::vector<Vec3> refine(const Skin& skin, const std::vector<Vec3>& v) {
  std::vector<Vec3> out(skin.stencil.size());
  for (size_t i = 0; i < out.size(); i++)
    for (auto [k, w] : skin.stencil[i]) out[i] += v[size_t(k)] * w;
  return out;
}

void addQuads(Mesh& m, const std::vector<Quad>& faces, const std::vector<uint8_t>* hidden) {
  for (auto& f : faces) {
    if (hidden && ((*hidden)[size_t(f[0].p)] | (*hidden)[size_t(f[1].p)] | (*hidden)[size_t(f[2].p)] | (*hidden)[size_t(f[3].p)])) continue;
    m.tris.push_back({{f[0].p, f[1].p, f[2].p}, {f[0].t, f[1].t, f[2].t}});
    m.tris.push_back({{f[0].p, f[2].p, f[3].p}, {f[0].t, f[2].t, f[3].t}});
  }
}

/** Curly hair and beards: copies of the skin, lifted along the normal and thinned out layer by layer. */
void addShells(std::vector<Mesh>& out, const Mesh& skin, const std::vector<float>& mask, const Person& p, float lengthDm, int layers, Class label) {
  std::vector<int> rowOf(skin.p.size(), -1), rows;
  std::vector<Tri> tris;
  for (auto& t : skin.tris) {
    if (mask[size_t(t.p[0])] + mask[size_t(t.p[1])] + mask[size_t(t.p[2])] <= 0.02f) continue;
    Tri n{};
    for (int k = 0; k < 3; k++) {
      int& row = rowOf[size_t(t.p[k])];
      if (row < 0) { row = int(rows.size()); rows.push_back(t.p[k]); }
      n.p[k] = row;
      n.t[k] = row;
    }
    tris.push_back(n);
  }
  for (int l = 0; l < layers; l++) {
    Mesh m;
    m.tris = tris;
    m.material.look = Look::shell;
    m.material.label = label;
    m.material.cutout = true;
    m.material.castsShadow = l == layers - 1 && lengthDm > 0.05f;
    m.material.layer = layers > 1 ? l / float(layers - 1) : 0;
    m.material.tint = p.hairTint;
    m.material.curl = p.hairCurl;
    m.material.gloss = 0.03f;
    m.material.exponent = 12;
    m.material.density = label == kBeard ? p.beard : 1;
    for (int row : rows) {
      auto i = size_t(row);
      float lift = lengthDm * (0.12f + 0.88f * m.material.layer) * std::sqrt(clampf(mask[i], 0, 1)) * (0.85f + 0.3f * noise3(skin.rest[i] * 4));
      if (label == kBeard) {  // fuller at the chin, short on the cheeks and the upper lip
        float low = smooth(6.75f, 6.35f, skin.rest[i].y), side = 1 - smooth(0.38f, 0.62f, std::fabs(skin.rest[i].x));
        lift *= 0.25f + 0.75f * low * (0.3f + 0.7f * side);
      }
      if (p.cornrows && label == kHair) lift *= 0.35f + 0.65f * std::fabs(std::sin(skin.rest[i].x * 22));
      m.p.push_back(skin.p[i] + skin.normal[i] * lift);
      m.rest.push_back(skin.rest[i]);
      m.mask.push_back(mask[i]);
      m.lightRow.push_back(row);
    }
    m.lightFrom = 0;
    out.push_back(std::move(m));
  }
}

void addEyes(Assets& assets, const Person& p, const Expression& e, const Body& body, std::vector<Mesh>& out) {
  Mesh eyes = proxyMesh(assets, "eyes/high-poly/high-poly", body, -100);
  Mat3 gaze = headRotation(e.gazeYaw, e.gazePitch, 0);
  for (auto& v : eyes.p) {
    Vec3 c = body.eye[v.x > 0 ? 0 : 1];
    v = gaze * (v - c) + c;
  }
  eyes.material.look = Look::eye;
  eyes.material.label = kEye;
  eyes.material.texture = &assets.texture(p.eye);
  eyes.material.cutout = true;
  eyes.material.castsShadow = false;
  eyes.material.tint = Vec3{0.78f, 0.72f, 0.66f} * (0.6f + 0.4f * hash3(int(p.seed % 65536), 3, 5));
  eyes.axis = gaze * Vec3{0, 0, 1};
  out.push_back(std::move(eyes));
}

void addStrands(Assets& assets, const std::string& file, const Body& body, Class label, Vec3 tint, bool shadow, std::vector<Mesh>& out) {
  Mesh m = proxyMesh(assets, file, body, 3.6f);
  if (!m.material.texture) return;
  m.material.look = Look::card;
  m.material.label = label;
  m.material.cutout = m.material.twoSided = true;
  m.material.castsShadow = shadow;
  m.material.tint = tint;
  m.material.gloss = 0.045f;
  m.material.exponent = 30;
  out.push_back(std::move(m));
}
}  // namespace

std::vector<Mesh> bareMeshes(Assets& assets, const Person& p, const Expression& e, const Body& body, int refinements) {
  std::vector<Mesh> out;
  out.reserve(64);  // shells look at the skin, out[0], while the list grows
  const Skin& skin = assets.skin(refinements);
  const bool clothed = !p.clothes.empty() && p.clothes != "none" && !p.boubou;
  Mesh m;
  m.p = refine(skin, body.v);
  m.rest = skin.rest;
  m.uv = skin.uv;
  std::vector<uint8_t> hidden(m.p.size(), 0);
  if (clothed) {
    const Proxy& clothes = assets.proxy(p.clothes);
    for (size_t v = 0; v < body.v.size(); v++)
      if (clothes.hides[v] && skin.ofBase[v] >= 0 && assets.base[v].y < 5.6f) hidden[size_t(skin.ofBase[v])] = 1;
  }
  addQuads(m, skin.faces, clothed ? &hidden : nullptr);
  m.material.look = Look::skin;
  m.material.label = kSkin;
  m.material.texture = &assets.texture("skins/" + p.skin + ".jpg");
  if (!p.skinParts.empty()) layerSkin(assets, p, skin, m.material);
  m.material.tint = p.skinTint;
  m.material.stubble = p.stubble;
  m.material.oil = p.oil;
  m.material.saturation = p.skinSaturation;
  const std::vector<float>&beard = skin.beard, &scalp = skin.scalp;
  m.mask = beard;
  computeNormals(m);
  out.push_back(std::move(m));
  addEyes(assets, p, e, body, out);
  Mesh teeth = proxyMesh(assets, p.teeth, body, -100);
  teeth.material.texture = &assets.texture("teeth/materials/teeth.png");
  teeth.material.look = Look::cloth;
  teeth.material.label = kMouth;
  teeth.material.tint = {0.75f, 0.72f, 0.66f};
  out.push_back(std::move(teeth));
  addStrands(assets, p.brow, body, kBrow, p.browTint * 2, false, out);
  addStrands(assets, p.lash, body, kLash, {0.02f, 0.02f, 0.02f}, false, out);
  if (p.gender > 0.5f && out.back().material.label == kLash) out.back().material.density = 0.55f;
  const bool covered = p.cover != Cover::none;
  const int layers = refinements ? 16 : 4;
  if (p.hair == Hair::shell) addShells(out, out[0], scalp, p, covered ? std::min(0.05f, p.hairLength) : p.hairLength, layers, kHair);
  else if (p.hair == Hair::card && !covered) addStrands(assets, p.hairFile, body, kHair, p.hairTint * 6, true, out);
  if (p.beard > 0) addShells(out, out[0], beard, p, p.beardLength, layers, kBeard);
  if (clothed) {
    Mesh c = proxyMesh(assets, p.clothes, body, 1.2f);
    c.material.look = Look::cloth;
    c.material.label = kClothing;
    c.material.gloss = 0.02f;
    c.material.exponent = 8;
    if (!c.material.texture) c.material.pattern.a = {0.12f, 0.13f, 0.16f};
    out.push_back(std::move(c));
  }
  return out;
}
