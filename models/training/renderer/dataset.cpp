#include "dataset.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <sys/resource.h>

namespace {
void append(const std::string& path, const void* data, size_t bytes) {
  FILE* f = fopen(path.c_str(), "ab");
  if (!f || fwrite(data, 1, bytes, f) != bytes) throw std::runtime_error("cannot write " + path);
  fclose(f);
}

std::vector<float> faceNumbers(const Photograph& p, const Person& person, const Shot& shot) {
  std::vector<float> n;
  for (auto& q : p.truth.points) { n.push_back(q.x); n.push_back(q.y); }
  const Labels& l = p.truth;
  n.insert(n.end(), {l.pose.yaw, l.pose.pitch, l.pose.roll, l.eyeOpen[0], l.eyeOpen[1], l.mouthOpen, l.closed[0], l.closed[1], l.gaze.x, l.gaze.y});
  n.insert(n.end(), l.box, l.box + 4);
  n.insert(n.end(), {person.skinLuma, person.gender, person.age, person.african, float(person.cover), float(person.glasses), float(shot.occluder), person.beard, float(person.hair)});
  return n;
}

/** Of this process, in seconds: what a busy machine does not change much, unlike the clock. */
double processorTime() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-6 * double(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/** How much of the box's face is still seen as a person's, once nearer people stand before it. */
struct Seen { float box[4], yaw, roll; };

/** A printed portrait on the wall: paler than life, sometimes grey or on coloured paper. Its face counts as a face. */
void hangPoster(Assets& assets, Rng& rng, const SetOrder& order, Picture& wall, std::vector<Seen>& faces) {
  const int s = order.size, w = int(s * rng.range(0.14f, 0.5f)), h = std::min(s, int(w * rng.range(1.1f, 1.5f)));
  const int left = rng.below(std::max(1, s - w)), top = rng.below(std::max(1, s - h)), rim = rng.below(4);
  Person person = samplePerson(order.seed * 1000003 + rng.bits(), {}, order.held);
  Shot shot = sampleShot(rng, {}, person, order.held, w, h);
  shot.skyRays = 8;
  shot.lampRays = 2;
  shot.shadowSize = 64;
  Photograph p = photograph(assets, person, shot);
  const float pale = rng.range(0, 0.3f), gain = rng.range(0.6f, 1);
  const bool grey = rng.chance(0.25f);
  const uint8_t paper = uint8_t(rng.range(120, 250));
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      uint8_t* to = wall.at(left + x, top + y);
      const uint8_t* from = p.picture.at(x, y);
      const bool edge = x < rim || y < rim || x >= w - rim || y >= h - rim;
      const float mean = 0.3f * from[0] + 0.59f * from[1] + 0.11f * from[2];
      for (int k = 0; k < 3; k++) to[k] = edge ? paper : uint8_t(clampf(mix(grey ? mean : from[k], 200, pale) * gain, 0, 255));
    }
  auto behind = [&](const Seen& f) { const float x = f.box[0] + f.box[2] / 2, y = f.box[1] + f.box[3] / 2; return x > left && x < left + w && y > top && y < top + h; };
  faces.erase(std::remove_if(faces.begin(), faces.end(), behind), faces.end());
  const float* b = p.truth.box;
  if (std::fabs(p.truth.pose.yaw) < 80 && faces.size() < 3) faces.push_back({{b[0] + left, b[1] + top, b[2], b[3]}, p.truth.pose.yaw, p.truth.pose.roll});
}

Photograph scene(Assets& assets, Rng& rng, const SetOrder& order, std::vector<Seen>& faces) {
  const int s = order.size;
  float u = rng.uniform();
  int heads = u < 0.15f ? 0 : u < 0.65f ? 1 : u < 0.85f ? 2 : u < 0.95f ? 3 : 5;
  Photograph out;
  Picture behind;
  std::vector<float> scales;
  for (int k = 0; k < std::max(1, heads); k++) scales.push_back(s * std::exp(rng.range(std::log(0.028f), std::log(0.30f))));
  std::sort(scales.begin(), scales.end());
  const int posters = rng.chance(0.22f) ? 1 + rng.below(3) : 0;
  if (posters > 0) {
    Shot empty = sampleShot(rng, {}, Person{}, order.held, s, s);
    empty.eyesAt = {-9.0f * s, -9.0f * s};
    empty.film = Film{1, {1, 1, 1}, 0, 0.2f, 0, 0, 0, 0, 1, 0, 0, 100, false};
    behind = photograph(assets, samplePerson(order.seed * 1000003 + rng.bits(), {}, order.held), empty).picture;
    for (int i = 0; i < posters; i++) hangPoster(assets, rng, order, behind, faces);
  }
  Film final = sampleShot(rng, {}, Person{}, order.held, s, s).film;
  for (size_t k = 0; k < scales.size(); k++) {
    Person person = samplePerson(order.seed * 1000003 + rng.bits(), {}, order.held);
    Shot shot = sampleShot(rng, {}, person, order.held, s, s);
    const bool last = k + 1 == scales.size(), back = rng.chance(0.06f), upsideDown = rng.chance(0.03f);
    shot.iedPixels = scales[k];
    shot.eyesAt = {s * rng.range(0.05f, 0.95f), s * rng.range(0.08f, 0.85f)};
    shot.distance = rng.range(8, 30);
    shot.skyRays = 8;
    shot.lampRays = 2;
    shot.shadowSize = 64;
    if (back) shot.azimuth = rng.range(120, 240);
    if (upsideDown) shot.pose.roll += 180;
    if (heads == 0) shot.backdrop.kind = Backdrop::clutter;
    if (heads == 0) shot.eyesAt = {-9.0f * s, -9.0f * s};
    shot.film = last ? final : Film{1, {1, 1, 1}, 0, 0.2f, 0, 0, 0, 0, 1, 0, 0, 100, false};
    if (k > 0 || posters > 0) { shot.backdrop.kind = Backdrop::picture; shot.backdrop.picture_ = &behind; }
    Photograph p = photograph(assets, person, shot);
    if (heads > 0) {
      // A face counts while at least half of its box is not covered by someone nearer.
      for (size_t i = 0; i < faces.size();) {
        const float* b = faces[i].box;
        int inside = 0, lost = 0;
        for (int y = int(b[1]); y < int(b[1] + b[3]); y++)
          for (int x = int(b[0]); x < int(b[0] + b[2]); x++)
            if (x >= 0 && y >= 0 && x < s && y < s) { inside++; lost += p.label[size_t(y) * s + x] != kBackground; }
        if (inside == 0 || lost * 2 > inside) faces.erase(faces.begin() + long(i)); else i++;
      }
      const float* b = p.truth.box;
      float cx = b[0] + b[2] / 2, cy = b[1] + b[3] / 2;
      bool in = cx > 0 && cy > 0 && cx < s && cy < s;
      if (in && !back && !upsideDown && std::fabs(p.truth.pose.yaw) < 80 && faces.size() < 6) faces.push_back({{b[0], b[1], b[2], b[3]}, p.truth.pose.yaw, p.truth.pose.roll});
    }
    behind = p.picture;
    out = std::move(p);
  }
  return out;
}
}  // namespace

