#include "shot.h"
#include "sight.h"
#include "wear.h"

namespace {
Camera aim(const Shot& s, Vec3 target, float iedWorld) {
  Camera c;
  constexpr float d = kPi / 180;
  Vec3 back{std::sin(s.azimuth * d) * std::cos(s.elevation * d), std::sin(s.elevation * d), std::cos(s.azimuth * d) * std::cos(s.elevation * d)};
  c.position = target + back * s.distance;
  Vec3 right = unit(cross({0, 1, 0}, back));
  c.view = {{right, cross(back, right), back}};
  c.focal = s.iedPixels * s.distance / iedWorld;
  c.cx = s.eyesAt.x;
  c.cy = s.eyesAt.y;
  c.w = s.w;
  c.h = s.h;
  return c;
}

Pose anglesOf(const Mat3& r) {
  constexpr float d = 180 / kPi;
  return {std::atan2(r.r[0].z, r.r[2].z) * d, std::asin(clampf(-r.r[1].z, -1, 1)) * d, std::atan2(r.r[1].x, r.r[1].y) * d};
}

/** The far edge of the face as the camera sees it, at the height of each jaw mark. */
void silhouette(const Mesh& skin, const Camera& camera, float yaw, std::array<Vec2, 98>& points) {
  const float turned = smooth(8, 18, std::fabs(yaw));
  if (turned <= 0) return;
  const bool left = yaw > 0;  // turned to the subject's left: that side is the far one, at the picture's right
  const int from = left ? 17 : 0, to = left ? 32 : 15;
  std::vector<Vec3> placed(skin.p.size());
  for (size_t i = 0; i < placed.size(); i++) placed[i] = camera.project(skin.p[i]);
  for (int k = from; k <= to; k++) {
    float y = points[size_t(k)].y, edge = points[size_t(k)].x;
    for (auto& t : skin.tris)
      for (int i = 0; i < 3; i++) {
        auto a = size_t(t.p[i]), b = size_t(t.p[(i + 1) % 3]);
        Vec3 ra = skin.rest[a];
        if (ra.y < 6.12f || ra.y > 7.9f || ra.z < 0.78f) continue;
        const Vec3 &pa = placed[a], &pb = placed[b];
        if ((pa.y - y) * (pb.y - y) > 0 || pa.y == pb.y) continue;
        float x = mix(pa.x, pb.x, (y - pa.y) / (pb.y - pa.y));
        edge = left ? std::max(edge, x) : std::min(edge, x);
      }
    points[size_t(k)].x = mix(points[size_t(k)].x, edge, turned);
  }
}

/** The front of the chin on the midline, from pogonion down to menton. */
constexpr int kChin[] = {5162, 5211, 5171, 5225, 5296};

/** Where a chin ends for who looks at it: menton, brought down to the lowest of the chin's front where an open mouth or a bent
 *  head has that lower in the picture. Down is where the head has it. */
template <class At> Vec2 chinEnd(const Camera& camera, const Mat3& head, const At& at) {
  const Mat3 turn = camera.view * head;
  const float across = std::hypot(turn.r[0].y, turn.r[1].y);
  const Vec2 down{-turn.r[0].y / across, turn.r[1].y / across};  // pictures count y downwards
  const Vec3 menton = camera.project(at(kChin[4]));
  float lower = 0;
  for (int v : kChin) {
    const Vec3 p = camera.project(at(v));
    lower = std::max(lower, (p.x - menton.x) * down.x + (p.y - menton.y) * down.y);
  }
  return {menton.x + down.x * lower, menton.y + down.y * lower};
}

Labels labelsOf(Assets& assets, const Person& person, const Shot& shot, const Body& body, const Turn& turn, const Mesh& skin, const Camera& camera) {
  Labels l;
  const Skin& rows = assets.skin(shot.refinements);
  auto at = [&](int v) { int r = rows.ofBase[size_t(v)]; return r >= 0 ? skin.p[size_t(r)] : turn(body.v[size_t(v)]); };
  for (size_t i = 0; i < 96; i++) {
    Vec3 p = camera.project(at(assets.landmarks[i]));
    l.points[i] = {p.x, p.y};
  }
  l.points[16] = chinEnd(camera, turn.r, at);
  // A mouth ends where its lips meet: within the mesh's outermost rim of red, outside of its inner contour.
  auto meet = [&](size_t outer, size_t inner) {
    Vec2 &a = l.points[outer], b = l.points[inner];
    a = {mix(a.x, b.x, person.lipsMeet), mix(a.y, b.y, person.lipsMeet)};
  };
  meet(76, 88);
  meet(82, 92);
  Vec3 gaze = headRotation(shot.expression.gazeYaw, shot.expression.gazePitch, 0) * Vec3{0, 0, 1};
  for (int side = 0; side < 2; side++) {
    Vec3 p = camera.project(turn(body.eye[side] + gaze * (body.eyeRadius * 0.97f)));
    l.points[side ? 96 : 97] = {p.x, p.y};
  }
  l.pose = anglesOf(camera.view * turn.r);
  silhouette(skin, camera, l.pose.yaw, l.points);
  auto gap = [&](int a, int b) { return length(at(a) - at(b)); };
  l.eyeOpen[0] = gap(6756, 6774) / gap(6780, 1077);
  l.eyeOpen[1] = gap(13352, 13370) / gap(13376, 7769);
  l.mouthOpen = gap(474, 493) / length((turn(body.eye[0]) + turn(body.eye[1])) * 0.5f - at(5296));
  for (auto& [name, w] : shot.expression.units) {
    if (name == "eye-right-closure") l.closed[0] = w;
    if (name == "eye-left-closure") l.closed[1] = w;
  }
  l.gaze = {shot.expression.gazeYaw, shot.expression.gazePitch};
  float x0 = 1e9f, y0 = 1e9f, x1 = -1e9f, y1 = -1e9f;
  for (auto& p : l.points) { x0 = std::min(x0, p.x); x1 = std::max(x1, p.x); y0 = std::min(y0, p.y); y1 = std::max(y1, p.y); }
  l.box[0] = x0;
  l.box[1] = y0;
  l.box[2] = x1 - x0;
  l.box[3] = y1 - y0;
  return l;
}
}  // namespace

