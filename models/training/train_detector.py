"""train_detector.py --scenes DIR --faces DIR --held DIR --out DIR --steps N [--seed S]: boxes of faces (the box of their 98 points)."""
import argparse
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import SIDE, Set, crops, spoil, standard
from nets import DETECT_SIDE, STRIDES, DetectNet
from schedule import Run, fast

SIZES = ((0, 38), (28, 84), (60, 1e9))  # longer side of a box, in input pixels, that each stride answers for


def boxes_of(numbers, kind):
    if kind == "face":
        out = np.zeros((len(numbers), 6, 4), np.float32)
        out[:, 0] = numbers[:, 206:210]
        return out
    return numbers.reshape(-1, 6, 6)[:, :, :4]


def mosaic(faces, n, rng):
    """Pictures put together of four windows into single portraits at any scale: small faces, several faces, and clothes,
    walls and hair without a face. Boxes as in `batch`."""
    s = DETECT_SIDE
    x, boxes = torch.zeros(n, 3, s, s), np.zeros((n, 6, 4), np.float32)
    for i in range(n):
        cx, cy = int(rng.uniform(0.2, 0.8) * s), int(rng.uniform(0.2, 0.8) * s)
        rows = np.sort(rng.choice(faces.count, 4, replace=False))
        truth = boxes_of(np.array(faces.numbers[rows]), "face")[:, 0]
        images = np.array(faces.images[rows])
        order = rng.permutation(4)
        for k, (x0, y0, x1, y1) in enumerate(((0, 0, cx, cy), (cx, 0, s, cy), (0, cy, cx, s), (cx, cy, s, s))):
            j = order[k]
            longer = max(x1 - x0, y1 - y0)
            bx, by, bw, bh = truth[j]
            if rng.random() < 0.35:  # a piece without the face: below, above or beside its box
                side = rng.uniform(30, 80)
                spots = [(rng.uniform(0, SIDE), by + bh * 1.15 + side / 2), (bx - side / 2 - 6, rng.uniform(0, SIDE)), (bx + bw + side / 2 + 6, rng.uniform(0, SIDE))]
                at = spots[rng.integers(0, 3)]
                keep = False
            else:
                m = float(np.exp(rng.uniform(np.log(9), np.log(longer * 0.8))))
                side, at, keep = max(bw, bh) * longer / m, (bx + bw / 2 + rng.normal() * bw * 0.15, by + bh / 2 + rng.normal() * bh * 0.15), True
            tile, _ = crops(images[j : j + 1], torch.tensor([at], dtype=torch.float32), torch.tensor([side], dtype=torch.float32), torch.zeros(1), longer)
            x[i, :, y0:y1, x0:x1] = tile[0, :, : y1 - y0, : x1 - x0]
            if keep:
                f = longer / side
                box = np.array([(bx - at[0] + side / 2) * f + x0, (by - at[1] + side / 2) * f + y0, bw * f, bh * f])
                mid = box[:2] + box[2:] / 2
                inside = x0 < mid[0] < x1 and y0 < mid[1] < y1
                boxes[i, k] = box if inside else 0
    return x, boxes


def textures(n, rng):
    """Pictures without a face: cloudy noise of several scales in a few colours, with shaded balls, rods and bands."""
    s = DETECT_SIDE
    axis = torch.linspace(0, 1, s)
    gx, gy = axis.repeat(s, 1), axis.repeat(s, 1).t()
    out = torch.zeros(n, 3, s, s)
    for i in range(n):
        colours = torch.from_numpy(rng.uniform(0, 1, (3, 3)).astype(np.float32))
        cells = int(rng.choice([3, 5, 9, 17, 40, 80]))
        cloud = F.interpolate(torch.from_numpy(rng.uniform(0, 1, (1, 2, cells, cells)).astype(np.float32)), size=(s, s), mode="bilinear", align_corners=False)[0]
        x = colours[0].view(3, 1, 1) * cloud[:1] + colours[1].view(3, 1, 1) * (1 - cloud[:1])
        x = x * (0.6 + 0.8 * cloud[1:])
        for _ in range(int(rng.integers(0, 12))):
            cx, cy, r, stretch, turn = rng.uniform(0, 1), rng.uniform(0, 1), np.exp(rng.uniform(-4, -0.9)), np.exp(rng.uniform(-1.2, 1.2)), rng.uniform(0, 3.14)
            dx, dy = gx - cx, gy - cy
            u, v = (dx * np.cos(turn) + dy * np.sin(turn)) / (r * stretch), (-dx * np.sin(turn) + dy * np.cos(turn)) / r
            d = u * u + v * v
            inside = (d < 1).float() if rng.random() < 0.7 else (v.abs() < 1).float()
            light = (0.5 + 0.5 * (1 - d.clamp(0, 1)) + 0.3 * (u * rng.normal() + v * rng.normal())).clamp(0.1, 1.3)
            paint = torch.from_numpy(rng.uniform(0, 1, (3, 1, 1)).astype(np.float32))
            x = x * (1 - inside) + paint * light * inside
        out[i] = x.clamp(0, 1)
    return out


