"""train_landmarks.py --data DIR --held DIR --out DIR --steps N [--seed S]: landmarks, pose, eye and mouth state, gaze.
With --photos DIR one in --share of every batch are photographs (see photos.py), which teach points alone."""
import argparse
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import MIRROR, Set, crops, into_crop, reshape_faces, rotation_of, spoil, standard
from nets import LANDMARK_SIDE, LandmarkNet
from photos import Photos
from schedule import Run, fast
from shipped import begin

EYES = ((60, 64), (68, 72))


def batch(faces, rows, rng, train):
    rows = np.sort(rows)
    numbers = torch.from_numpy(np.array(faces.numbers[rows]))
    points = numbers[:, :196].reshape(-1, 98, 2)
    low, high = points.amin(1), points.amax(1)
    centre, side = (low + high) / 2, (high - low).amax(1) * 1.3
    n = len(rows)
    draw = lambda s, *shape: torch.from_numpy(rng.normal(0, s, (n, *shape)).astype(np.float32))
    roll = numbers[:, 198] * np.pi / 180
    if train:
        # Half as the detector leaves a face, half as a second pass does, upright and centred.
        second = torch.from_numpy((rng.random(n) < 0.5).astype(np.float32))
        angle = second * (-roll + draw(0.06)) + (1 - second) * draw(0.22)
        wild = (1.25 - second)[:, None]
        centre = centre + draw(0.06, 2) * side[:, None] * wild
        side = side * torch.exp(draw(0.09) * wild[:, 0])
    else:
        angle = -roll
    q, field = into_crop(points, centre, side, angle), None
    if train:
        plain = q
        field, q = reshape_faces(q, LANDMARK_SIDE, rng)
        wider = torch.stack([(q[:, a] - q[:, b]).norm(dim=1) / (plain[:, a] - plain[:, b]).norm(dim=1) for a, b in EYES], 1)
        numbers[:, 199:201] = numbers[:, 199:201] / wider.clamp(0.5, 2)
    x, _ = crops(np.array(faces.images[rows]), centre, side, angle, LANDMARK_SIDE, field)
    c, s = angle.cos(), angle.sin()
    zero, one = torch.zeros_like(c), torch.ones_like(c)
    turn = torch.stack([c, -s, zero, s, c, zero, zero, zero, one], 1).view(-1, 3, 3)
    pose = turn @ rotation_of(numbers[:, 196:199])
    state = torch.cat([numbers[:, 199:202], (numbers[:, 202:204] > 0.75).float(), numbers[:, 204:206] / 30], 1)
    known = faces.known[rows] if hasattr(faces, "known") else torch.ones(n, 98)
    if train:
        flip = torch.from_numpy(rng.random(n) < 0.5)
        x[flip] = x[flip].flip(3)
        known[flip] = known[flip][:, MIRROR]
        mirrored = q[:, MIRROR] * torch.tensor([-1.0, 1.0])
        q = torch.where(flip[:, None, None], mirrored, q)
        m = torch.diag(torch.tensor([-1.0, 1, 1]))
        pose = torch.where(flip[:, None, None], m @ pose @ m, pose)
        swapped = state[:, [1, 0, 2, 4, 3, 5, 6]] * torch.tensor([1.0, 1, 1, 1, 1, -1, 1])
        state = torch.where(flip[:, None], swapped, state)
        x = spoil(x, rng)
    return standard(x), q, pose, state, numbers, known


WEIGHT = torch.ones(98)
WEIGHT[:33] = 0.5
WEIGHT[13:20] = 1.0
WEIGHT[16] = 3.0
WEIGHT[33:51] = 0.5
WEIGHT[60:76] = 2.0
WEIGHT[88:96] = 3.0  # inner lips: few mouths are open, and they are what is asked for
WEIGHT[96:] = 1.5


def slant(r, pose):
    """Radians that yaw and pitch are off, of heads that face the camera."""
    yaw = lambda m: torch.atan2(m[:, 0, 2], m[:, 2, 2])
    pitch = lambda m: torch.asin((-m[:, 1, 2]).clamp(-0.999, 0.999))
    facing = (yaw(pose).abs() < 0.5).float()
    return (((yaw(r) - yaw(pose)).abs() + (pitch(r) - pitch(pose)).abs()) * facing).sum() / facing.sum().clamp_min(1)


def loss_of(out, q, pose, state, known, rendered):
    """known: N x 98, points that are placed; rendered: of how many pictures, the first, pose and state are known."""
    points, sigma, r, s = out
    off = (points - q).abs().sum(2)
    spread = sigma.clamp(-6, 1)
    mean = lambda v: (v * known).sum() / known.sum()
    likely = mean(off.detach() / spread.exp() + spread)  # sigma learns from the error, the points from the plain error
    marks = mean((off + 0.03 * torch.log1p(off / 0.01)) * WEIGHT)
    s, state, k = s[:rendered], state[:rendered], rendered
    turn = (r[:k] - pose[:k]).abs().mean() + 0.5 * slant(r[:k], pose[:k])
    opening = (s[:, :3] - state[:, :3]).abs().mean()
    closed = F.binary_cross_entropy_with_logits(s[:, 3:5], state[:, 3:5], pos_weight=torch.tensor(1.5))
    gaze = 10 * (s[:, 5:] - state[:, 5:]).pow(2).mean()  # an absolute error would settle at the median: straight ahead
    return 10 * marks + 0.05 * likely + 2 * turn + 6 * opening + 0.4 * closed + 0.8 * gaze


