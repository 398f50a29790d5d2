/** The part of the WebAssembly build of OpenJPEG that the door uses; the package ships no types. */
declare module "@cornerstonejs/codec-openjpeg/wasmjs" {
  export interface FrameInfo {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
    isUsingColorTransform?: boolean;
  }
  export interface J2KEncoder {
    /** A view of the encoder's own memory; to be filled before `encode`. */
    getDecodedBuffer(info: Required<FrameInfo>): Uint8Array;
    setDecompositions(levels: number): void;
    /** `layers` is the number of quality layers, not a rate. */
    setQuality(lossless: boolean, layers: number): void;
    setCompressionRatio(layer: number, ratio: number): void;
    encode(): void;
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  export interface J2KDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getFrameInfo(): FrameInfo;
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  }
  export interface OpenJpeg {
    J2KEncoder: new () => J2KEncoder;
    J2KDecoder: new () => J2KDecoder;
  }
  export default function factory(options: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<OpenJpeg>;
}
