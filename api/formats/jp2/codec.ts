/**
 * The only door to OpenJPEG (WebAssembly): JPEG 2000 codestreams (ISO/IEC 15444-1 annex A), 8 bits a component.
 * The library reports errors only as printed lines and then hands out whatever its memory holds, so every
 * line is caught here and any error refuses the result.
 */
import { createRequire } from "node:module";
import type factoryType from "@cornerstonejs/codec-openjpeg/wasmjs";
import type { OpenJpeg } from "@cornerstonejs/codec-openjpeg/wasmjs";
import { Bug, OutsideFault } from "../../base/faults.ts";

/** Interleaved samples, row-major, one byte each. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Five wavelet levels: the coarsest band of a 622 x 800 portrait is then 20 x 25. Small pictures have room for fewer. */
const DECOMPOSITIONS = 5;
const levels = (width: number, height: number): number =>
  Math.max(0, Math.min(DECOMPOSITIONS, Math.floor(Math.log2(Math.min(width, height)))));

let loaded: Promise<OpenJpeg> | undefined;
let complaints: string[] = [];

/** Loaded on first use: most commands never touch a codestream. The package is CommonJS. */
const openJpeg = (): Promise<OpenJpeg> => {
  const load = createRequire(import.meta.url);
  loaded ??= (load("@cornerstonejs/codec-openjpeg/wasmjs") as typeof factoryType)({
    print: () => undefined,
    printErr: (line) => void complaints.push(line),
  });
  return loaded;
};

/**
 * A codestream. `ratio` is raw bytes over coded bytes, which the coder meets nearly; "lossless" is the
 * reversible path. Deterministic.
 */
export const encodeCodestream = async (image: Raster, ratio: number | "lossless"): Promise<Uint8Array> => {
  const { width, height, components, pixels } = image;
  if (pixels.length !== width * height * components)
    throw new Bug(`${pixels.length} bytes for ${width} x ${height} x ${components}`);
  const { J2KEncoder } = await openJpeg();
  const encoder = new J2KEncoder();
  try {
    complaints = [];
    encoder
      .getDecodedBuffer({
        width,
        height,
        bitsPerSample: 8,
        componentCount: components,
        isSigned: false,
        isUsingColorTransform: components === 3,
      })
      .set(pixels);
    encoder.setDecompositions(levels(width, height));
    encoder.setQuality(ratio === "lossless", 1);
    if (ratio !== "lossless") encoder.setCompressionRatio(0, ratio);
    encoder.encode();
    if (complaints.length > 0) throw new Bug(`the JPEG 2000 encoder refused: ${complaints.join("; ")}`);
    return Uint8Array.from(encoder.getEncodedBuffer());
  } catch (cause) {
    // The library throws numbers.
    if (cause instanceof Error) throw cause;
    throw new Bug(`the JPEG 2000 encoder stopped at ${width} x ${height}`, { cause });
  } finally {
    encoder.delete();
  }
};

/** Throws OutsideFault picture-unreadable for what is damaged, cut short, or not 8-bit grey or colour. */
export const decodeCodestream = async (codestream: Uint8Array, label: string): Promise<Raster> => {
  const { J2KDecoder } = await openJpeg();
  const decoder = new J2KDecoder();
  try {
    complaints = [];
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    if (complaints.length > 0)
      throw new OutsideFault("picture-unreadable", `${label} is damaged JPEG 2000: ${complaints[0] ?? ""}`);
    const { width, height, componentCount, bitsPerSample } = decoder.getFrameInfo();
    if (bitsPerSample !== 8 || (componentCount !== 1 && componentCount !== 3))
      throw new OutsideFault(
        "picture-unreadable",
        `${label} has ${componentCount} components of ${bitsPerSample} bits; the kiosk reads 8-bit grey or colour.`,
      );
    return { width, height, components: componentCount, pixels: Uint8Array.from(decoder.getDecodedBuffer()) };
  } catch (cause) {
    if (cause instanceof Error) throw cause;
    throw new OutsideFault("picture-unreadable", `${label} made the JPEG 2000 decoder stop.`, { cause });
  } finally {
    decoder.delete();
  }
};
