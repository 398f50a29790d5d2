"""patches.py --out FILE.npz [--every N] SET... | --photos CANADA --net RUN : windows on eyes and mouths cut from rendered sets, upright, both eyes as the subject's right.
Each is wider than a network's input, so that training may shift, scale and turn it."""
import argparse
import os

import numpy as np
import torch

from data import MIRROR, Set, crops, into_crop
from nets import LandmarkNet
from photos import Photos

KEPT = 128  # pixels a side of what is kept
SPREAD = 1.7  # its side over that of the network's window
EYE, MOUTH = list(range(60, 68)) + [96], list(range(76, 96))
EYE_SIDE, MOUTH_SIDE = 0.28, 0.46  # sides of the windows over that of the face's window (net-landmarks.ts)
MARGIN = 1.3


def windows_of(points, roll):
    """Centres and sides of right eye, left eye and mouth; N x 98 x 2 picture points."""
    low, high = points.amin(1), points.amax(1)
    face = (high - low).amax(1) * MARGIN
    eye = lambda a, b: (points[:, a] + points[:, b]) / 2
    return [(eye(60, 64), face * EYE_SIDE), (eye(68, 72), face * EYE_SIDE), ((points[:, 76] + points[:, 82]) / 2, face * MOUTH_SIDE)]


def side_of(folder):
    count = os.path.getsize(f"{folder}/numbers.f32") // (4 * 219)
    return int(round((os.path.getsize(f"{folder}/images.u8") / count / 3) ** 0.5))


def cut(images, points, roll):
    """uint8 N x KEPT x KEPT x 3 and points in its coordinates (-1..1), for right eyes, left eyes (mirrored) and mouths."""
    out = []
    for k, (centre, side) in enumerate(windows_of(points, roll)):
        x, _ = crops(images, centre, side * SPREAD, -roll, KEPT)
        q = into_crop(points, centre, side * SPREAD, -roll)
        if k == 1:
            x, q = x.flip(3), q[:, MIRROR] * torch.tensor([-1.0, 1.0])
        own = MOUTH if k == 2 else EYE
        out.append(((x * 255).round().to(torch.uint8).permute(0, 2, 3, 1).numpy(), q[:, own].numpy()))
    return out


def states_of(n):
    """Per eye: closed share, gaze relative to the camera (yaw, pitch) and pose (yaw, pitch) in degrees / 30, mirrored for the left eye; glasses."""
    gaze = (n[:, 204:206] + n[:, 196:198]) / 30
    pose = n[:, 196:198] / 30
    one = lambda k: np.stack([n[:, 202 + k], gaze[:, 0] * (1 - 2 * k), gaze[:, 1], pose[:, 0] * (1 - 2 * k), pose[:, 1], n[:, 215], n[:, 216]], 1)
    return one(0), one(1)


def sources(a):
    """Whatever has images, numbers and a count; photographs also know which points somebody placed."""
    if a.photos:
        net = LandmarkNet()
        net.load_state_dict(torch.load(f"{a.net}/state.pt")["smooth"])
        yield Photos(a.photos, net.eval(), 640)
    for folder in a.sets:
        yield Set(folder, "face", side_of(folder))
        print(folder, flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--photos")
    p.add_argument("--every", type=int, default=1, help="takes one picture of so many")
    p.add_argument("--net", help="of the whole face: its answer stands where nobody placed a point")
    p.add_argument("sets", nargs="*")
    a = p.parse_args()
    torch.set_num_threads(1)
    parts = {key: [] for key in ("eyes", "eye_points", "eye_seen", "states", "mouths", "mouth_points", "mouth_seen", "who")}
    for faces in sources(a):
        for at in range(a.every // 2, faces.count, 64 * a.every):
            rows = slice(at, at + 64 * a.every, a.every)
            n = np.array(faces.numbers[rows])
            seen = faces.known[rows].numpy() if hasattr(faces, "known") else np.ones((len(n), 98), np.float32)
            points, roll = torch.from_numpy(n[:, :196].reshape(-1, 98, 2)), torch.from_numpy(n[:, 198] * np.float32(np.pi / 180))
            right, left, mouth = cut(np.array(faces.images[rows]), points, roll)
            for (images, q), known in ((right, seen[:, EYE]), (left, seen[:, MIRROR[EYE]])):
                parts["eyes"].append(images)
                parts["eye_points"].append(q)
                parts["eye_seen"].append(known)
            parts["states"] += states_of(n)
            parts["mouths"].append(mouth[0])
            parts["mouth_points"].append(mouth[1])
            parts["mouth_seen"].append(seen[:, MOUTH])
            parts["who"].append(n[:, [210, 212, 201]])  # luminance of the skin, age, mouth opening
    np.savez(a.out, **{key: np.concatenate(value) for key, value in parts.items()})


if __name__ == "__main__":
    main()
