"""Rendered sets as NumPy maps, and what is done to a picture before a network sees it."""
import math
import os

import numpy as np
import torch
from torch.nn import functional as F

SIDE = 192
FACE_NUMBERS, SCENE_NUMBERS = 219, 36
MIRROR = np.arange(98)


def _pairs():
    pairs = [(i, 32 - i) for i in range(16)]
    pairs += [(33, 46), (34, 45), (35, 44), (36, 43), (37, 42), (38, 50), (39, 49), (40, 48), (41, 47)]
    pairs += [(55, 59), (56, 58), (60, 72), (61, 71), (62, 70), (63, 69), (64, 68), (65, 75), (66, 74), (67, 73)]
    pairs += [(76, 82), (77, 81), (78, 80), (83, 87), (84, 86), (88, 92), (89, 91), (93, 95), (96, 97)]
    for a, b in pairs:
        MIRROR[a], MIRROR[b] = b, a


_pairs()
# fine class -> what the segmentation answers: eyes, brows, lashes and mouth are skin, beards hair, jewels skin
COARSE = np.array([0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1, 2, 1, 0, 0], np.uint8)


class Set:
    """A folder written by `render --set`; may still be growing: call refresh. What is yet to be written out is left aside."""

    def __init__(self, folder, kind, side=SIDE):
        self.folder, self.kind, self.side = folder, kind, side
        self.refresh()

    def refresh(self):
        width = FACE_NUMBERS if self.kind == "face" else SCENE_NUMBERS
        n = os.path.getsize(f"{self.folder}/numbers.f32") // (4 * width)
        n = min(n, os.path.getsize(f"{self.folder}/images.u8") // (self.side**2 * 3))
        self.count = n
        self.images = np.memmap(f"{self.folder}/images.u8", np.uint8, "r", shape=(n, self.side, self.side, 3))
        self.numbers = np.memmap(f"{self.folder}/numbers.f32", np.float32, "r", shape=(n, width))
        if self.kind == "face":
            self.masks = np.memmap(f"{self.folder}/masks.u8", np.uint8, "r", shape=(n, self.side, self.side))


def rotation_of(pose):
    """N x 3 degrees (yaw, pitch, roll) -> N x 3 x 3, Ry Rx Rz as the renderer has it."""
    y, p, r = (pose.double() * math.pi / 180).unbind(1)
    cy, sy, cp, sp, cr, sr = y.cos(), y.sin(), p.cos(), p.sin(), r.cos(), r.sin()
    rows = [cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr, sy * cp, cp * sr, cp * cr, -sp, -sy * cr + cy * sp * sr, sy * sr + cy * sp * cr, cy * cp]
    return torch.stack(rows, 1).view(-1, 3, 3).float()


def reshape_faces(q, size, rng):
    """Small smooth shifts of eye corners, mouth corners and chin. MakeHuman's eye openings are narrow (37 % of the eye
    distance; people have about 45), so inner corners move inwards and down most of the time.
    q: N x 98 x 2 in crop coordinates. Returns the shift of every pixel's source, N x size x size x 2, and the new points."""
    n = len(q)
    u = lambda lo, hi: torch.from_numpy(rng.uniform(lo, hi, n).astype(np.float32))
    places = []
    for outer, inner in ((60, 64), (72, 68)):
        along = (q[:, inner] - q[:, outer]) / 2
        half = along.norm(dim=1)
        across = torch.stack([-along[:, 1], along[:, 0]], 1) * (1 if outer == 60 else -1)  # down the face
        if outer == 60:
            inward, drop, outward = u(-0.1, 0.6), u(-0.1, 0.4), u(-0.25, 0.15)
        places.append((q[:, inner], along * inward[:, None] + across * drop[:, None], half * 0.55))
        places.append((q[:, outer], -along * outward[:, None], half * 0.55))
    mouth = (q[:, 82] - q[:, 76]) / 2
    wide = u(-0.22, 0.15)[:, None]
    places += [(q[:, 76], -mouth * wide, mouth.norm(dim=1) * 0.6), (q[:, 82], mouth * wide, mouth.norm(dim=1) * 0.6)]
    down = q[:, 16] - q[:, 57]
    places.append((q[:, 16], down * u(-0.12, 0.15)[:, None], down.norm(dim=1) * 0.6))

    def shift(p):
        total = torch.zeros_like(p)
        for centre, move, width in places:
            view = (n,) + (1,) * (p.dim() - 2)
            d = ((p - centre.view(view + (2,))) ** 2).sum(-1, keepdim=True)
            total = total + move.view(view + (2,)) * torch.exp(-d / (2 * width.view(view + (1,)) ** 2 + 1e-6))
        return total

    moved = q
    for _ in range(4):  # a pixel at p shows what was at p - shift(p)
        moved = q + shift(moved)
    axis = (torch.arange(32, dtype=torch.float32) + 0.5) / 16 - 1
    grid = torch.stack([axis.repeat(32), axis.repeat_interleave(32)], 1).view(1, 32, 32, 2).expand(n, 32, 32, 2)
    field = F.interpolate(shift(grid).permute(0, 3, 1, 2), size=(size, size), mode="bilinear", align_corners=False)
    return field.permute(0, 2, 3, 1), moved


def crops(images, centre, side, angle, size, field=None):
    """Square windows (centre, side in pixels, turn in radians) of uint8 pictures as floats 0..1, N x 3 x size x size."""
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    whole = x.shape[2]
    c, s = angle.cos() * side / whole, angle.sin() * side / whole
    t = centre / (whole / 2) - 1
    theta = torch.stack([torch.stack([c, -s, t[:, 0]], 1), torch.stack([s, c, t[:, 1]], 1)], 1)
    grid = F.affine_grid(theta, (len(x), 3, size, size), align_corners=False)
    if field is not None:
        grid = grid - field @ theta[:, None, :, :2].transpose(2, 3)
    return F.grid_sample(x, grid, align_corners=False, padding_mode="border"), theta


def into_crop(points, centre, side, angle):
    """Picture points N x K x 2 -> crop coordinates -1..1."""
    d = (points - centre[:, None]) / (side[:, None, None] / 2)
    c, s = angle.cos()[:, None], angle.sin()[:, None]
    return torch.stack([d[..., 0] * c + d[..., 1] * s, -d[..., 0] * s + d[..., 1] * c], 2)


def smooth_noise(n, channels, cells, size, rng):
    """Clouds of mean 0 and size about 1, from `cells` knots a side."""
    knots = torch.from_numpy(rng.normal(0, 1, (n, channels, cells, cells)).astype(np.float32))
    return F.interpolate(knots, size=(size, size), mode="bilinear", align_corners=False)


def resolve(x, rng):
    """Focus and sharpening: what lenses, cameras and photographers do to fine detail; some pictures were once small."""
    n, s = len(x), x.shape[2]
    some = torch.from_numpy(rng.random(n) < 0.7)
    amount = torch.from_numpy(np.where(rng.random(n) < 0.5, rng.uniform(-1, 0, n), rng.uniform(0, 2.5, n)).astype(np.float32))
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = torch.where(some[:, None, None, None], x + (x - soft) * amount[:, None, None, None], x)
    few = np.nonzero(rng.random(n) < 0.12)[0]
    if len(few):
        small = F.interpolate(x[few], size=int(s * rng.uniform(0.3, 0.8)), mode="area")
        x[few] = F.interpolate(small, size=s, mode="bilinear", align_corners=False)
    return x


def relight(x, rng):
    """A fall of light across the picture, blotches and fine grain of skin that the rendered ones lack."""
    n, s = len(x), x.shape[2]
    axis = torch.linspace(-1, 1, s)
    along, down = (torch.from_numpy(rng.normal(0, 0.28, (n, 1, 1, 1)).astype(np.float32)) for _ in range(2))
    fall = along * axis.view(1, 1, 1, s) + down * axis.view(1, 1, s, 1)
    blotches = smooth_noise(n, 1, int(rng.integers(3, 9)), s, rng) * 0.10 + smooth_noise(n, 3, int(rng.integers(16, s // 2)), s, rng) * 0.05
    strength = torch.from_numpy((rng.random((n, 1, 1, 1)) * (rng.random((n, 1, 1, 1)) < 0.7)).astype(np.float32))
    return x * torch.exp((fall + blotches) * strength * 1.4)


def spoil(x, rng):
    """Light, colour and small defects of cameras, on floats 0..1."""
    n = len(x)
    u = lambda lo, hi: torch.from_numpy(rng.uniform(lo, hi, (n, 1, 1, 1)).astype(np.float32))
    x = relight(resolve(x, rng), rng)
    x = x.clamp(0, 1).pow(torch.exp(u(-0.45, 0.45)))
    x = (x - 0.5) * torch.exp(u(-0.35, 0.3)) + 0.5 + u(-0.12, 0.12)
    x = x * (1 + torch.from_numpy(rng.normal(0, 0.06, (n, 3, 1, 1)).astype(np.float32)))
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * u(0.5, 1.3)
    if rng.random() < 0.3:
        x = x + torch.randn_like(x) * float(rng.uniform(0, 0.05))
    for i in range(n):
        if rng.random() < 0.15:  # something flat before part of the picture
            s = x.shape[2]
            w, h = rng.integers(s // 10, s // 3, 2)
            a, b = rng.integers(0, s - w), rng.integers(0, s - h)
            x[i, :, b : b + h, a : a + w] = torch.from_numpy(rng.uniform(0, 1, (3, 1, 1)).astype(np.float32))
    return x.clamp(0, 1)


def standard(x):
    """What every network is fed: 0..1 -> -1..1."""
    return x * 2 - 1
