/** The certificate as it is printed: who, what, when, every value against its limit, what could not be tested, the targets. */
import type { Measurement } from "../../api/words/calibration.ts";
import {
  limitWords,
  nameWords,
  numberWords,
  sourceWords,
  unitWords,
  type CertificateSpeech,
} from "./certificate-words.ts";
import type { CalibrationCertificate } from "./certificate-record.ts";
import { Paper } from "./paper.ts";
import type { CertifiedPictures } from "./pictures.ts";

const VERIFY =
  "openssl cms -verify -binary -inform DER -in certificate.pdf.p7s -content certificate.pdf -CAfile ca.pem -purpose any";
const LEFT = 18;
const RIGHT = 192;
const BOTTOM = 278;
const COLOURS = { passed: "#1f6f43", failed: "#a4262c", quiet: "#5c5c5c", rule: "#b8b8b8" } as const;

/** A cursor down the page that begins the next in time. */
class Column {
  readonly paper: Paper;
  y = 0;
  #pages = 1;
  readonly #foot: string;
  readonly speech: CertificateSpeech;

  constructor(paper: Paper, foot: string, speech: CertificateSpeech) {
    this.paper = paper;
    this.#foot = foot;
    this.speech = speech;
    this.#begin();
  }

  /** The certificate's line of that key. */
  say(key: string, values?: Record<string, string | number>): string {
    return this.speech.words(`certificate-${key}`, values) ?? key;
  }

