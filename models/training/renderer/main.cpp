// render --assets DIR [--held] name=value ... out=FILE.jpg|.png      one picture and its labels (FILE.json)
// render --assets DIR [--held] --set face|scene --out DIR --count N --seed S [--each PICTURES] [--size PX] [--truth] [name=value ...]   a training set
// render --assets DIR [--held] --recipe FILE --out DIR               every line of a recipe; `all` lines add defaults, `fresh` drops them
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <sstream>
#include <stdexcept>
#include "dataset.h"

namespace {
void writeLabels(const std::string& path, const Photograph& p, const Person& person) {
  FILE* f = fopen(path.c_str(), "w");
  if (!f) throw std::runtime_error("cannot write " + path);
  const Labels& l = p.truth;
  fprintf(f, "{\"width\":%d,\"height\":%d,\"box\":[%.2f,%.2f,%.2f,%.2f],\n", p.picture.w, p.picture.h, l.box[0], l.box[1], l.box[2], l.box[3]);
  fprintf(f, " \"pose\":{\"yaw\":%.2f,\"pitch\":%.2f,\"roll\":%.2f},\n", l.pose.yaw, l.pose.pitch, l.pose.roll);
  fprintf(f, " \"eyeOpening\":{\"right\":%.4f,\"left\":%.4f},\"eyeClosure\":{\"right\":%.3f,\"left\":%.3f},\n", l.eyeOpen[0], l.eyeOpen[1], l.closed[0], l.closed[1]);
  fprintf(f, " \"mouthOpening\":%.4f,\"gaze\":{\"yaw\":%.2f,\"pitch\":%.2f},\n", l.mouthOpen, l.gaze.x, l.gaze.y);
  fprintf(f, " \"person\":{\"seed\":%llu,\"sex\":\"%s\",\"age\":%.3f,\"african\":%.3f,\"skinLuminance\":%.4f,\"cover\":%d,\"glasses\":%d},\n",
          (unsigned long long)person.seed, person.gender > 0.5f ? "male" : "female", person.age, person.african, person.skinLuma, int(person.cover), int(person.glasses));
  fprintf(f, " \"points98\":[");
  for (size_t i = 0; i < 98; i++) fprintf(f, "%s[%.1f,%.1f]", i ? "," : "", l.points[i].x, l.points[i].y);
  fprintf(f, "]}\n");
  fclose(f);
}

void readRecipe(const std::string& file, const std::string& out, std::vector<Wishes>& shots) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot open " + file);
  std::string text;
  Wishes all;
  while (std::getline(in, text)) {
    std::istringstream line(text);
    std::string word;
    if (!(line >> word) || word[0] == '#') continue;
    Wishes shot = all;
    for (std::string pair; line >> pair;) shot.v[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    if (word == "all") { all = shot; continue; }
    if (word == "fresh") { all = Wishes(); continue; }
    shot.v["out"] = out + "/" + word;
    shots.push_back(shot);
  }
}

int oneShot(Assets& assets, const Wishes& wishes, bool held) {
  auto begin = std::chrono::steady_clock::now();
  Person person = samplePerson(uint64_t(wishes.num("person", 1)), wishes, held);
  Rng rng(uint64_t(wishes.num("seed", 1)) + 7777);
  Shot shot = sampleShot(rng, wishes, person, held, int(wishes.num("w", 256)), int(wishes.num("h", 256)));
  Photograph p = photograph(assets, person, shot);
  std::string out = wishes.str("out", "shot.png");
  if (out.find('/') != std::string::npos) std::filesystem::create_directories(std::filesystem::path(out).parent_path());
  if (out.size() > 4 && out.substr(out.size() - 4) == ".png") savePng(out, p.picture);
  else saveJpeg(out, p.picture, int(wishes.num("quality", 90)));
  writeLabels(out.substr(0, out.rfind('.')) + ".json", p, person);
  if (wishes.has("mask")) {
    Picture mask(p.picture.w, p.picture.h, 1);
    for (size_t i = 0; i < p.label.size(); i++) mask.px[i] = uint8_t(p.label[i] * 18);
    savePng(wishes.str("mask", ""), mask);
  }
  fprintf(stderr, "%s %.0f ms\n", out.c_str(), std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  // Buffers as large as a picture come and go with every one: they stay with the process instead of going back to the system.
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  try {
    std::string folder;
    bool held = false;
    int largest = 2048;
    std::string recipe;
    SetOrder order;
    bool set = false;
    std::vector<Wishes> shots(1);
    for (int i = 1; i < argc; i++) {
      std::string a = argv[i];
      if (a == "--assets" && i + 1 < argc) folder = argv[++i];
      else if (a == "--held") held = true;
      else if (a == "--truth") order.truth = true;
      else if (a == "--texture" && i + 1 < argc) largest = atoi(argv[++i]);
      else if (a == "--recipe" && i + 1 < argc) recipe = argv[++i];
      else if (a == "--out" && i + 1 < argc) order.out = argv[++i];
      else if (a == "--set" && i + 1 < argc) { set = true; order.kind = argv[++i]; }
      else if (a == "--count" && i + 1 < argc) order.count = atoi(argv[++i]);
      else if (a == "--seed" && i + 1 < argc) order.seed = uint64_t(atoll(argv[++i]));
      else if (a == "--each" && i + 1 < argc) order.each = std::max(1, atoi(argv[++i]));
      else if (a == "--size" && i + 1 < argc) order.size = atoi(argv[++i]);
      else if (a.find('=') != std::string::npos) shots.back().v[a.substr(0, a.find('='))] = a.substr(a.find('=') + 1);
      else throw std::runtime_error("unknown argument " + a);
    }
    if (folder.empty()) throw std::runtime_error("--assets DIR is needed");
    Assets assets(folder, largest);
    if (set) {
      order.held = held;
      writeSet(assets, order, shots[0]);
      return 0;
    }
    if (!recipe.empty()) { shots.clear(); readRecipe(recipe, order.out, shots); }
    for (auto& w : shots) oneShot(assets, w, held);
    return 0;
  } catch (const std::exception& e) {
    fprintf(stderr, "render: %s\n", e.what());
    return 1;
  }
}
