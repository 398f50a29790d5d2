"""train_segment.py --data DIR... --held DIR --out DIR --steps N [--seed S]: skin, hair, covering, frame, lens, occluder, clothing, background."""
import argparse
import math
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import COARSE, SIDE, Set, crops, spoil, standard
from nets import SEGMENT_SIDE, SegmentNet
from schedule import Run, fast
from shipped import begin

NAMES = ("background", "skin", "hair", "covering", "frame", "lens", "occluder", "clothing")
# Rare classes weigh more.
WEIGHT = torch.tensor([0.6, 0.8, 1.0, 1.2, 2.5, 2.0, 1.5, 0.8])
BATCH = 20
FINE, TOWARDS_EYES = 0.72, 0.6  # of the second, closer window
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
        # The stage looks twice, the second time more closely and higher (net-segment.ts).
        near = torch.from_numpy(rng.random(n) < 0.4)
        eyes = numbers[:, :196].reshape(-1, 98, 2)[:, [60, 64, 68, 72]].mean(1)
        centre = torch.where(near[:, None], centre + TOWARDS_EYES * (eyes - centre), centre)
        side = torch.where(near, side * FINE, side)
    x, theta = crops(np.array(faces.images[rows]), centre, side, angle, SEGMENT_SIDE)
    masks = torch.from_numpy(COARSE[np.array(faces.masks[rows])]).float()[:, None] + 1
    y = F.grid_sample(masks, F.affine_grid(theta, (n, 1, SEGMENT_SIDE, SEGMENT_SIDE), align_corners=False), mode="nearest", align_corners=False)[:, 0].round().long() - 1
    if train:
        flip = torch.from_numpy(rng.random(n) < 0.5)
        x[flip], y[flip] = x[flip].flip(3), y[flip].flip(2)
        x = spoil(x, rng)
    return standard(x), y


def dice(p, y, of):
    """1 - Dice of the classes `of` taken as one, over the batch: what intersection over union asks for."""
    seen = p[:, of].sum(1)
    truth = sum((y == k).float() for k in of)
    return 1 - (2 * (seen * truth).sum() + 1) / ((seen + truth * 1.0).sum() + 1)


def loss_of(out, y):
    likely = F.cross_entropy(out, y, weight=WEIGHT, ignore_index=-1)
    p = out.softmax(1) * (y >= 0).float()[:, None]
    areas = [[2], [3], [4], [5], [4, 5], [6], [7]]
    return likely + 0.5 * sum(dice(p, y, of) for of in areas) / len(areas)


def odds_of(faces):
    """Glasses and coverings are drawn more often."""
    odds = 1.0 + 1.0 * (faces.numbers[:, 215] > 0) + 0.5 * (faces.numbers[:, 214] > 0)
    return odds / odds.sum()


@torch.no_grad()
def check(net, faces, rng):
    inner, union, glasses = np.zeros(8), np.zeros(8), np.zeros(2)
    for at in range(0, min(480, faces.count) - 31, 32):
        x, y = batch(faces, np.arange(at, at + 32), rng, False)
        p = net(x).argmax(1)
        a, b = (p == 4) | (p == 5), (y == 4) | (y == 5)
        glasses += [(a & b).sum().item(), ((a | b) & (y >= 0)).sum().item()]
        for c in range(8):
            inner[c] += ((p == c) & (y == c)).sum().item()
            union[c] += (((p == c) | (y == c)) & (y >= 0)).sum().item()
    return " ".join(f"{n} {i / max(1, u):.3f}" for n, i, u in zip(NAMES, inner, union)) + f" glasses {glasses[0] / max(1, glasses[1]):.3f}"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", nargs="+", required=True, help="as many pictures of a batch from each as its share of the people")
    for name in ("held", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=6000)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--seed", type=int, default=3)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--start", help="folder of another run, or the shipped .onnx")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    sets, held = [Set(folder, "face") for folder in a.data], Set(a.held, "face")
    net = SegmentNet()
    if a.start:
        begin(net, a.start, lambda: batch(sets[0], rng.choice(sets[0].count, BATCH, replace=False), rng, True)[0])
    run = Run(net.to(memory_format=torch.channels_last), a.out, a.steps, a.rate, a.minutes)
    began, total = time.time(), 0.0
    while run.share() < 1:
        if run.step % 200 == 0 or total == 0:
            for faces in sets:
                faces.refresh()
            odds = [odds_of(faces) for faces in sets]
            shares = np.array([faces.count for faces in sets]) / sum(faces.count for faces in sets)
        run.net.train()
        taken = [(faces, rng.choice(faces.count, n, replace=False, p=o)) for faces, o, n in zip(sets, odds, rng.multinomial(BATCH, shares)) if n]
        x, y = (torch.cat(parts) for parts in zip(*(batch(faces, rows, rng, True) for faces, rows in taken)))
        with fast():
            out = run.net(x.to(memory_format=torch.channels_last))
        loss = loss_of(out.float(), y)
        run.update(loss)
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if run.step % 100 == 0:
            print(f"{run.step} loss {total:.4f} of {sum(faces.count for faces in sets)} {time.time() - began:.0f}s", flush=True)
        if run.step % 500 == 0:
            run.save()
            print(run.step, "held-out:", check(run.smooth, held, rng), flush=True)
    run.save()


if __name__ == "__main__":
    main()
