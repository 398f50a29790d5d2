#include "picture.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <jpeglib.h>
#include <png.h>

static std::array<float, 256> linearTable() {
  std::array<float, 256> t{};
  for (int i = 0; i < 256; i++) {
    float s = i / 255.0f;
    t[size_t(i)] = s <= 0.04045f ? s / 12.92f : std::pow((s + 0.055f) / 1.055f, 2.4f);
  }
  return t;
}
const std::array<float, 256> kLinear = linearTable();

static std::vector<uint8_t> readAll(const std::string& path) {
  FILE* f = fopen(path.c_str(), "rb");
  if (!f) throw std::runtime_error("cannot open " + path);
  fseek(f, 0, SEEK_END);
  std::vector<uint8_t> bytes(size_t(ftell(f)));
  rewind(f);
  if (fread(bytes.data(), 1, bytes.size(), f) != bytes.size()) { fclose(f); throw std::runtime_error("cannot read " + path); }
  fclose(f);
  return bytes;
}

Picture fromJpeg(const std::vector<uint8_t>& bytes) {
  jpeg_decompress_struct d;
  jpeg_error_mgr e;
  d.err = jpeg_std_error(&e);
  jpeg_create_decompress(&d);
  jpeg_mem_src(&d, bytes.data(), bytes.size());
  jpeg_read_header(&d, TRUE);
  d.out_color_space = JCS_RGB;
  jpeg_start_decompress(&d);
  Picture p(int(d.output_width), int(d.output_height), 3);
  while (d.output_scanline < d.output_height) {
    JSAMPROW row = p.at(0, int(d.output_scanline));
    jpeg_read_scanlines(&d, &row, 1);
  }
  jpeg_finish_decompress(&d);
  jpeg_destroy_decompress(&d);
  return p;
}

std::vector<uint8_t> toJpeg(const Picture& picture, int quality, bool halfChroma, bool compact) {
  jpeg_compress_struct c;
  jpeg_error_mgr e;
  c.err = jpeg_std_error(&e);
  jpeg_create_compress(&c);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&c, &out, &size);
  c.image_width = JDIMENSION(picture.w);
  c.image_height = JDIMENSION(picture.h);
  c.input_components = 3;
  c.in_color_space = JCS_RGB;
  jpeg_set_defaults(&c);
  jpeg_set_quality(&c, quality, TRUE);
  c.optimize_coding = compact ? TRUE : FALSE;
  c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor = halfChroma ? 2 : 1;
  jpeg_start_compress(&c, TRUE);
  while (c.next_scanline < c.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(picture.at(0, int(c.next_scanline)));
    jpeg_write_scanlines(&c, &row, 1);
  }
  jpeg_finish_compress(&c);
  jpeg_destroy_compress(&c);
  std::vector<uint8_t> bytes(out, out + size);
  free(out);
  return bytes;
}

void saveJpeg(const std::string& path, const Picture& picture, int quality) {
  auto bytes = toJpeg(picture, quality, false, true);
  FILE* f = fopen(path.c_str(), "wb");
  if (!f || fwrite(bytes.data(), 1, bytes.size(), f) != bytes.size()) throw std::runtime_error("cannot write " + path);
  fclose(f);
}

static Picture loadPng(const std::string& path) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&image, path.c_str())) throw std::runtime_error("cannot read " + path);
  image.format = PNG_FORMAT_RGBA;
  Picture p(int(image.width), int(image.height), 4);
  if (!png_image_finish_read(&image, nullptr, p.px.data(), 0, nullptr)) throw std::runtime_error("broken " + path);
  return p;
}

void savePng(const std::string& path, const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(picture.w);
  image.height = png_uint_32(picture.h);
  image.format = picture.c == 1 ? PNG_FORMAT_GRAY : picture.c == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
  if (!png_image_write_to_file(&image, path.c_str(), 0, picture.px.data(), 0, nullptr)) throw std::runtime_error("cannot write " + path);
}

Picture loadPicture(const std::string& path) {
  return path.size() > 4 && path.substr(path.size() - 4) == ".png" ? loadPng(path) : fromJpeg(readAll(path));
}

template <int C> static void halveRow(const uint8_t* p, const uint8_t* q, uint8_t* to, int w, int last) {
  for (int x = 0; x < w; x++) {
    const int a = 2 * x * C, b = std::min(2 * x + 1, last) * C;
    for (int k = 0; k < C; k++) to[x * C + k] = uint8_t((p[a + k] + p[b + k] + q[a + k] + q[b + k] + 2) >> 2);
  }
}

static Picture halved(const Picture& p) {
  Picture q(std::max(1, p.w / 2), std::max(1, p.h / 2), p.c);
  const auto row = p.c == 1 ? halveRow<1> : p.c == 3 ? halveRow<3> : halveRow<4>;
  for (int y = 0; y < q.h; y++) row(p.at(0, std::min(2 * y, p.h - 1)), p.at(0, std::min(2 * y + 1, p.h - 1)), q.at(0, y), q.w, p.w - 1);
  return q;
}

Texture makeTexture(Picture picture, int largest) {
  Texture t;
  while (picture.w > largest) picture = halved(picture);
  t.mips.push_back(std::move(picture));
  while (t.mips.back().w > 8 && t.mips.back().h > 8) t.mips.push_back(halved(t.mips.back()));
  return t;
}

struct Tap { int x0, y0, x1, y1; float u, v; };
static Tap tapOf(const Picture& p, float u, float v) {
  float fx = (u - std::floor(u)) * p.w - 0.5f, fy = (1 - v - std::floor(1 - v)) * p.h - 0.5f;
  const int x = int(std::floor(fx)), y = int(std::floor(fy));  // from -1: textures repeat
  return {x < 0 ? p.w - 1 : x, y < 0 ? p.h - 1 : y, x + 1 < p.w ? x + 1 : 0, y + 1 < p.h ? y + 1 : 0, fx - float(x), fy - float(y)};
}

Rgba Texture::sample(float u, float v, int level) const {
  const Picture& p = mips[size_t(clampf(float(level), 0, float(mips.size() - 1)))];
  Tap t = tapOf(p, u, v);
  const uint8_t* q[4] = {p.at(t.x0, t.y0), p.at(t.x1, t.y0), p.at(t.x0, t.y1), p.at(t.x1, t.y1)};
  float w[4] = {(1 - t.u) * (1 - t.v), t.u * (1 - t.v), (1 - t.u) * t.v, t.u * t.v};
  Rgba out{{0, 0, 0}, p.c == 4 ? 0.0f : 1.0f};
  for (int i = 0; i < 4; i++) {
    out.rgb += Vec3{kLinear[q[i][0]], kLinear[q[i][1]], kLinear[q[i][2]]} * w[i];
    if (p.c == 4) out.a += q[i][3] * (w[i] / 255);
  }
  return out;
}

float Texture::alpha(float u, float v, int level) const {
  const Picture& p = mips[size_t(clampf(float(level), 0, float(mips.size() - 1)))];
  if (p.c != 4) return 1;
  Tap t = tapOf(p, u, v);
  return (mix(mix(p.at(t.x0, t.y0)[3], p.at(t.x1, t.y0)[3], t.u), mix(p.at(t.x0, t.y1)[3], p.at(t.x1, t.y1)[3], t.u), t.v)) / 255;
}
