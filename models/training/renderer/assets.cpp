#include "assets.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <zlib.h>

/** Everything above this height of the undeformed mesh is drawn (decimetres; the chin is at 6.2). */
constexpr float kCut = 2.4f;

Assets::Assets(std::string folder_, int largestTexture) : folder(std::move(folder_)), largest(largestTexture) { readBase(); }

/** The next number of a line, past blanks; 0 where there is none. The library's own readers of text take several times as long. */
template <class T> static T nextNumber(const char*& at, const char* end) {
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  T v{};
  at = std::from_chars(at, end, v).ptr;
  return v;
}

/** What follows the key of a line: "1/4 2/5 3/6" or "1 2 3"; three corners or four. */
static Quad readFace(const char* at, const char* end) {
  Quad q{};
  int n = 0;
  while (n < 4) {
    const int p = nextNumber<int>(at, end);
    if (p == 0) break;
    int t = 0;
    if (at < end && *at == '/') { at++; t = nextNumber<int>(at, end); }
    while (at < end && *at != ' ') at++;
    q[size_t(n++)] = {p - 1, t - 1};
  }
  if (n == 3) q[3] = q[2];
  return q;
}

void Assets::readBase() {
  std::ifstream in(folder + "/base/base.obj");
  if (!in) throw std::runtime_error("no base mesh in " + folder);
  std::string text, group;
  while (std::getline(in, text)) {
    const char *at = text.c_str(), *end = at + text.size();
    auto key = [&](const char* k) { return text.rfind(k, 0) == 0; };
    auto next = [&] { return nextNumber<float>(at, end); };
    if (key("v ")) { at += 2; Vec3 v; v.x = next(); v.y = next(); v.z = next(); base.push_back(v); }
    else if (key("vt ")) { at += 3; Vec2 t; t.x = next(); t.y = next(); uv.push_back(t); }
    else if (key("g ")) { std::istringstream line(text.substr(2)); line >> group; }
    else if (key("f ") && group == "body") body.push_back(readFace(at + 2, end));
  }
  std::ifstream marks(folder + "/landmarks98.csv");
  landmarks.fill(0);
  std::getline(marks, text);
  while (std::getline(marks, text)) {
    int index = 0, vertex = 0;
    if (sscanf(text.c_str(), "%d,%*[^,],%d", &index, &vertex) == 2 && index < 98) landmarks[size_t(index)] = vertex;
  }
}

bool Assets::hasTarget(const std::string& name) {
  FILE* f = fopen((folder + "/targets/" + name + ".target.gz").c_str(), "rb");
  if (f) fclose(f);
  return f != nullptr;
}

const Target& Assets::target(const std::string& name) {
  auto found = targets.find(name);
  if (found != targets.end()) return found->second;
  Target& t = targets[name];
  gzFile f = gzopen((folder + "/targets/" + name + ".target.gz").c_str(), "rb");
  if (!f) return t;
  char line[256];
  while (gzgets(f, line, sizeof line)) {
    char* at = line;
    while (*at == ' ') at++;
    if (*at == '#' || *at == '\n' || !*at) continue;
    Delta d{};
    const char *from = at, *end = at + strlen(at);
    d.vertex = nextNumber<int>(from, end);
    d.move.x = nextNumber<float>(from, end);
    d.move.y = nextNumber<float>(from, end);
    d.move.z = nextNumber<float>(from, end);
    t.push_back(d);
  }
  gzclose(f);
  return t;
}

const Texture& Assets::texture(const std::string& file) {
  auto& slot = textures[file];
  if (!slot) slot = std::make_unique<Texture>(makeTexture(loadPicture(folder + "/" + file), largest));
  return *slot;
}

static void readObj(const std::string& path, Proxy& proxy) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("no mesh " + path);
  std::string text;
  while (std::getline(in, text)) {
    const char *at = text.c_str(), *end = at + text.size();
    if (text.rfind("vt ", 0) == 0) { at += 3; Vec2 t; t.x = nextNumber<float>(at, end); t.y = nextNumber<float>(at, end); proxy.uv.push_back(t); }
    else if (text.rfind("f ", 0) == 0) proxy.faces.push_back(readFace(at + 2, end));
  }
  if (proxy.uv.empty()) proxy.uv.push_back({});
  for (auto& f : proxy.faces) for (auto& c : f) if (c.t < 0) c.t = 0;
}

