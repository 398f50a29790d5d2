// What a person's skin is painted with: one of the assets' skins, or a mixture of several that nobody else wears.
#include "skins.h"

namespace {
struct SkinFile { const char* name; float luma; };  // luma: mean linear luminance of the cheek
struct Skins { bool dark, male; int age; SkinFile file; bool held; };
const Skins kSkins[] = {
    {true, true, 0, {"young_darkskinned_male_diffuse", 0.045f}, false},
    {true, true, 1, {"middleage_darkskinned_male_diffuse", 0.06f}, false},
    {true, true, 2, {"old_darkskinned_male_diffuse", 0.07f}, true},
    {true, false, 1, {"middleage_darkskinned_female_diffuse", 0.06f}, false},
    {true, false, 2, {"old_darkskinned_female_diffuse", 0.05f}, true},
    {false, true, 0, {"young_lightskinned_male_diffuse", 0.5f}, false},
    {false, true, 0, {"young_lightskinned_male_diffuse2", 0.45f}, false},
    {false, true, 0, {"young_lightskinned_male_diffuse3", 0.45f}, true},
    {false, true, 1, {"middleage_lightskinned_male_diffuse", 0.45f}, false},
    {false, true, 1, {"middleage_lightskinned_male_diffuse2", 0.45f}, true},
    {false, true, 2, {"old_lightskinned_male_diffuse2", 0.35f}, false},
    {false, false, 0, {"young_lightskinned_female_diffuse2", 0.55f}, false},
    {false, false, 0, {"young_lightskinned_female_diffuse3", 0.5f}, true},
    {false, false, 1, {"middleage_lightskinned_female_diffuse2", 0.5f}, false},
};

/** Two or three of the trained-on skins as layers, each channel of each with a weight of its own: what is light or dark, red or brown
 *  about lips, lids and cheeks is then this person's alone. The paint moves a little over the mesh, as it does from skin to skin. */
void mixSkins(Rng& rng, Person& p, bool dark) {
  std::vector<const char*> fit;
  for (auto& s : kSkins)
    if (!s.held && (s.dark == dark || rng.chance(0.5f))) fit.push_back(s.file.name);
  const int count = 2 + rng.below(2);
  const float contrast = std::exp(rng.range(-0.5f, 0.25f));
  for (int i = 0; i < count; i++) {
    SkinPart part;
    part.file = fit[size_t(rng.below(int(fit.size())))];
    const float share = contrast * rng.range(0.3f, 1.7f) / float(count);
    part.weight = Vec3{share + rng.normal() * 0.18f, share + rng.normal() * 0.18f, share + rng.normal() * 0.18f};
    part.shift = Vec3{rng.range(0, 90), rng.range(0, 90), rng.range(0, 90)};
    part.warp = 0.005f * rng.uniform() * rng.uniform();
    p.skinParts.push_back(part);
  }
  p.blotch = rng.uniform() * 0.5f;
}
}  // namespace

void sampleSkin(Rng& rng, const Wishes& wishes, bool heldOut, Person& p, bool dark) {
  std::vector<const Skins*> fit;
  int stage = p.age < 0.56f ? 0 : p.age < 0.75f ? 1 : 2;
  const bool male = p.gender > 0.5f;
  for (int slack = 0; slack < 3 && fit.empty(); slack++)
    for (auto& s : kSkins)
      if (s.dark == dark && (s.male == male || slack > 1) && std::abs(s.age - stage) <= slack && (slack > 1 || s.held == heldOut)) fit.push_back(&s);
  const Skins& chosen = *fit[size_t(rng.below(int(fit.size())))];
  float gain = dark ? std::exp(rng.range(std::log(0.55f), std::log(1.9f))) : rng.range(0.62f, 1.08f);
  p.skin = chosen.file.name;
  if (wishes.has("skin"))
    for (auto& s : kSkins) if (wishes.str("skin", "") == s.file.name) p.skin = s.file.name;
  gain = wishes.draw(rng, "tone", gain);
  if (wishes.has("brightest")) gain = std::min(gain, wishes.num("brightest", 1) / chosen.file.luma);
  // The female dark and old skins of the set are very red: bring the hue nearer to what people have.
  bool red = p.skin == "middleage_darkskinned_female_diffuse" || p.skin == "old_darkskinned_female_diffuse";
  Vec3 hue = red ? Vec3{0.86f, 1.05f, 1.12f} : Vec3{1, 1, 1};
  p.skinTint = Vec3{gain * rng.range(0.96f, 1.04f), gain * rng.range(0.97f, 1.03f), gain * rng.range(0.94f, 1.06f)} * hue;
  p.skinLuma = chosen.file.luma * gain;
  // A draw of its own: who a seed gives stays the same person.
  Rng own(mixBits(p.seed ^ 0x5c1a5u));
  if (wishes.draw(own, "mixed", 0) > 0.5f) mixSkins(own, p, dark);
}

Vec3 cheekOf(const Texture& texture, const Skin& skin) {
  Vec3 sum{};
  int n = 0;
  for (auto& face : skin.faces) {
    const Vec3 at = skin.rest[size_t(face[0].p)];
    if (std::fabs(std::fabs(at.x) - 0.42f) > 0.12f || std::fabs(at.y - 6.92f) > 0.18f || at.z < 0.9f) continue;
    const Vec2 uv = skin.uv[size_t(face[0].t)];
    sum += texture.sample(uv.x, uv.y, 1).rgb;
    n++;
  }
  return n > 0 ? sum * (1.0f / float(n)) : Vec3{0.2f, 0.15f, 0.1f};
}

void layerSkin(Assets& assets, const Person& p, const Skin& skin, Material& m) {
  m.base = cheekOf(*m.texture, skin);
  m.blotch = p.blotch;
  for (auto& part : p.skinParts) {
    const Texture& texture = assets.texture("skins/" + part.file + ".jpg");
    m.layers.push_back({&texture, cheekOf(texture, skin), part.weight, part.shift, part.warp});
  }
}

Vec3 layeredSkin(const Material& m, Vec2 uv, Vec3 rest, int level) {
  auto power = [](float share, float from, float to) { return share * std::log(std::max(from, 0.002f) / std::max(to, 0.002f)); };
  auto cloud = [](Vec3 at) { return noise3(at) - 0.5f; };
  Vec3 sum{};
  for (auto& l : m.layers) {
    const Vec3 at = rest * 5 + l.shift;
    const Vec3 t = l.texture->sample(uv.x + l.warp * 2 * cloud(at), uv.y + l.warp * 2 * cloud(at + Vec3{41, 7, 19}), level).rgb;
    sum += Vec3{power(l.weight.x, t.x, l.cheek.x), power(l.weight.y, t.y, l.cheek.y), power(l.weight.z, t.z, l.cheek.z)};
  }
  if (m.blotch > 0 && !m.layers.empty()) {
    const Vec3 at = rest * 2.3f + m.layers[0].shift;
    const float all = cloud(at) * m.blotch;
    sum += Vec3{all + cloud(at + Vec3{3, 71, 11}) * m.blotch * 0.3f, all, all + cloud(at + Vec3{53, 5, 37}) * m.blotch * 0.3f};
  }
  auto grown = [](float v) { return std::exp(clampf(v, -3, 1.2f)); };
  return m.base * Vec3{grown(sum.x), grown(sum.y), grown(sum.z)};
}
