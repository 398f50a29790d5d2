"""contact_sheet.py SET face|scene FILE.png [COUNT]: the first pictures of a rendered set, of any size, with their truth
drawn in: points or boxes, and beside each portrait the class of every pixel."""
import math
import os
import sys

import numpy as np
from PIL import Image, ImageDraw

from data import FACE_NUMBERS, SCENE_NUMBERS, Set

CELL = 192
# background, skin, hair, covering, glasses frame, lens, occluder, clothing, then the finer classes of skin and hair
COLOURS = np.array(
    [[40, 40, 40], [224, 172, 140], [96, 56, 24], [200, 40, 160], [250, 230, 40], [60, 200, 240], [240, 60, 40], [70, 90, 200]]
    + [[255, 255, 255], [140, 80, 40], [180, 140, 60], [250, 120, 120], [60, 30, 10], [160, 255, 160], [0, 0, 0], [0, 0, 0]],
    np.uint8,
)


def side_of(folder, width):
    """Pixels a side; pictures may still be written, so the nearest multiple of 32."""
    count = os.path.getsize(f"{folder}/numbers.f32") // (4 * width)
    return round(math.sqrt(os.path.getsize(f"{folder}/images.u8") / 3 / count) / 32) * 32


folder, kind, out = sys.argv[1:4]
count = int(sys.argv[4]) if len(sys.argv) > 4 else 40
side = side_of(folder, FACE_NUMBERS if kind == "face" else SCENE_NUMBERS)
pictures = Set(folder, kind, side)
count = min(count, pictures.count)
across = 8
wide = 2 * CELL if kind == "face" else CELL
sheet = Image.new("RGB", (across * wide, (count + across - 1) // across * CELL))
for i in range(count):
    scale = CELL / side
    picture = Image.fromarray(pictures.images[i]).resize((CELL, CELL))
    pen = ImageDraw.Draw(picture)
    numbers = pictures.numbers[i]
    at = (i % across * wide, i // across * CELL)
    if kind == "face":
        for x, y in numbers[:196].reshape(98, 2) * scale:
            pen.point((x, y), (0, 255, 0))
        classes = Image.fromarray(COLOURS[np.minimum(pictures.masks[i], len(COLOURS) - 1)])
        sheet.paste(classes.resize((CELL, CELL), Image.NEAREST), (at[0] + CELL, at[1]))
    else:
        for x, y, w, h in numbers.reshape(6, 6)[:, :4] * scale:
            if w > 0:
                pen.rectangle((x, y, x + w, y + h), outline=(0, 255, 0))
    sheet.paste(picture, at)
sheet.save(out)