def odds_of(faces, twice):
    """What is rare and hard is drawn more often: open mouths, shut eyes and the pictures from the `twice`-th on two times,
    children under six and scarves half as often again."""
    n = faces.numbers
    odds = np.where((n[:, 201] > 0.06) | (n[:, 202:204].max(1) > 0.5), 2.0, 1.0)
    odds *= np.where(n[:, 212] < 0.1, 1.5, 1.0) * np.where((n[:, 214] > 0) & (n[:, 214] < 4), 1.5, 1.0)
    odds *= np.where(np.arange(len(n)) < twice, 1.0, 2.0)
    return odds / odds.sum()


@torch.no_grad()
def check(net, faces, rng):
    errors, mouths, chins, yaws, closed = [], [], [], [], []
    for at in range(0, min(600, faces.count) - 31, 32):
        x, q, pose, state, numbers, _ = batch(faces, np.arange(at, at + 32), rng, False)
        points, _, r, s = net(x)
        easy = ((numbers[:, 196].abs() < 20) & (numbers[:, 216] == 0) & (numbers[:, 215] < 2)).numpy()
        mid = lambda p: torch.stack([(p[:, a] + p[:, b]) / 2 for a, b in EYES], 1)
        ied = (mid(q)[:, 0] - mid(q)[:, 1]).norm(dim=1, keepdim=True)
        errors.append(((mid(points) - mid(q)).norm(dim=2) / ied).mean(1).numpy()[easy])
        mouths.append(((points - q)[:, [76, 82]].norm(dim=2) / ied).mean(1).numpy()[easy])
        chins.append(((points - q)[:, 16].norm(dim=1) / ied[:, 0]).numpy()[easy])
        yaws.append((torch.atan2(r[:, 0, 2], r[:, 2, 2]) - torch.atan2(pose[:, 0, 2], pose[:, 2, 2])).abs().numpy()[easy] * 57.3)
        closed.append((0.5 * ((s[:, 3] > 0) & (state[:, 3] > 0.5)).float() / (state[:, 3] > 0.5).float().mean().clamp_min(1e-6) + 0.5 * ((s[:, 3] <= 0) & (state[:, 3] <= 0.5)).float() / (state[:, 3] <= 0.5).float().mean().clamp_min(1e-6)).numpy())
    v = [np.concatenate(e) for e in (errors, mouths, chins, yaws, closed)]
    return "eye %.2f%% p95 %.2f mouth %.2f chin %.2f yaw %.2f closed %.3f" % (v[0].mean() * 100, np.percentile(v[0], 95) * 100, v[1].mean() * 100, v[2].mean() * 100, v[3].mean(), v[4].mean())


def main():
    p = argparse.ArgumentParser()
    for name in ("data", "held", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=12000)
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--photos")
    p.add_argument("--share", type=int, default=6, help="one in so many pictures is a photograph")
    p.add_argument("--twice", type=int, default=10**9, help="pictures from this one on are drawn twice as often")
    p.add_argument("--keep-stem", action="store_true", help="the first two stages stay as --start has them: a fifth less work")
    p.add_argument("--start", help="a run whose averaged weights this one begins with, or a shipped .onnx")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    faces, held = Set(a.data, "face"), Set(a.held, "face")
    net = LandmarkNet()
    if a.start:
        begin(net, a.start, lambda: batch(faces, rng.choice(faces.count, a.batch, replace=False), rng, True)[0])
    for stem in (net.s2, net.s4) if a.keep_stem else ():
        for weights in stem.parameters():
            weights.requires_grad_(False)
    photos = Photos(a.photos, net.eval()) if a.photos else None
    run = Run(net.to(memory_format=torch.channels_last), a.out, a.steps, a.rate, a.minutes)
    began, total = time.time(), 0.0
    while run.share() < 1:
        if run.step % 200 == 0 or total == 0:
            faces.refresh()
            odds = odds_of(faces, a.twice)
        run.net.train()
        shots = 0 if photos is None else a.batch // a.share
        drawn = [batch(faces, rng.choice(faces.count, a.batch - shots, replace=False, p=odds), rng, True)]
        if shots:
            drawn.append(batch(photos, rng.choice(photos.count, shots, replace=False), rng, True))
        x, q, pose, state, known = (torch.cat(parts) for parts in zip(*((d[0], d[1], d[2], d[3], d[5]) for d in drawn)))
        with fast():
            out = run.net(x.to(memory_format=torch.channels_last))
        loss = loss_of(out, q, pose, state, known, a.batch - shots)
        run.update(loss)
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if run.step % 100 == 0:
            print(f"{run.step} loss {total:.4f} of {faces.count} {time.time() - began:.0f}s", flush=True)
        if run.step % 500 == 0:
            held.refresh()
            run.save()
            print(run.step, "held-out:", check(run.smooth, held, rng), flush=True)
    run.save()


if __name__ == "__main__":
    main()
