/** The only door to pdfkit: pages in millimetres, origin top left, exact in size when printed without scaling. */
// oxlint-disable-next-line import/no-named-as-default -- its types know only the default
import PDFDocument from "pdfkit";
import type { Milliseconds, Millimetres } from "../../api/words/units.ts";

const POINTS = 72 / 25.4;

export interface PaperOptions {
  readonly title: string;
  readonly landscape?: boolean;
  /** Written into the file as its date: the same content, the same bytes. */
  readonly at: Milliseconds;
}

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: "left" | "right" | "center";
}

/** What the library's own documentation has and its types lack. */
interface Opening {
  openImage(bytes: Buffer): PDFKit.Mixins.ImageSrc & { readonly width: number; readonly height: number };
}

/** A4. */
export class Paper {
  readonly #document: PDFKit.PDFDocument;
  readonly #parts: Buffer[] = [];
  readonly #ended: Promise<void>;

  constructor({ title, landscape = false, at }: PaperOptions) {
    const date = new Date(at);
    this.#document = new PDFDocument({
      size: "A4",
      layout: landscape ? "landscape" : "portrait",
      margin: 0,
      info: { Title: title, CreationDate: date, ModDate: date, Producer: "enrolment kiosk" },
    });
    this.#document.on("data", (part: Buffer) => this.#parts.push(part));
    this.#ended = new Promise((resolve) => {
      this.#document.on("end", () => resolve());
    });
  }

  page(): void {
    this.#document.addPage();
  }

  /** In a box of this width; gives the height that it took. */
  text(words: string, x: Millimetres, y: Millimetres, width: Millimetres, style: TextStyle): Millimetres {
    const { size, bold = false, colour = "#1c1c1c", align = "left" } = style;
    const document = this.#document.font(bold ? "Helvetica-Bold" : "Helvetica").fontSize(size);
    const options = { width: width * POINTS, align, lineBreak: true };
    document.fillColor(colour).text(words, x * POINTS, y * POINTS, options);
    return document.heightOfString(words, options) / POINTS;
  }

  heightOf(words: string, width: Millimetres, { size, bold = false }: TextStyle): Millimetres {
    const document = this.#document.font(bold ? "Helvetica-Bold" : "Helvetica").fontSize(size);
    return document.heightOfString(words, { width: width * POINTS }) / POINTS;
  }

  rectangle(x: Millimetres, y: Millimetres, width: Millimetres, height: Millimetres, colour: string): void {
    this.#document.rect(x * POINTS, y * POINTS, width * POINTS, height * POINTS).fill(colour);
  }

  line(
    x1: Millimetres,
    y1: Millimetres,
    x2: Millimetres,
    y2: Millimetres,
    width: Millimetres,
    colour: string,
  ): void {
    this.#document
      .moveTo(x1 * POINTS, y1 * POINTS)
      .lineTo(x2 * POINTS, y2 * POINTS)
      .lineWidth(width * POINTS)
      .stroke(colour);
  }

  disc(x: Millimetres, y: Millimetres, radius: Millimetres, colour: string): void {
    this.#document.circle(x * POINTS, y * POINTS, radius * POINTS).fill(colour);
  }

  polygon(points: readonly { readonly x: Millimetres; readonly y: Millimetres }[], colour: string): void {
    this.#document
      .polygon(...points.map(({ x, y }): [number, number] => [x * POINTS, y * POINTS]))
      .fill(colour);
  }

  /** A PNG or JPEG, fitted into the box, in a thin frame: a white picture has an end. */
  picture(bytes: Uint8Array, x: Millimetres, y: Millimetres, width: Millimetres, height: Millimetres): void {
    const box = [width * POINTS, height * POINTS] as const;
    const image = (this.#document as unknown as Opening).openImage(Buffer.from(bytes));
    const scale = Math.min(box[0] / image.width, box[1] / image.height);
    this.#document.image(image, x * POINTS, y * POINTS, { scale });
    this.#document
      .rect(x * POINTS, y * POINTS, image.width * scale, image.height * scale)
      .lineWidth(0.1 * POINTS)
      .stroke("#b8b8b8");
  }

  async bytes(): Promise<Uint8Array> {
    this.#document.end();
    await this.#ended;
    return Buffer.concat(this.#parts);
  }
}
