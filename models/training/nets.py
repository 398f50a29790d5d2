"""The networks. Plain convolutions: on one CPU core they train and run faster than separable ones of the same accuracy."""
import torch
from torch import nn
from torch.nn import functional as F

LANDMARK_SIDE, DETECT_SIDE, SEGMENT_SIDE, PATCH_SIDE = 128, 160, 192, 64
STRIDES = (8, 16, 32)


def exact():
    """Coordinates and rotations stay in 32 bits where the rest of a training step runs in bfloat16."""
    return torch.autocast("cpu", enabled=False)


def conv(a, b, stride=1, kernel=3):
    return nn.Sequential(nn.Conv2d(a, b, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, c, middle=None):
        super().__init__()
        m = middle or c
        self.one = conv(c, m)
        self.two = nn.Sequential(nn.Conv2d(m, c, 3, 1, 1, bias=False), nn.BatchNorm2d(c))

    def forward(self, x):
        return F.relu(x + self.two(self.one(x)))


def shares(logits):
    """Softmax over the last axis, written so that onnxruntime adds up in one order whatever the processor: its own Softmax adds
    as many numbers at once as the processor can."""
    heat = (logits - logits.amax(2, keepdim=True)).exp()
    return heat / (heat @ torch.ones(heat.shape[2], 1))


def rotation(six):
    """6 numbers -> rotation matrix (Gram-Schmidt on two columns)."""
    a, b = six[:, :3], six[:, 3:]
    x = a / a.pow(2).sum(1, keepdim=True).clamp_min(1e-8).sqrt()
    b = b - (x * b).sum(1, keepdim=True) * x
    y = b / b.pow(2).sum(1, keepdim=True).clamp_min(1e-8).sqrt()
    z = torch.stack([x[:, 1] * y[:, 2] - x[:, 2] * y[:, 1], x[:, 2] * y[:, 0] - x[:, 0] * y[:, 2], x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0]], 1)
    return torch.stack([x, y, z], 2)


def pupil_offset(points, outer, inner, pupil):
    """From the middle of an eye's corners to its pupil, in eye widths; N x 2."""
    along = points[:, outer] - points[:, inner]
    width = along.pow(2).sum(1, keepdim=True).clamp_min(1e-8).sqrt()
    return (points[:, pupil] - (points[:, outer] + points[:, inner]) / 2) / width


class LandmarkNet(nn.Module):
    """128 crop -> 98 points (-1..1 over the crop), their log sigma, rotation, states.
    states: eye opening image left, image right, mouth opening, closed logit left, right, gaze yaw, pitch (degrees / 30)."""

    def __init__(self):
        super().__init__()
        self.s2 = conv(3, 16, 2)
        self.s4 = nn.Sequential(conv(16, 32, 2), conv(32, 32))
        self.s8 = nn.Sequential(conv(32, 64, 2), Residual(64))
        self.s16 = nn.Sequential(conv(64, 96, 2), Residual(96))
        self.s32 = nn.Sequential(conv(96, 128, 2), Residual(128))
        self.up32 = nn.Conv2d(128, 64, 1)
        self.up16 = nn.Conv2d(96, 64, 1)
        self.side8 = nn.Conv2d(64, 64, 1)
        self.mix8 = conv(64, 64)
        self.side4 = nn.Conv2d(32, 64, 1)
        self.mix4 = nn.Sequential(nn.Conv2d(64, 64, 3, 1, 1, groups=64, bias=False), nn.BatchNorm2d(64), conv(64, 64, kernel=1))
        self.heat = nn.Conv2d(64, 98, 1)
        self.trunk = nn.Sequential(nn.Flatten(), nn.Linear(128 * 16, 192), nn.ReLU(inplace=True))
        self.sigma = nn.Linear(192, 98)
        self.pose = nn.Linear(192, 6)
        self.eye = nn.Sequential(nn.Linear(64, 32), nn.ReLU(inplace=True), nn.Linear(32, 2))
        self.mouth = nn.Sequential(nn.Linear(64, 32), nn.ReLU(inplace=True), nn.Linear(32, 1))
        self.gaze = nn.Sequential(nn.Linear(192 + 4 * 64 + 4, 64), nn.ReLU(inplace=True), nn.Linear(64, 2))
        self.pose.bias.data = torch.tensor([1.0, 0, 0, 0, 1, 0])
        axis = (torch.arange(32, dtype=torch.float32) + 0.5) / 16 - 1
        self.register_buffer("grid", torch.stack([axis.repeat(32), axis.repeat_interleave(32)], 1))

    def forward(self, x):
        a = self.s4(self.s2(x))
        b = self.s8(a)
        c = self.s16(b)
        d = self.s32(c)
        u = self.up16(c) + F.interpolate(self.up32(d), scale_factor=2.0, mode="nearest")
        u = self.mix8(self.side8(b) + F.interpolate(u, scale_factor=2.0, mode="nearest"))
        u = self.mix4(self.side4(a) + F.interpolate(u, scale_factor=2.0, mode="nearest"))
        t = self.trunk(d)
        with exact():
            u, t = u.float(), t.float()
            heat = shares(F.conv2d(u, self.heat.weight, self.heat.bias).flatten(2))
            points = heat @ self.grid
            pose = rotation(F.linear(t, self.pose.weight, self.pose.bias))
            # What the finest features say around each eye and the mouth tells their state.
            where = torch.stack([heat[:, 60:68].mean(1), heat[:, 68:76].mean(1), heat[:, 76:96].mean(1), heat[:, 96], heat[:, 97]], 1).detach()
            seen = where @ u.flatten(2).transpose(1, 2)
            right, left, mouth = self.eye(seen[:, 0]), self.eye(seen[:, 1]), self.mouth(seen[:, 2])
            # And where the pupils lie between the corners of the eyes, where they look.
            looks = torch.cat([pupil_offset(points, 60, 64, 96), pupil_offset(points, 72, 68, 97)], 1).detach() * 8
            gaze = self.gaze(torch.cat([t.detach(), seen[:, [0, 1, 3, 4]].flatten(1).detach(), looks], 1))
            state = torch.cat([right[:, :1], left[:, :1], mouth, right[:, 1:], left[:, 1:], gaze], 1)
        return points, self.sigma(t), pose, state


