// What people wear that the assets lack, modelled here: coverings, glasses, earrings, braids, boubous, things before the face.
#pragma once
#include "shot.h"

void addWear(Assets& assets, std::vector<Mesh>& meshes, const Person& person, const Shot& shot, const Body& body);

// Parts, one file each. All work on the person before the head turns.
void addCover(Assets& assets, std::vector<Mesh>& meshes, const Person& person, const Body& body, Rng& rng, bool fine);
void addGlasses(std::vector<Mesh>& meshes, const Person& person, const Body& body, Rng& rng);
void addBoubou(std::vector<Mesh>& meshes, Rng& rng);
void addMask(std::vector<Mesh>& meshes, Rng& rng);

/** A tube along a path. */
Mesh tube(const std::vector<Vec3>& path, float radius, int sides, bool closed);
/** A grid of rows x columns, closed around when asked. */
Mesh grid(const std::vector<Vec3>& points, int rows, int columns, bool around);
Pattern samplePattern(Rng& rng);
