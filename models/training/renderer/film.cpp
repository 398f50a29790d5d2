#include "film.h"

#include <cstring>

namespace {
struct Box { float x0, y0, x1, y1, round; Vec3 colour; int kind; };

/** A room of rectangles, shelves, stripes and blobs; nothing in it is a face. */
std::vector<Vec3> clutter(int w, int h, uint64_t seed, Vec3 ground) {
  Rng rng(seed);
  std::vector<Vec3> out(size_t(w) * h, ground);
  int n = 6 + rng.below(40);
  std::vector<Box> boxes;
  for (int i = 0; i < n; i++) {
    float cx = rng.uniform(), cy = rng.uniform(), s = std::exp(rng.range(-3.2f, -0.4f)), a = std::exp(rng.range(-1.1f, 1.1f));
    Vec3 c{rng.uniform(), rng.uniform(), rng.uniform()};
    c = mix(Vec3{1, 1, 1} * luma(c), c, rng.uniform()) * std::exp(rng.range(-2.5f, 0.1f));
    boxes.push_back({cx - s * a / 2, cy - s / a / 2, cx + s * a / 2, cy + s / a / 2, rng.uniform(), c, rng.below(5)});
  }
  for (auto& b : boxes) {
    int x0 = std::max(0, int(b.x0 * w)), x1 = std::min(w, int(b.x1 * w)), y0 = std::max(0, int(b.y0 * h)), y1 = std::min(h, int(b.y1 * h));
    for (int y = y0; y < y1; y++)
      for (int x = x0; x < x1; x++) {
        float u = (x / float(w) - b.x0) / (b.x1 - b.x0), v = (y / float(h) - b.y0) / (b.y1 - b.y0);
        if (b.kind == 1 && (u - 0.5f) * (u - 0.5f) + (v - 0.5f) * (v - 0.5f) > 0.25f) continue;
        Vec3 c = b.colour;
        if (b.kind == 2) c = c * (std::fmod(u * 9, 1.0f) > 0.5f ? 1.0f : 0.35f);
        if (b.kind == 3) c = c * (0.4f + fbm({u * 7, v * 7, b.round * 99}, 3));
        if (b.kind == 4) c = mix(c, Vec3{0.6f, 0.6f, 0.6f}, v);
        out[size_t(y) * w + x] = c;
      }
  }
  return out;
}

/** A picture's rows as plain numbers, red, green and blue in turn: loops over them need not know which is which. */
float* rowOf(std::vector<Vec3>& px, int w, int y) { return &px[size_t(y) * size_t(w)].x; }

void blurLine(std::vector<Vec3>& px, int w, int h, float sigma) {
  if (sigma < 0.15f) return;
  const int r = std::max(1, int(std::ceil(sigma * 2.5f))), n = 3 * w;
  std::vector<float> k(size_t(2 * r + 1));
  float total = 0;
  for (int i = -r; i <= r; i++) total += k[size_t(i + r)] = std::exp(-0.5f * float(i * i) / (sigma * sigma));
  for (auto& v : k) v /= total;
  std::vector<Vec3> wide(size_t(w + 2 * r));
  for (int y = 0; y < h; y++) {
    Vec3* row = &px[size_t(y) * size_t(w)];
    std::fill(wide.begin(), wide.begin() + r, row[0]);
    std::copy(row, row + w, wide.begin() + r);
    std::fill(wide.begin() + r + w, wide.end(), row[w - 1]);
    float* to = &row->x;
    std::fill(to, to + n, 0.0f);
    for (int j = 0; j <= 2 * r; j++) {
      const float* from = &wide[size_t(j)].x;
      const float share = k[size_t(j)];
#pragma GCC ivdep
      for (int i = 0; i < n; i++) to[i] += from[i] * share;
    }
  }
  std::vector<Vec3> was = px;
  for (int y = 0; y < h; y++) {
    float* to = rowOf(px, w, y);
    std::fill(to, to + n, 0.0f);
    for (int j = -r; j <= r; j++) {
      const float *from = rowOf(was, w, std::clamp(y + j, 0, h - 1)), share = k[size_t(j + r)];
#pragma GCC ivdep
      for (int i = 0; i < n; i++) to[i] += from[i] * share;
    }
  }
}

float encode(float v) {
  v = std::min(1.0f, std::max(0.0f, v));
  const float bent = 1.055f * std::pow(std::max(v, 0.003f), 1 / 2.4f) - 0.055f;
  return v <= 0.0031308f ? 12.92f * v : bent;
}
/** Straight up to 0.7, then a shoulder, so that highlights do not cut off. */
float shoulder(float v) {
  const float bent = 0.7f + 0.3f * (1 - std::exp(-(std::max(v, 0.7f) - 0.7f) / 0.3f));
  return v < 0.7f ? v : bent;
}
/** As many draws of Rng::normal. */
void grain(Rng& rng, std::vector<float>& u, std::vector<float>& v) {
  for (size_t i = 0; i < u.size(); i++) { u[i] = std::max(1e-7f, rng.uniform()); v[i] = rng.uniform(); }
  for (size_t i = 0; i < u.size(); i++) u[i] = std::sqrt(-2 * std::log(u[i])) * std::cos(2 * kPi * v[i]);
}
}  // namespace

