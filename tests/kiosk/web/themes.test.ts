import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { readTheme } from "../../../kiosk/server/theme.ts";

const folder = path.join(projectRoot, "kiosk/web/themes");
const names = readdirSync(folder);

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

describe("themes", () => {
  test.each(names)("%s can be read by everyone: text 4.5 to 1, controls 3 to 1", async (name) => {
    const { colours } = await readTheme(folder, name);
    expect(contrast(colours.ink, colours.paper)).toBeGreaterThanOrEqual(7);
    expect(contrast(colours.ink, colours.soft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.onPrimary, colours.primary)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.onAccent, colours.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.primary, colours.paper)).toBeGreaterThanOrEqual(3);
    expect(existsSync(path.join(folder, name, "seal.svg"))).toBe(true);
  });

  test("a theme that is not there, or a name that is a path, is refused", async () => {
    await expect(readTheme(folder, "atlantis")).rejects.toMatchObject({ code: "input-missing" });
    await expect(readTheme(folder, "../languages")).rejects.toMatchObject({ code: "usage" });
  });
});