  #begin(): void {
    this.paper.line(LEFT, 284, RIGHT, 284, 0.15, COLOURS.rule);
    this.paper.text(this.#foot, LEFT, 286, 150, { size: 6.5, colour: COLOURS.quiet });
    this.paper.text(this.say("page", { number: this.#pages }), RIGHT - 24, 286, 24, {
      size: 6.5,
      colour: COLOURS.quiet,
      align: "right",
    });
    this.y = 18;
  }

  room(height: number): void {
    if (this.y + height <= BOTTOM) return;
    this.paper.page();
    this.#pages += 1;
    this.#begin();
  }

  rule(): void {
    this.paper.line(LEFT, this.y, RIGHT, this.y, 0.2, COLOURS.rule);
    this.y += 2;
  }
}

const head = (column: Column, certificate: CalibrationCertificate): void => {
  const { paper } = column;
  const { device, verdict, rehearsal } = certificate;
  paper.text(column.say("title"), LEFT, column.y, 120, { size: 20, bold: true });
  paper.text(certificate.id, RIGHT - 70, column.y + 3, 70, {
    size: 9,
    colour: COLOURS.quiet,
    align: "right",
  });
  column.y += 13;
  const good = verdict === "passed";
  paper.rectangle(LEFT, column.y, RIGHT - LEFT, 10, good ? COLOURS.passed : COLOURS.failed);
  paper.text(column.say(verdict), LEFT + 3, column.y + 2.6, RIGHT - LEFT - 6, {
    size: 12,
    bold: true,
    colour: "#ffffff",
  });
  column.y += 14;
  if (rehearsal !== undefined) {
    column.y += paper.text(
      column.say("rehearsal", { what: column.speech.said(rehearsal) }),
      LEFT,
      column.y,
      RIGHT - LEFT,
      {
        size: 10,
        bold: true,
        colour: COLOURS.failed,
      },
    );
    column.y += 3;
  }
  const facts = [
    [column.say("device"), `${device.make} ${device.model}`],
    [column.say("serial"), device.serial ?? column.say("untold")],
    [column.say("firmware"), device.firmware ?? column.say("untold")],
    [column.say("driver"), device.driver],
    [column.say("kiosk"), certificate.kiosk],
    [column.say("software"), certificate.software],
    [column.say("operator"), certificate.operator],
    [column.say("calibrated"), certificate.calibratedAt.replace("T", " ").slice(0, 16).concat(" UTC")],
    // What did not pass is in force on no day.
    [column.say("expires"), good ? certificate.expires.slice(0, 10) : "–"],
    ...(certificate.settings === undefined
      ? []
      : [
          [
            column.say("settings"),
            Object.entries(certificate.settings)
              .map(
                ([name, value]) =>
                  column.speech.words(`setting-${name}`, { value: `${value}` }) ?? `${name} ${value}`,
              )
              .join(", "),
          ] as const,
        ]),
  ] as const;
  for (const [at, [name, value]] of facts.entries()) {
    const x = at % 2 === 0 ? LEFT : 107;
    paper.text(name, x, column.y, 26, { size: 8.5, colour: COLOURS.quiet });
    paper.text(value, x + 26, column.y, 58, { size: 8.5 });
    if (at % 2 === 1) column.y += 5;
  }
  column.y += 6;
  const note = { size: 6.5, colour: COLOURS.quiet };
  column.y += paper.text(column.say("method"), LEFT, column.y, RIGHT - LEFT, note) + 3;
};

const WIDTHS = { name: 72, value: 45, limit: 34, source: 34, verdict: 20 } as const;

const row = (column: Column, measurement: Measurement): void => {
  const { paper, speech } = column;
  const { value, uncertainty, passed, limit } = measurement;
  const name = nameWords(speech, measurement);
  const unit = unitWords(speech, measurement.unit);
  const number = (of: number) => numberWords(speech, of);
  const source = limit === undefined ? "" : sourceWords(speech, limit.source);
  const below = source === "" ? 0 : 3.2 + paper.heightOf(source, WIDTHS.source, { size: 5.8 });
  const height = Math.max(paper.heightOf(name, WIDTHS.name, { size: 8.5 }), below, 4) + 1.2;
  column.room(height + 2);
  const y = column.y;
  paper.text(name, LEFT, y, WIDTHS.name, { size: 8.5 });
  const spread = uncertainty > 0 ? ` ± ${number(uncertainty)}` : "";
  paper.text(`${number(value)}${spread}${unit === "" ? "" : ` ${unit}`}`, 92, y, WIDTHS.value, { size: 8.5 });
  paper.text(limitWords(speech, measurement), 138, y, WIDTHS.limit, { size: 8, colour: COLOURS.quiet });
  paper.text(source, 138, y + 3.2, WIDTHS.source, { size: 5.8, colour: COLOURS.quiet });
  const words = passed === undefined ? "" : column.say(passed ? "within" : "outside");
  paper.text(words, RIGHT - WIDTHS.verdict, y, WIDTHS.verdict, {
    size: 8.5,
    bold: passed === false,
    colour: passed === false ? COLOURS.failed : COLOURS.passed,
    align: "right",
  });
  column.y += Math.max(height, 6.2);
};

/** The key of what became of a step, and its colour. */
const stepState = ({ outcome }: CalibrationCertificate["steps"][number]): readonly [string, string] => {
  if (outcome.kind === "measured")
    return outcome.passed ? ["step-passed", COLOURS.passed] : ["step-failed", COLOURS.failed];
  return [`step-${outcome.kind}`, outcome.kind === "not-testable" ? COLOURS.quiet : COLOURS.failed];
};

const stepBlock = (
  column: Column,
  record: CalibrationCertificate["steps"][number],
  picture: Uint8Array | undefined,
): void => {
  const { paper, speech } = column;
  column.room(picture === undefined ? 16 : 60);
  column.rule();
  const [state, colour] = stepState(record);
  paper.text(speech.words(`step-${record.step}`) ?? record.step, LEFT, column.y, 100, {
    size: 11,
    bold: true,
  });
  paper.text(column.say(state), RIGHT - 70, column.y, 70, { size: 10, bold: true, colour, align: "right" });
  column.y += 6;
  const { outcome, target, advice } = record;
  if (outcome.kind !== "measured") {
    column.y +=
      paper.text(speech.said(outcome.reason), LEFT, column.y, RIGHT - LEFT, {
        size: 8.5,
        colour: COLOURS.quiet,
      }) + 3;
    return;
  }
  if (target !== undefined) {
    paper.text(column.say("target", target), LEFT, column.y, 150, {
      size: 8,
      colour: COLOURS.quiet,
    });
    column.y += 5;
  }
  for (const measurement of outcome.measurements) row(column, measurement as Measurement);
  if (advice !== undefined)
    column.y +=
      paper.text(speech.said(advice), LEFT, column.y, RIGHT - LEFT, {
        size: 9,
        bold: true,
        colour: COLOURS.failed,
      }) + 1.5;
  if (picture !== undefined) {
    column.room(46);
    paper.picture(picture, LEFT, column.y, 70, 42);
    column.y += 46;
  }
};

/** `hash`: SHA-256 of the JSON that says the same. */
export const certificatePdf = async (
  certificate: CalibrationCertificate,
  pictures: CertifiedPictures,
  hash: string,
  speech: CertificateSpeech,
): Promise<Uint8Array> => {
  const { id } = certificate;
  const say = (key: string, values: Record<string, string> = {}) =>
    speech.words(`certificate-${key}`, values) ?? key;
  const paper = new Paper({
    title: `${say("title")} ${id}`,
    at: Date.parse(certificate.calibratedAt),
  });
  const column = new Column(paper, say("foot", { id, hash, command: VERIFY }), speech);
  head(column, certificate);
  for (const record of certificate.steps) stepBlock(column, record, pictures.get(record.step));
  return paper.bytes();
};