void paintBackdrop(Frame& f, const Backdrop& b) {
  Rng rng(b.seed);
  std::vector<Vec3> room;
  if (b.kind == Backdrop::clutter) {
    room = clutter(f.w, f.h, b.seed, b.a);
    blurLine(room, f.w, f.h, rng.uniform() * rng.uniform() * f.w * 0.03f);
  }
  float tilt = rng.range(-1, 1);
  for (int y = 0; y < f.h; y++)
    for (int x = 0; x < f.w; x++) {
      size_t at = size_t(y) * f.w + x;
      if (f.cover[at] >= 1) continue;
      float u = x / float(f.w), v = y / float(f.h);
      Vec3 c = b.a;
      if (b.kind == Backdrop::gradient) c = mix(b.a, b.b, clampf(v + tilt * (u - 0.5f), 0, 1));
      if (b.kind == Backdrop::wall) c = b.a * (0.75f + 0.35f * fbm({u * 4, v * 4, float(b.seed % 97)}, 4) + 0.15f * tilt * (u - 0.5f));
      if (b.kind == Backdrop::clutter) c = room[at];
      if (b.kind == Backdrop::picture && b.picture_) {
        const uint8_t* p = b.picture_->at(std::min(b.picture_->w - 1, x), std::min(b.picture_->h - 1, y));
        c = {kLinear[p[0]], kLinear[p[1]], kLinear[p[2]]};
      }
      f.colour[at] += c * (1 - f.cover[at]);
    }
}

Picture develop(const Frame& f, const Film& film, Rng& rng) {
  std::vector<Vec3> px = f.colour;
  if (film.motion > 0.5f) {
    std::vector<Vec3> moved(px.size());
    int n = std::max(2, int(film.motion));
    for (int y = 0; y < f.h; y++)
      for (int x = 0; x < f.w; x++) {
        Vec3 s{};
        for (int k = 0; k < n; k++) {
          float t = k - (n - 1) * 0.5f;
          int xx = std::clamp(int(std::lround(x + t * std::cos(film.motionAngle))), 0, f.w - 1);
          int yy = std::clamp(int(std::lround(y + t * std::sin(film.motionAngle))), 0, f.h - 1);
          s += px[size_t(yy) * f.w + xx];
        }
        moved[size_t(y) * f.w + x] = s * (1.0f / n);
      }
    px = std::move(moved);
  }
  blurLine(px, f.w, f.h, film.blur);
  if (film.sharpen > 0) {
    std::vector<Vec3> soft = px;
    blurLine(soft, f.w, f.h, 0.8f);
    for (size_t i = 0; i < px.size(); i++) px[i] += (px[i] - soft[i]) * film.sharpen;
  }
  Picture out(f.w, f.h, 3);
  const size_t n = size_t(3 * f.w);
  std::vector<float> noise(n), second(n), gain(n);
  const float shot = film.shot * film.shot, read = film.read * film.read, contrast = film.contrast, saturation = film.saturation;
  for (int y = 0; y < f.h; y++) {
    float* row = rowOf(px, f.w, y);
    for (int x = 0; x < f.w; x++) {
      const float dx = (float(x) - float(f.w) * 0.5f) / float(f.w), dy = (float(y) - float(f.h) * 0.5f) / float(f.w);
      const Vec3 all = film.balance * (film.exposure * (1 - film.vignette * (dx * dx + dy * dy) * 2));
      memcpy(&gain[size_t(3 * x)], &all, sizeof all);
    }
    grain(rng, noise, second);
#pragma GCC ivdep
    for (size_t i = 0; i < n; i++) {
      float s = std::max(0.0f, row[i] * gain[i]);
      s += noise[i] * std::sqrt(shot * s + read);
      s = encode(shoulder(s));
      row[i] = s + (s * s * (3 - 2 * s) - s) * contrast;
    }
    for (int x = 0; x < f.w; x++) {
      const float* v = row + 3 * x;
      const float grey = 0.3f * v[0] + 0.59f * v[1] + 0.11f * v[2];
      for (int k = 0; k < 3; k++) out.at(x, y)[k] = uint8_t(clampf((grey + (v[k] - grey) * saturation) * 255 + 0.5f, 0, 255));
    }
  }
  return film.jpeg < 100 ? fromJpeg(toJpeg(out, film.jpeg, film.halfChroma, false)) : out;
}