static bool fitLine(const std::string& text, Proxy& proxy) {
  float n[9];
  int got = sscanf(text.c_str(), "%f %f %f %f %f %f %f %f %f", n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8);
  if (got == 9) proxy.fit.push_back({{int(n[0]), int(n[1]), int(n[2])}, {n[3], n[4], n[5]}, {n[6], n[7], n[8]}});
  else if (got == 1) proxy.fit.push_back({{int(n[0]), 0, 0}, {1, 0, 0}, {}});
  return got == 9 || got == 1;
}

static void hideLine(const std::string& text, Proxy& proxy) {
  std::istringstream line(text);
  std::string word;
  int last = -1;
  bool range = false;
  while (line >> word) {
    if (word == "-") { range = true; continue; }
    int v = atoi(word.c_str());
    for (int i = range ? last : v; i <= v; i++) if (i >= 0 && i < int(proxy.hides.size())) proxy.hides[size_t(i)] = 1;
    last = v;
    range = false;
  }
}

/** The file's folder, for names relative to it. */
static std::string folderOf(const std::string& file) { return file.substr(0, file.rfind('/') + 1); }

static std::string materialTexture(const std::string& root, const std::string& material) {
  std::ifstream in(root + "/" + material);
  std::string text;
  while (std::getline(in, text))
    if (text.rfind("diffuseTexture ", 0) == 0) {
      std::string file = folderOf(material) + text.substr(15);
      while (!file.empty() && (file.back() == '\r' || file.back() == ' ')) file.pop_back();
      std::ifstream there(root + "/" + file);
      return there ? file : "";
    }
  return "";
}

const Proxy& Assets::proxy(const std::string& file) {
  auto found = proxies.find(file);
  if (found != proxies.end()) return found->second;
  Proxy& p = proxies[file];
  p.hides.assign(base.size(), 0);
  std::ifstream in(folder + "/" + file + ".mhclo");
  if (!in) throw std::runtime_error("no proxy " + file);
  std::string text;
  enum { head, fitting, hiding } part = head;
  while (std::getline(in, text)) {
    std::istringstream line(text);
    std::string key;
    line >> key;
    if (key.empty() || key[0] == '#') continue;
    char axis = 0;
    AxisScale s;
    if (sscanf(text.c_str(), "%c_scale %d %d %f", &axis, &s.a, &s.b, &s.d) == 4 && axis >= 'x' && axis <= 'z') p.scale[axis - 'x'] = s;
    else if (key == "verts") part = fitting;
    else if (key == "delete_verts") part = hiding;
    else if (key == "obj_file") { std::string obj; line >> obj; readObj(folder + "/" + folderOf(file) + obj, p); }
    else if (key == "material") { std::string m; line >> m; p.texture = materialTexture(folder, folderOf(file) + m); }
    else if (part == fitting && (isdigit(key[0]) || key[0] == '-')) fitLine(text, p);
    else if (part == hiding && isdigit(key[0])) hideLine(text, p);
  }
  int most = -1;
  for (auto& f : p.faces) for (auto& c : f) most = std::max(most, c.p);
  if (most >= int(p.fit.size())) throw std::runtime_error("fitting lines of " + file + " do not reach its mesh");
  return p;
}

// ---- refinement -------------------------------------------------------------------------------------------------

