// Pictures in memory, JPEG and PNG files, and mip-mapped textures.
#pragma once
#include "geo.h"

struct Picture {
  int w = 0, h = 0, c = 0;
  std::vector<uint8_t> px;
  Picture() = default;
  Picture(int w_, int h_, int c_) : w(w_), h(h_), c(c_), px(size_t(w_) * h_ * c_) {}
  uint8_t* at(int x, int y) { return &px[(size_t(y) * w + x) * c]; }
  const uint8_t* at(int x, int y) const { return &px[(size_t(y) * w + x) * c]; }
};

Picture loadPicture(const std::string& path);
void saveJpeg(const std::string& path, const Picture& picture, int quality);
void savePng(const std::string& path, const Picture& picture);
/** What a JPEG file of this quality leaves of the picture; chroma halved when asked; compact: fewer bytes for the same picture, in more time. */
std::vector<uint8_t> toJpeg(const Picture& picture, int quality, bool halfChroma, bool compact);
Picture fromJpeg(const std::vector<uint8_t>& bytes);

extern const std::array<float, 256> kLinear;  // sRGB code -> linear light 0..1

struct Rgba { Vec3 rgb; float a; };
struct Texture {
  std::vector<Picture> mips;
  /** Bilinear; level 0 is the full picture. */
  Rgba sample(float u, float v, int level) const;
  float alpha(float u, float v, int level) const;
};
Texture makeTexture(Picture picture, int largest);