def turn_over(x, boxes, rng):
    """Pictures on their head or side hold no face that stands before a camera: nearly every fifth shows none. In place."""
    for i in np.nonzero(rng.random(len(x)) < 0.18)[0]:
        quarters = int(rng.choice([2, 2, 2, 1, 3]))
        x[i] = torch.rot90(x[i], quarters, (1, 2))
        boxes[i] = 0


def batch(sets, counts, rng, train):
    images, boxes = [], []
    for faces, n in zip(sets, counts):
        rows = np.sort(rng.choice(faces.count, n, replace=False)) if train else np.arange(n)
        images.append(np.array(faces.images[rows]))
        boxes.append(boxes_of(np.array(faces.numbers[rows]), faces.kind))
    n_mosaic = sum(counts) // 3 if train else 0
    images, boxes = np.concatenate(images), np.concatenate(boxes)
    n = len(images)
    side = rng.uniform(100, 250, n) if train else np.full(n, float(SIDE))
    room = np.abs(SIDE - side) / 2
    centre = SIDE / 2 + rng.uniform(-1, 1, (n, 2)) * room[:, None] * (1 if train else 0)
    x, _ = crops(images, torch.from_numpy(centre.astype(np.float32)), torch.from_numpy(side.astype(np.float32)), torch.zeros(n), DETECT_SIDE)
    k = (DETECT_SIDE / side)[:, None]
    out = np.zeros_like(boxes)
    out[:, :, 0] = (boxes[:, :, 0] - centre[:, :1] + side[:, None] / 2) * k
    out[:, :, 1] = (boxes[:, :, 1] - centre[:, 1:] + side[:, None] / 2) * k
    out[:, :, 2:] = boxes[:, :, 2:] * k[:, :, None]
    if train:
        tiles, marked = mosaic(sets[1], n_mosaic, rng)
        n_empty = sum(counts) // 5
        x, out = torch.cat([x, tiles, textures(n_empty, rng)]), np.concatenate([out, marked, np.zeros((n_empty, 6, 4), np.float32)])
        n += n_mosaic + n_empty
        flip = rng.random(n) < 0.5
        x[flip] = x[flip].flip(3)
        out[flip, :, 0] = np.where(out[flip, :, 2] > 0, DETECT_SIDE - out[flip, :, 0] - out[flip, :, 2], 0)
        turn_over(x, out, rng)
        x = spoil(x, rng)
        # What lies outside a frame is black when it is made square.
        for i in np.nonzero(rng.random(n) < 0.4)[0]:
            edge = int(rng.uniform(0, 0.25) * DETECT_SIDE)
            if rng.random() < 0.5:
                x[i, :, :, DETECT_SIDE - edge :] = 0
            else:
                x[i, :, DETECT_SIDE - edge :] = 0
            b = out[i]
            b[((b[:, 0] + b[:, 2] / 2 > DETECT_SIDE - edge) | (b[:, 1] + b[:, 3] / 2 > DETECT_SIDE - edge)), 2] = 0
    return standard(x), out


def targets(boxes):
    """Per stride: score -1 (not judged), 0, 1 and the four distances in strides."""
    n, out = len(boxes), []
    for stride, (low, high) in zip(STRIDES, SIZES):
        g = DETECT_SIDE // stride
        score, away = np.zeros((n, g, g), np.float32), np.ones((n, 4, g, g), np.float32)
        at = (np.arange(g) + 0.5) * stride
        for i in range(n):
            for x, y, w, h in boxes[i]:
                cx, cy, m = x + w / 2, y + h / 2, max(w, h)
                if w <= 0 or not (0 < cx < DETECT_SIDE and 0 < cy < DETECT_SIDE):
                    if w > 0:  # mostly outside: neither a face nor none
                        score[i][np.outer((at > y) & (at < y + h), (at > x) & (at < x + w)) & (score[i] == 0)] = -1
                    continue
                reach = max(0.6 * stride, min(1.2 * stride, 0.2 * m))
                near = np.outer(np.abs(at - cy) < reach, np.abs(at - cx) < reach)
                ours = low <= m < high and m > 7
                around = np.outer(np.abs(at - cy) < 0.35 * h, np.abs(at - cx) < 0.35 * w) if ours else near
                score[i][around & (score[i] == 0)] = -1
                if ours:
                    score[i][near] = 1
                    gx, gy = np.meshgrid(at, at)
                    d = np.stack([gx - x, gy - y, x + w - gx, y + h - gy]) / stride
                    away[i][:, near] = np.maximum(d, 0.05)[:, near]
        out.append((torch.from_numpy(score), torch.from_numpy(away)))
    return out


