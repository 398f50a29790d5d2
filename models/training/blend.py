"""blend.py --part landmarks|segment|eye|mouth --from A.onnx --to B.onnx --share 0.5 --out RUN: a run whose weights lie between those of two
networks of which one was trained on from the other. What the last steps forgot comes back and most of what they taught stays."""
import argparse
import os

import torch

from nets import LANDMARK_SIDE, PATCH_SIDE, SEGMENT_SIDE, LandmarkNet, PatchNet, SegmentNet
from shipped import taken

PARTS = {"landmarks": (LandmarkNet, LANDMARK_SIDE, 3), "segment": (SegmentNet, SEGMENT_SIDE, 3), "eye": (lambda: PatchNet(9, True), PATCH_SIDE, 5), "mouth": (lambda: PatchNet(20, False), PATCH_SIDE, 3)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--part", choices=PARTS, required=True)
    p.add_argument("--from", dest="start", required=True)
    p.add_argument("--to", required=True)
    p.add_argument("--share", type=float, default=0.5, help="0: the first alone, 1: the second alone")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    make, side, planes = PARTS[a.part]
    one, other = (taken(make(), path, side, planes).state_dict() for path in (a.start, a.to))
    between = lambda u, v: u + (v - u) * a.share if u.is_floating_point() else u
    os.makedirs(a.out, exist_ok=True)
    torch.save({"smooth": {key: between(one[key], other[key]) for key in one}}, f"{a.out}/state.pt")


if __name__ == "__main__":
    main()
