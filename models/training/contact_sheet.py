"""contact_sheet.py SET face|scene FILE.png [COUNT]: the first pictures of a rendered set with their truth drawn in."""
import sys

import numpy as np
from PIL import Image, ImageDraw

from data import SIDE, Set

folder, kind, out = sys.argv[1:4]
count = int(sys.argv[4]) if len(sys.argv) > 4 else 40
pictures = Set(folder, kind)
count = min(count, pictures.count)
sheet = Image.new("RGB", (8 * SIDE, (count + 7) // 8 * SIDE))
for i in range(count):
    picture = Image.fromarray(pictures.images[i])
    pen = ImageDraw.Draw(picture)
    numbers = pictures.numbers[i]
    if kind == "face":
        for x, y in numbers[:196].reshape(98, 2):
            pen.point((x, y), (0, 255, 0))
    else:
        for x, y, w, h, _, _ in numbers.reshape(6, 6):
            if w > 0:
                pen.rectangle((x, y, x + w, y + h), outline=(0, 255, 0))
    sheet.paste(picture, (i % 8 * SIDE, i // 8 * SIDE))
sheet.save(out)
