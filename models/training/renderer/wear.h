// What people wear that the assets lack, modelled here: coverings, glasses, earrings, boubous, things held before the face.
#pragma once
#include "shot.h"

void addWear(std::vector<Mesh>& meshes, const Person& person, const Shot& shot, const Body& body);
