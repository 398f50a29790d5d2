// Skins: which one a person wears, and mixtures that no asset holds.
#pragma once
#include "person.h"

void sampleSkin(Rng& rng, const Wishes& wishes, bool heldOut, Person& p, bool dark);
/** Mean colour of the cheeks, linear. */
Vec3 cheekOf(const Texture& texture, const Skin& skin);
/** What `layeredSkin` needs. */
void layerSkin(Assets& assets, const Person& p, const Skin& skin, Material& m);
/** Albedo of a mixed skin at one place: the base's cheek times what each layer is there, over its own cheek, to its weight's power. */
Vec3 layeredSkin(const Material& m, Vec2 uv, Vec3 rest, int level);