void writeSet(Assets& assets, const SetOrder& order, const Wishes& wishes) {
  Rng rng(order.seed * 7919 + (order.held ? 3 : 0));
  auto begin = std::chrono::steady_clock::now();
  Person person;
  for (int i = 0; i < order.count; i++) {
    std::vector<float> numbers;
    Photograph p;
    if (order.kind == "scene") {
      std::vector<Seen> faces;
      p = scene(assets, rng, order, faces);
      numbers.assign(kSceneNumbers, 0);
      for (size_t k = 0; k < faces.size(); k++) {
        std::copy(faces[k].box, faces[k].box + 4, &numbers[k * 6]);
        numbers[k * 6 + 4] = faces[k].yaw;
        numbers[k * 6 + 5] = faces[k].roll;
      }
    } else {
      const Wishes now = wishes.settled(rng);
      if (i % order.each == 0) person = samplePerson(order.seed * 1000003 + rng.bits(), now, order.held);
      Shot shot = sampleShot(rng, now, person, order.held, order.size, order.size);
      shot.unseen = order.truth;
      p = photograph(assets, person, shot);
      numbers = faceNumbers(p, person, shot);
      if (!order.truth) append(order.out + "/masks.u8", p.label.data(), p.label.size());
      // Beside the numbers, for those who want it: how dark the glasses are (0 where that was not asked for).
      const float lens = person.glasses == Glasses::tinted ? std::max(0.0f, person.lens) : 0;
      append(order.out + "/lens.f32", &lens, sizeof lens);
    }
    if (!order.truth) append(order.out + "/images.u8", p.picture.px.data(), p.picture.px.size());
    append(order.out + "/numbers.f32", numbers.data(), numbers.size() * sizeof(float));
    if (i % 500 == 499) fprintf(stderr, "%d of %d, %.1f s\n", i + 1, order.count, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  const double spent = processorTime();
  fprintf(stderr, "%d pictures, %.1f s of processor time, %.1f ms each with what was read\n", order.count, spent, 1000 * spent / std::max(1, order.count));
}
