"""Photographs with points placed by hand: the half of `Young Adult White Faces with Manipulated Versions` (DeBruine and Jones,
figshare 4220517, CC BY 4.0) that no table reports on. Used last and sparingly, for what rendered faces cannot teach: where
people put the points on people."""
import glob
import os

import numpy as np
import torch
from PIL import Image

from data import SIDE, crops, into_crop, standard
from nets import LANDMARK_SIDE

# Place in the 189-point template -> one of the 98.
PLACES = {0: 96, 1: 97, 18: 60, 19: 61, 20: 62, 21: 63, 22: 64, 30: 65, 29: 66, 28: 67, 23: 68, 24: 69, 25: 70, 26: 71, 27: 72, 33: 73, 32: 74, 31: 75}
PLACES |= {87: 76, 88: 77, 89: 78, 90: 79, 91: 80, 92: 81, 93: 82, 108: 83, 107: 84, 106: 85, 105: 86, 104: 87, 96: 90, 101: 94, 129: 16}
MARGIN = 1.75  # side of the kept square over the box of the points


def trained_on(folder):
    """Every second person by name, women and men apart; tests/bench/face-sets.ts reports the others alone."""
    names = sorted(os.path.basename(f)[:-4] for f in glob.glob(f"{folder}/*.tem"))
    return [n for kind in "fm" for n in [m for m in names if m.endswith(kind)][0::2]]


def template(path):
    lines = open(path).read().splitlines()
    return np.array([[float(v) for v in line.split()] for line in lines[1 : 1 + int(lines[0])]], np.float32)


class Photos:
    """Like data.Set of kind face: squares of `pixels` a side; points that nobody placed are the network's own first answer."""

    def __init__(self, folder, net, pixels=SIDE):
        images, numbers, known = [], [], []
        for name in trained_on(folder):
            picture = Image.open(f"{folder}/{name}.jpg").convert("RGB")
            marks = template(f"{folder}/{name}.tem")
            points = self.guess(picture, marks, net)
            seen = np.zeros(98, np.float32)
            for place, point in PLACES.items():
                points[point], seen[point] = marks[place], 1
            low, high = points.min(0), points.max(0)
            centre, side = (low + high) / 2, float((high - low).max()) * MARGIN
            left, top = centre - side / 2
            square = picture.crop((int(left), int(top), int(left + side), int(top + side))).resize((pixels, pixels), Image.LANCZOS)
            row = np.zeros(219, np.float32)
            row[:196] = ((points - [int(left), int(top)]) * (pixels / side)).reshape(-1)
            images.append(np.asarray(square))
            numbers.append(row)
            known.append(seen)
        self.images, self.numbers, self.known = np.stack(images), np.stack(numbers), torch.from_numpy(np.stack(known))
        self.count, self.names = len(images), trained_on(folder)

    @staticmethod
    def guess(picture, marks, net):
        eyes, chin = marks[:2].mean(0), marks[129]
        height = float(np.linalg.norm(chin - eyes)) * 1.28
        centre, side = chin - (chin - eyes) / np.linalg.norm(chin - eyes) * height / 2, height * 1.3
        box = [int(v) for v in (*(centre - side / 2), *(centre + side / 2))]
        x = np.asarray(picture.crop(box).resize((LANDMARK_SIDE, LANDMARK_SIDE), Image.BOX), np.float32) / 255
        with torch.no_grad():
            points = net(standard(torch.from_numpy(x).permute(2, 0, 1)[None]))[0][0].numpy()
        return points * side / 2 + centre
