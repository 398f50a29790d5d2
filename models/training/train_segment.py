"""train_segment.py --data DIR --held DIR --out DIR --steps N [--seed S]: skin, hair, covering, frame, lens, occluder, clothing, background."""
import argparse
import math
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import COARSE, SIDE, Set, crops, spoil, standard
from nets import SEGMENT_SIDE, SegmentNet
from schedule import Run, fast

NAMES = ("background", "skin", "hair", "covering", "frame", "lens", "occluder", "clothing")
# Rare classes weigh more.
WEIGHT = torch.tensor([0.6, 0.8, 1.0, 1.2, 3.0, 2.0, 1.5, 0.8])
MARGIN, RISE = 2.1, 0.10  # window side over the points' box, and how far the window is moved up, in sides


def window(numbers):
    points = numbers[:, :196].reshape(-1, 98, 2)
    low, high = points.amin(1), points.amax(1)
    side = (high - low).amax(1) * MARGIN
    angle = -numbers[:, 198] * math.pi / 180
    up = torch.stack([torch.sin(angle), -torch.cos(angle)], 1)
    return (low + high) / 2 + up * (RISE * side)[:, None], side, angle


def batch(faces, rows, rng, train):
    rows = np.sort(rows)
    numbers = torch.from_numpy(np.array(faces.numbers[rows]))
    centre, side, angle = window(numbers)
    n = len(rows)
    if train:
        draw = lambda s, *shape: torch.from_numpy(rng.normal(0, s, (n, *shape)).astype(np.float32))
        centre, side, angle = centre + draw(0.03, 2) * side[:, None], side * torch.exp(draw(0.08)), angle + draw(0.08)
    x, theta = crops(np.array(faces.images[rows]), centre, side, angle, SEGMENT_SIDE)
    masks = torch.from_numpy(COARSE[np.array(faces.masks[rows])]).float()[:, None] + 1
    y = F.grid_sample(masks, F.affine_grid(theta, (n, 1, SEGMENT_SIDE // 2, SEGMENT_SIDE // 2), align_corners=False), mode="nearest", align_corners=False)[:, 0].round().long() - 1
    if train:
        flip = torch.from_numpy(rng.random(n) < 0.5)
        x[flip], y[flip] = x[flip].flip(3), y[flip].flip(2)
        x = spoil(x, rng)
    return standard(x), y


@torch.no_grad()
def check(net, faces, rng):
    inner, union = np.zeros(8), np.zeros(8)
    for at in range(0, min(480, faces.count) - 31, 32):
        x, y = batch(faces, np.arange(at, at + 32), rng, False)
        p = net(x).argmax(1)
        for c in range(8):
            inner[c] += ((p == c) & (y == c)).sum().item()
            union[c] += (((p == c) | (y == c)) & (y >= 0)).sum().item()
    return " ".join(f"{n} {i / max(1, u):.3f}" for n, i, u in zip(NAMES, inner, union))


def main():
    p = argparse.ArgumentParser()
    for name in ("data", "held", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=6000)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--seed", type=int, default=3)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    faces, held = Set(a.data, "face"), Set(a.held, "face")
    run = Run(SegmentNet().to(memory_format=torch.channels_last), a.out, a.steps, 2e-3, a.minutes)
    began, total = time.time(), 0.0
    while run.share() < 1:
        run.net.train()
        x, y = batch(faces, rng.choice(faces.count, 24, replace=False), rng, True)
        with fast():
            out = run.net(x.to(memory_format=torch.channels_last))
        loss = F.cross_entropy(out.float(), y, weight=WEIGHT, ignore_index=-1)
        run.update(loss)
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if run.step % 100 == 0:
            print(f"{run.step} loss {total:.4f} of {faces.count} {time.time() - began:.0f}s", flush=True)
        if run.step % 500 == 0:
            run.save()
            print(run.step, "held-out:", check(run.smooth, held, rng), flush=True)
    run.save()


if __name__ == "__main__":
    main()