class DetectNet(nn.Module):
    """Any picture whose sides are multiples of 32 -> per cell: score logit, then log distances left, top, right, bottom in strides."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, 2), conv(16, 24, 2))
        self.s8 = nn.Sequential(conv(24, 48, 2), conv(48, 48))
        self.s16 = nn.Sequential(conv(48, 64, 2), Residual(64))
        self.s32 = nn.Sequential(conv(64, 96, 2), Residual(96, 64))
        self.side = nn.ModuleList([nn.Conv2d(c, 48, 1) for c in (48, 64, 96)])
        self.mixes = nn.ModuleList([conv(48, 48) for _ in range(3)])
        self.heads = nn.ModuleList([nn.Conv2d(48, 5, 1) for _ in range(3)])
        for h in self.heads:
            h.bias.data = torch.tensor([-4.0, 0.5, 0.5, 0.5, 0.5])

    def forward(self, x):
        a = self.s8(self.stem(x))
        b = self.s16(a)
        c = self.s32(b)
        top = self.side[2](c)
        mid = self.side[1](b) + F.interpolate(top, scale_factor=2.0, mode="nearest")
        low = self.side[0](a) + F.interpolate(mid, scale_factor=2.0, mode="nearest")
        return tuple(h(m(f)) for h, m, f in zip(self.heads, self.mixes, (low, mid, top)))


class SegmentNet(nn.Module):
    """192 crop -> logits of 8 classes at 192 x 192: background, skin, hair, covering, frame, lens, occluder, clothing.
    A rim of glasses is one or two pixels wide: the last step answers for each of the four pixels of a cell. With fours the answer stays
    as it is worked out, 4 planes of 96 x 96 for each class: onnxruntime takes a fourteenth of the whole time to lay them side by side."""

    def __init__(self, fours=False):
        super().__init__()
        self.fours = fours
        self.s2 = conv(3, 16, 2)
        self.s4 = nn.Sequential(conv(16, 32, 2), conv(32, 32))
        self.s8 = nn.Sequential(conv(32, 64, 2), Residual(64, 48))
        self.s16 = nn.Sequential(conv(64, 96, 2), Residual(96, 64))
        self.s32 = nn.Sequential(conv(96, 128, 2), Residual(128, 64))
        self.up = nn.ModuleList([nn.Conv2d(128, 64, 1), nn.Conv2d(96, 64, 1), nn.Conv2d(64, 64, 1), nn.Conv2d(32, 48, 1), nn.Conv2d(16, 32, 1)])
        self.mix16, self.mix8 = conv(64, 64), nn.Sequential(conv(64, 48), Residual(48))
        self.mix4, self.mix2 = conv(48, 32), conv(32, 32)
        self.out = nn.Conv2d(32, 32, 1)

    def forward(self, x):
        a = self.s2(x)
        b = self.s4(a)
        c = self.s8(b)
        d = self.s16(c)
        e = self.s32(d)
        grow = lambda t: F.interpolate(t, scale_factor=2.0, mode="nearest")
        u = self.mix16(self.up[1](d) + grow(self.up[0](e)))
        u = self.mix8(self.up[2](c) + grow(u))
        u = self.mix4(self.up[3](b) + grow(u))
        u = self.out(self.mix2(self.up[4](a) + grow(u)))
        return u if self.fours else F.pixel_shuffle(u, 2)


class Contrast(nn.Module):
    """N x 3 x side x side -> the same planes with the light and the contrast around each pixel taken off: what lies behind dark glass,
    or is dark itself, then stands out as what is light. The surroundings are a box of REACH pixels to each side, cut off at the edge;
    matrix products add up in one order whatever the processor. GRAIN: contrast that counts as noise, of -1..1."""

    REACH, GRAIN = 9, 0.03

    def __init__(self, side):
        super().__init__()
        at = torch.arange(side)
        near = ((at[:, None] - at[None, :]).abs() <= self.REACH).float()
        self.register_buffer("near", near / near.sum(1, keepdim=True), persistent=False)

    def forward(self, x):
        around = lambda t: self.near @ t @ self.near.t()
        with exact():
            x = x.float()
            light = around(x)
            spread = (around(x * x) - light * light).clamp_min(0) + self.GRAIN**2
            return ((x - light) / spread.sqrt()).clamp(-3, 3) / 3


class PatchNet(nn.Module):
    """64 x 64 window on one eye (as the subject's right) or on the mouth -> its points (-1..1 over the window) and their log sigma.
    The network sees the window twice: as it is, and with light and contrast evened out (Contrast).
    With looks: two more planes hold the head's yaw and pitch / 30 degrees everywhere, and the answer has also the logit that the eye is
    shut, and gaze relative to the camera (yaw, pitch) / 30."""

    def __init__(self, points, looks):
        super().__init__()
        self.looks = looks
        self.contrast = Contrast(PATCH_SIDE)
        self.s2 = nn.Sequential(conv(6, 16, 2), conv(16, 24))
        self.s4 = nn.Sequential(conv(24, 48, 2), Residual(48))
        self.s8 = nn.Sequential(conv(48, 64, 2), Residual(64))
        self.up = nn.Conv2d(64, 48, 1)
        self.mix = conv(48, 48)
        self.side = nn.Conv2d(24, 48, 1)
        self.last = conv(48, 48, kernel=1)
        self.heat = nn.Conv2d(48, points, 1)
        self.trunk = nn.Sequential(nn.Conv2d(64, 24, 1), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(24 * 64, 64), nn.ReLU(inplace=True))
        self.sigma = nn.Linear(64, points)
        if looks:
            self.shut = nn.Linear(64, 1)
            self.gaze = nn.Sequential(nn.Linear(64 + 2 * points + 2, 64), nn.ReLU(inplace=True), nn.Linear(64, 2))
        axis = (torch.arange(32, dtype=torch.float32) + 0.5) / 16 - 1
        self.register_buffer("grid", torch.stack([axis.repeat(32), axis.repeat_interleave(32)], 1))

    def forward(self, x):
        seen = x[:, :3]
        a = self.s2(torch.cat([seen, self.contrast(seen)], 1))
        b = self.s4(a)
        c = self.s8(b)
        grow = lambda t: F.interpolate(t, scale_factor=2.0, mode="nearest")
        u = self.last(F.relu(self.side(a) + grow(self.mix(b + grow(self.up(c))))))
        t = self.trunk(c)
        with exact():
            heat = shares(F.conv2d(u.float(), self.heat.weight, self.heat.bias).flatten(2))
            t = t.float()
            points = heat @ self.grid
            sigma = F.linear(t, self.sigma.weight, self.sigma.bias)
            if not self.looks:
                return points, sigma
            shut = F.linear(t, self.shut.weight, self.shut.bias)
            # Where the pupil lies between the corners tells where the eye looks.
            seen = torch.cat([t, (points - points[:, :1]).flatten(1).detach() * 4, x[:, 3:, 0, 0].float()], 1)
            return points, sigma, shut, self.gaze(seen)
