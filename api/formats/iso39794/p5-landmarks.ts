/** Points of a face (39794-5, LandmarkBlock in ICAO's profile; see NOTICE.md): MPEG-4 feature points and anthropometric ones. */
import { choice, explicit, fields, listOf, optional, sequence, tagged } from "../../bytes/der.ts";
import { block, extensions, fallback, natural } from "./p1.ts";

/** Points in each of MPEG-4's groups, from group 2 on. */
const GROUP_SIZES = [14, 14, 6, 4, 4, 1, 10, 15, 10, 6, 4];

/** "12.1" is the first point of group 12, the centre of the subject's left eye; "12.2" of the right. */
const FEATURE_POINTS: Readonly<Record<string, number>> = Object.fromEntries(
  GROUP_SIZES.flatMap((size, i) => Array.from({ length: size }, (_, k) => `${i + 2}.${k + 1}`)).map(
    (name, code) => [name, code],
  ),
);

/** An enumeration of which only the number is of use to us. */
const numbered = (n: number, name: string, max: number) =>
  explicit(
    block(n),
    tagged(0xa1, name, fields({ fallback: natural(0, name, max), extensions: extensions(0) })),
  );

const unknownKind = (n: number, name: string) =>
  tagged(block(n), name, fields({ extensions: extensions(-1) }));

const anthropometric = choice("AnthropometricLandmark", {
  base: explicit(
    block(0),
    choice("AnthropometricLandmarkBase", {
      name: numbered(0, "anthropometricLandmarkName", 60),
      pointName: numbered(1, "anthropometricLandmarkPointName", 36),
      pointId: numbered(2, "anthropometricLandmarkPointId", 62),
    }),
  ),
  extension: unknownKind(1, "AnthropometricLandmarkExtensionBlock"),
});

const kind = choice("LandmarkKind", {
  base: explicit(
    block(0),
    choice("LandmarkKindBase", {
      mpeg4: fallback(0, "mpeg4FeaturePoint", FEATURE_POINTS),
      anthropometric: explicit(block(1), anthropometric),
    }),
  ),
  extension: unknownKind(1, "LandmarkKindExtensionBlock"),
});

const x = natural(0, "x", 65535);
const y = natural(1, "y", 65535);

const coordinates = choice("LandmarkCoordinates", {
  base: explicit(
    block(0),
    choice("LandmarkCoordinatesBase", {
      plane: tagged(block(0), "coordinateCartesian2DBlock", fields({ x, y })),
      texture: tagged(
        block(1),
        "coordinateTextureImageBlock",
        fields({ u: natural(0, "uInPixel"), v: natural(1, "vInPixel") }),
      ),
      space: tagged(block(2), "coordinateCartesian3DBlock", fields({ x, y, z: natural(2, "z", 65535) })),
    }),
  ),
  extension: unknownKind(1, "LandmarkCoordinatesExtensionBlock"),
});

const landmark = sequence("LandmarkBlock", {
  kind: explicit(block(0), kind),
  coordinates: optional(explicit(block(1), coordinates)),
  extensions: extensions(1),
});

export const landmarks = listOf(landmark, { max: 256 });

/** An MPEG-4 point in the picture's pixels. */
export const featurePoint = (point: string, at: { readonly x: number; readonly y: number }) =>
  ({
    kind: { kind: "base", value: { kind: "mpeg4", value: { fallback: point } } },
    coordinates: { kind: "base", value: { kind: "plane", value: at } },
  }) as const;
