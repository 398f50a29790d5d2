#include "wear.h"
void addWear(std::vector<Mesh>&, const Person&, const Shot&, const Body&) {}