def loss_of(outs, boxes):
    total, positives = 0.0, 1.0
    for out, (score, away) in zip(outs, targets(boxes)):
        p, hit = out[:, 0].sigmoid(), score == 1
        focal = torch.where(hit, 0.5 * (1 - p) ** 2 * F.softplus(-out[:, 0]), 0.5 * p**2 * F.softplus(out[:, 0]))
        total = total + focal[score >= 0].sum()
        if hit.any():
            d = out[:, 1:].clamp(-4, 4).exp().permute(0, 2, 3, 1)[hit]
            t = away.permute(0, 2, 3, 1)[hit]
            both = torch.minimum(d, t)
            inner = (both[:, 0] + both[:, 2]) * (both[:, 1] + both[:, 3])
            area = lambda v: (v[:, 0] + v[:, 2]) * (v[:, 1] + v[:, 3])
            iou = inner / (area(d) + area(t) - inner + 1e-6)
            total = total + (1 - iou).sum() + 0.3 * (d.log() - t.log()).abs().sum()
            positives += hit.sum().item()
    return total / positives


@torch.no_grad()
def decode(outs, bar):
    found = []
    for i in range(len(outs[0])):
        rows = []
        for out, stride in zip(outs, STRIDES):
            p = out[i, 0].sigmoid()
            for y, x in torch.nonzero(p > bar).tolist():
                l, t, r, b = (out[i, 1:, y, x].clamp(-4, 4).exp() * stride).tolist()
                cx, cy = (x + 0.5) * stride, (y + 0.5) * stride
                rows.append((p[y, x].item(), cx - l, cy - t, l + r, t + b))
        keep = []
        for row in sorted(rows, reverse=True):
            if all(overlap(row[1:], k[1:]) < 0.4 for k in keep):
                keep.append(row)
        found.append(keep)
    return found


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def check(net, held, rng):
    n = min(400, held.count)
    x, boxes = batch([held], [n], rng, False)
    hits = wanted = extra = 0
    for at in range(0, n, 50):
        for rows, truth in zip(decode(net(x[at : at + 50]), 0.5), boxes[at : at + 50]):
            truth = [t for t in truth if max(t[2:]) > 10]
            wanted += len(truth)
            hits += sum(any(overlap(t, r[1:]) > 0.4 for r in rows) for t in truth)
            extra += sum(not any(overlap(t, r[1:]) > 0.3 for t in truth) for r in rows)
    return f"recall {hits}/{wanted}, extra {extra} on {n} pictures at 0.5"


def main():
    p = argparse.ArgumentParser()
    for name in ("scenes", "faces", "held", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=8000)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=2)
    p.add_argument("--start", help="state of another run whose averaged weights this one begins with")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    scenes, faces, held = Set(a.scenes, "scene"), Set(a.faces, "face"), Set(a.held, "scene")
    net = DetectNet()
    if a.start:
        net.load_state_dict(torch.load(f"{a.start}/state.pt")["smooth"])
    run = Run(net.to(memory_format=torch.channels_last), a.out, a.steps, a.rate, a.minutes)
    began, total = time.time(), 0.0
    while run.share() < 1:
        run.net.train()
        x, boxes = batch([scenes, faces], [10, 10], rng, True)
        with fast():
            outs = run.net(x.to(memory_format=torch.channels_last))
        loss = loss_of([o.float() for o in outs], boxes)
        run.update(loss)
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if run.step % 100 == 0:
            scenes.refresh()
            faces.refresh()
            print(f"{run.step} loss {total:.4f} of {scenes.count} {time.time() - began:.0f}s", flush=True)
        if run.step % 500 == 0:
            held.refresh()
            run.save()
            print(run.step, "held-out:", check(run.smooth, held, rng), flush=True)
    run.save()


if __name__ == "__main__":
    main()