using Stencil = std::vector<std::pair<int, float>>;
static void addTo(Stencil& s, const Stencil& from, float w) {
  for (auto [i, k] : from) {
    auto it = std::find_if(s.begin(), s.end(), [&, i = i](auto& e) { return e.first == i; });
    if (it == s.end()) s.push_back({i, k * w});
    else it->second += k * w;
  }
}
static std::pair<int, int> edgeKey(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

static Skin refined(const Skin& in) {
  struct Edge { int row, faces; int face[2]; };
  Skin out;
  const int n = int(in.stencil.size());
  out.stencil.resize(size_t(n));
  out.uv = in.uv;
  std::vector<Stencil> facePoint(in.faces.size());
  std::map<std::pair<int, int>, Edge> edges;
  std::map<std::pair<int, int>, int> uvEdge;
  std::vector<std::vector<int>> facesAt(size_t(n), std::vector<int>{});
  for (size_t f = 0; f < in.faces.size(); f++)
    for (int k = 0; k < 4; k++) {
      addTo(facePoint[f], in.stencil[size_t(in.faces[f][size_t(k)].p)], 0.25f);
      facesAt[size_t(in.faces[f][size_t(k)].p)].push_back(int(f));
      auto& e = edges.try_emplace(edgeKey(in.faces[f][size_t(k)].p, in.faces[f][size_t((k + 1) % 4)].p), Edge{0, 0, {0, 0}}).first->second;
      if (e.faces < 2) e.face[e.faces++] = int(f);
    }
  std::vector<std::vector<std::pair<int, const Edge*>>> edgesAt(size_t(n), std::vector<std::pair<int, const Edge*>>{});
  for (auto& [key, e] : edges) {
    Stencil s;
    bool inner = e.faces == 2;
    addTo(s, in.stencil[size_t(key.first)], inner ? 0.25f : 0.5f);
    addTo(s, in.stencil[size_t(key.second)], inner ? 0.25f : 0.5f);
    if (inner) for (int f : e.face) addTo(s, facePoint[size_t(f)], 0.25f);
    e.row = int(out.stencil.size());
    out.stencil.push_back(std::move(s));
    edgesAt[size_t(key.first)].push_back({key.second, &e});
    edgesAt[size_t(key.second)].push_back({key.first, &e});
  }
  for (int v = 0; v < n; v++) {
    Stencil s;
    auto& around = edgesAt[size_t(v)];
    int open = 0;
    for (auto& [other, e] : around) open += e->faces == 1;
    if (open) {
      addTo(s, in.stencil[size_t(v)], 0.75f);
      for (auto& [other, e] : around) if (e->faces == 1) addTo(s, in.stencil[size_t(other)], 0.25f / float(open));
    } else if (!around.empty()) {
      float k = float(around.size());
      addTo(s, in.stencil[size_t(v)], (k - 2) / k);
      for (auto& [other, e] : around) addTo(s, in.stencil[size_t(other)], 1 / (k * k));
      for (int f : facesAt[size_t(v)]) addTo(s, facePoint[size_t(f)], 1 / (k * k));
    } else s = in.stencil[size_t(v)];
    out.stencil[size_t(v)] = std::move(s);
  }
  for (size_t f = 0; f < in.faces.size(); f++) {
    int centre = int(out.stencil.size());
    out.stencil.push_back(facePoint[f]);
    Vec2 mid{};
    std::array<int, 4> edgeUv;
    for (size_t k = 0; k < 4; k++) {
      int a = in.faces[f][k].t, b = in.faces[f][(k + 1) % 4].t;
      mid.x += in.uv[size_t(a)].x / 4;
      mid.y += in.uv[size_t(a)].y / 4;
      auto [it, fresh] = uvEdge.try_emplace(edgeKey(a, b), int(out.uv.size()));
      if (fresh) out.uv.push_back({(in.uv[size_t(a)].x + in.uv[size_t(b)].x) / 2, (in.uv[size_t(a)].y + in.uv[size_t(b)].y) / 2});
      edgeUv[k] = it->second;
    }
    int centreUv = int(out.uv.size());
    out.uv.push_back(mid);
    for (size_t k = 0; k < 4; k++) {
      Corner c = in.faces[f][k];
      int next = edges[edgeKey(c.p, in.faces[f][(k + 1) % 4].p)].row;
      int before = edges[edgeKey(c.p, in.faces[f][(k + 3) % 4].p)].row;
      out.faces.push_back({c, Corner{next, edgeUv[k]}, Corner{centre, centreUv}, Corner{before, edgeUv[(k + 3) % 4]}});
    }
  }
  out.ofBase = in.ofBase;
  return out;
}

static Skin coarseSkin(const std::vector<Vec3>& base, const std::vector<Vec2>& uv, const std::vector<Quad>& body) {
  Skin s;
  s.uv = uv;
  s.ofBase.assign(base.size(), -1);
  for (Quad f : body) {
    bool inside = true;
    for (auto& c : f) inside &= base[size_t(c.p)].y > kCut;
    if (!inside) continue;
    for (auto& c : f) {
      int& row = s.ofBase[size_t(c.p)];
      if (row < 0) { row = int(s.stencil.size()); s.stencil.push_back({{c.p, 1.0f}}); }
      c.p = row;
    }
    s.faces.push_back(f);
  }
  return s;
}

const Skin& Assets::skin(int refinements) {
  auto found = skins.find(refinements);
  if (found != skins.end()) return found->second;
  Skin s = refinements == 0 ? coarseSkin(base, uv, body) : refined(skin(refinements - 1));
  s.rest.resize(s.stencil.size());
  for (size_t i = 0; i < s.rest.size(); i++)
    for (auto [v, w] : s.stencil[i]) s.rest[i] += base[size_t(v)] * w;
  for (auto& at : s.rest) { s.beard.push_back(beardAt(at, 0.10f)); s.scalp.push_back(scalpAt(at, 0.05f)); }
  return skins[refinements] = std::move(s);
}