Photograph photograph(Assets& assets, const Person& person, const Shot& shot) {
  Rng rng(shot.seed ^ 0x51a7);
  Body body = assembleBody(assets, person, shot.expression);
  Scene scene;
  scene.meshes = bareMeshes(assets, person, shot.expression, body, shot.refinements);
  addWear(assets, scene.meshes, person, shot, body);
  Turn turn(body, shot.pose);
  for (auto& m : scene.meshes) {
    for (auto& p : m.p) p = turn(p);
    if (m.material.look == Look::eye) m.axis = turn.r * m.axis;
    computeNormals(m);
    // The iris lies hollow behind a clear cornea: light and highlights belong to the round front.
    if (m.material.look == Look::eye)
      for (size_t i = 0; i < m.p.size(); i++) m.normal[i] = unit(m.p[i] - turn(body.eye[m.rest[i].x > 0 ? 0 : 1]));
  }
  Vec3 eyes = turn((body.eye[0] + body.eye[1]) * 0.5f);
  scene.camera = aim(shot, eyes, length(body.eye[0] - body.eye[1]));
  scene.centre = eyes + Vec3{0, -0.9f, -0.5f};
  scene.lighting = shot.lighting;
  scene.samples = shot.samples;
  scene.skyRays = shot.skyRays;
  scene.lampRays = shot.lampRays;
  scene.shadowSize = shot.shadowSize;
  Photograph out;
  if (!shot.unseen) {
    const Sight sight = lookAt(scene);
    lightScene(scene, sight, rng);
    Frame frame = draw(scene, sight);
    paintBackdrop(frame, shot.backdrop);
    out.picture = develop(frame, shot.film, rng);
    out.label = std::move(frame.label);
  }
  out.truth = labelsOf(assets, person, shot, body, turn, scene.meshes[0], scene.camera);
  return out;
}
