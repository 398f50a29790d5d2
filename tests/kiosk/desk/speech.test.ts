/** What the server says reaches people in their language: every sentence of the source has its line, and fits it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { TROUBLES, UNTRUSTED } from "../../../api/issuance/contract.ts";
import { distrustWords } from "../../../api/issuance/distrust.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { MEASUREMENTS } from "../../../models/params/calibration.ts";
import { CALIBRATION_STEPS } from "../../../api/words/calibration.ts";
import { fieldsWords } from "../../../kiosk/desk/journal.ts";
import { inLanguage, readSpeeches, type Speech, type Speeches } from "../../../kiosk/desk/speech.ts";
import { sourceWords } from "../../../kiosk/devices/certificate-words.ts";
import { parseTarget } from "../../../kiosk/devices/reference.ts";
import { REHEARSAL_TARGETS } from "../../../kiosk/devices/rehearsal.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { diskFault } from "../../../api/base/files.ts";
import { FAULT_CODES, OutsideFault } from "../../../api/base/faults.ts";
import { VirtualClock } from "../../../api/base/clock.ts";
import { openKiosk, T0, temporaryFolder } from "../stand.ts";
import { sentencesIn } from "./sentences.ts";

let speeches: Speeches;
let fr: Speech;
beforeAll(async () => {
  speeches = await readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));
  ({ fr } = speeches);
});

/** Where the sentences are made that a person at the desk reads. */
const SOURCES = [
  "api/base/complaint.ts",
  "api/base/json-file.ts",
  "api/words/capture.ts",
  "drivers/discovery.ts",
  "drivers/virtual/entries.ts",
  "drivers/transport/usb.ts",
  "drivers/transport/hid.ts",
  "drivers/transport/native.ts",
  "drivers/transport/net.ts",
  "drivers/transport/bulk-endpoint.ts",
  "drivers/sbi/client.ts",
  "drivers/sbi/http.ts",
  "drivers/sbi/jws.ts",
  "drivers/sbi/stream.ts",
  "drivers/camera",
  "drivers/fingerprint",
  "drivers/signature",
  "kiosk/desk",
  "kiosk/devices",
  "kiosk/queue",
  "kiosk/store",
  "kiosk/session/ending.ts",
  "kiosk/session/keep",
  "kiosk/server/kiosk-station.ts",
  "kiosk/server/station/at-desk.ts",
  // Why a packet cannot be sealed, or a certificate signed.
  "kiosk/keys",
  "kiosk/cli/runtime/identity.ts",
  "kiosk/cli/runtime/backend.ts",
  "kiosk/cli/runtime/published.ts",
  "api/formats/cms/envelope.ts",
  "api/formats/cms/hybrid.ts",
  "api/formats/cms/signer.ts",
  "api/formats/packet/seal.ts",
  "api/formats/packet/data-groups.ts",
  "api/formats/packet/biometric-records.ts",
  "models/image.ts",
  "models/onnx.ts",
  "api/intake/reception.ts",
  "models/calibration",
];
/** Twins and rehearsals play devices; explanations of recordings are for whoever writes drivers. */
const PASSED_OVER = /(model|explain|target-sheets|protocol)\.ts$|rehears|prometheus/u;

const filesOf = (place: string): readonly string[] =>
  statSync(path.join(projectRoot, place)).isFile()
    ? [place]
    : readdirSync(path.join(projectRoot, place)).flatMap((name) => filesOf(path.join(place, name)));

/** Never seen at the desk: help texts of Prometheus, and what one hole says by itself. */
const NOT_SAID = new Set([
  "Sealed packets without receipt.",
  "Age of the oldest packet without receipt.",
  "Left to ordinary use.",
  "Sessions that could not be sealed and wait.",
]);

describe("sentences of the program", () => {
  test("every one of them is said in French, whatever stands in its holes", () => {
    const unsaid = SOURCES.flatMap(filesOf)
      .filter((file) => file.endsWith(".ts") && !PASSED_OVER.test(file))
      .flatMap((file) => sentencesIn(readFileSync(path.join(projectRoot, file), "utf8")))
      .filter((sentence) => !NOT_SAID.has(sentence) && fr.said(sentence) === sentence);
    expect([...new Set(unsaid)]).toEqual([]);
  });

  test("why a packet waits is said in French, whatever line and backend answered", () => {
    const distrust = [
      "CERT_HAS_EXPIRED",
      "CERT_NOT_YET_VALID",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "CERTIFICATE_REQUIRED",
      "CERTIFICATE_EXPIRED",
      "UNKNOWN_CA",
      "ALERT_BAD_CERTIFICATE",
      "WRONG_VERSION_NUMBER",
    ].map((code) => `intake.example: ${distrustWords(Object.assign(new Error(code), { code })) ?? code}`);
    const why = [
      "intake.example cannot be reached: connect ECONNREFUSED 192.0.2.1:443",
      "intake.example cannot be reached: getaddrinfo ENOTFOUND intake.example",
      "intake.example did not answer within 12 s",
      "the exchange was cancelled",
      "the answer broke off",
      "the backend makes the upload go in circles",
      "the backend's answer is longer than 65536 bytes",
      "the backend sent the upload elsewhere (https://other.example)",
      ...Object.values(UNTRUSTED),
      ...Object.values(TROUBLES).map(([, words]) => words),
      ...distrust,
    ];
    const english = /\b(?:the|certificate|answer|connect|did|is|and)\b/u;
    const said = why.map((one) => fr.said(`${one}; the packet waits and goes again.`));
    expect(said.filter((one) => english.test(one))).toEqual([]);
    expect(said[0]).toBe(
      "intake.example est injoignable : personne ne répond à 192.0.2.1:443 ; le dossier attend et repartira.",
    );
  });

  test("what a disk or the store refuses is said in French", () => {
    const codes = [
      "ENOSPC",
      "EDQUOT",
      "EACCES",
      "EROFS",
      "EIO",
      "EMFILE",
      "EISDIR",
      "ELOOP",
      "ENAMETOOLONG",
      "ENOTDIR",
    ];
    const ofFiles = codes.map((code) => {
      const fault = diskFault(Object.assign(new Error(code), { code }), "/media/stick");
      return fault instanceof OutsideFault ? fault.message : code;
    });
    const source = readFileSync(path.join(projectRoot, "api/base/sqlite.ts"), "utf8");
    const ofStore = [...source.matchAll(/: \[\s*"(?:disk|store)-\w+",\s*"(.+?)"/gu)].map(
      ([, words]) => `store /var/kiosk.db: ${words}`,
    );
    expect(ofStore.length).toBeGreaterThan(8);
    expect([...ofFiles, ...ofStore].filter((one) => fr.said(one) === one)).toEqual([]);
    expect(fr.said(String(ofFiles[0]))).toBe(
      "/media/stick : le disque est plein ; faire de la place ou brancher un disque plus grand",
    );
  });

  test("a sentence keeps its values, and what they say is said too", () => {
    expect(fr.said("Wipe the platen here: upper left, lower centre.")).toBe(
      "Essuyer la vitre ici : en haut à gauche, en bas au milieu.",
    );
    expect(
      fr.said(
        "Wipe the platen here: centre. The last finger's ridges are still on the platen: wipe all of it.",
      ),
    ).toBe(
      "Essuyer la vitre ici : au milieu. Les crêtes du dernier doigt sont encore sur la vitre : l’essuyer tout entière.",
    );
    expect(
      fr.said("The device is in use by a calibration by Awa Koné; end that first, then try again."),
    ).toBe("L’appareil est occupé par un étalonnage par Awa Koné ; y mettre fin, puis réessayer.");
    expect(
      fr.said('bars.json, line 3, column 4: a target\'s reference file has no key "colour"; remove it.'),
    ).toBe(
      "bars.json, ligne 3, colonne 4 : le fichier de référence d’une mire n’a pas de clé « colour » ; l’enlever.",
    );
    expect(fr.said("Give the face 1.30 times the light: exposure time, or lamps.")).toContain("1,30 fois");
    expect(fr.said("2.5 cy/mm along rows")).toMatch(/^2,5 /u);
    expect(fr.said("Wacom STU-430, firmware 1.6: opened and answered.")).toContain("1.6");
    expect(fr.said("The device was unplugged. Plug it in again. (the twin was unplugged)")).toContain(
      "L’appareil a été débranché. Le rebrancher.",
    );
  });

  test("that the journal was changed is said, whatever shows it", async () => {
    using folder = temporaryFolder();
    await using kiosk = await openKiosk(folder.path, new VirtualClock(T0));
    for (const n of [1, 2, 3]) await kiosk.seal(n);
    const saidAfter = async (sql: string) => {
      await kiosk.store.database.run(sql);
      const fault: unknown = await kiosk.audit.verify().catch((error: unknown) => error);
      return fr.said((fault as Error).message);
    };
    expect(await saidAfter("DELETE FROM packets WHERE sequence = 3")).toMatch(
      /^journal : des dossiers scellés ne sont plus gardés \(1, le premier est .*-000000000003\) ; le journal/u,
    );
    expect(await saidAfter("UPDATE audit SET at = 7 WHERE number = 2")).toMatch(
      /^journal, ligne 2 : son contenu n’a pas son empreinte ; .*appeler le superviseur$/u,
    );
    expect(await saidAfter("DELETE FROM audit WHERE number = 2")).toContain("ligne 3 : la ligne 2 manque");
    expect(await saidAfter("DELETE FROM audit")).toContain("des dossiers gardés n’ont pas de ligne");
  });

  test("what nobody has written stays as it is, and English is left alone", () => {
    expect(fr.said("worn skin of a mason")).toBe("worn skin of a mason");
    expect(speeches.en.said("Wipe the platen here: centre.")).toBe("Wipe the platen here: centre.");
  });

  test("only sentences of an answer are said; names, codes and numbers are not touched", () => {
    const answer = {
      words: "All devices are ready.",
      list: [{ sentence: "The kiosk ended while the packet was being sent; it goes again at once." }],
      name: "All devices are ready.",
      at: 7,
    };
    expect(inLanguage(answer, fr)).toEqual({
      words: "Tous les appareils sont prêts.",
      list: [{ sentence: "La borne s’est arrêtée pendant l’envoi du dossier\u00a0; il repart aussitôt." }],
      name: "All devices are ready.",
      at: 7,
    });
  });
});

const refusal = (text: string): string => {
  try {
    parseTarget(Buffer.from(text), "ours.json");
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("a reference file that is wrong", () => {
  const bars = REHEARSAL_TARGETS.find(({ kind }) => kind === "bars")!;
  const steps = REHEARSAL_TARGETS.find(({ kind }) => kind === "steps")!;
  test.each([
    ["{", "ce n’est pas du JSON à cet endroit"],
    ["[]", "le fichier de référence d’une mire : doit être un objet"],
    [{ ...bars, perMm: 99 }, '"perMm" : doit être au plus 5'],
    [{ ...bars, perMm: "1" }, '"perMm" : doit être un nombre'],
    [{ ...bars, relativeUncertainty: -1 }, '"relativeUncertainty" : doit être au moins 0'],
    [{ ...bars, kind: "nothing" }, '"kind" : doit être l’un de "bars", "steps"'],
    [{ ...bars, format: "2" }, '"format" : doit être "calibration-target/1"'],
    [{ ...bars, id: "Our bars" }, '"id" : doit avoir 1 à 40 signes'],
    [{ ...bars, maker: "" }, '"maker" : ne doit pas être vide'],
    [{ ...bars, serial: "x".repeat(81) }, '"serial" : doit avoir au plus 80 caractères'],
    [{ ...bars, maker: undefined }, '"maker" manque'],
    [{ ...bars, colour: 1 }, "n’a pas de clé « colour »"],
    [
      { ...bars, certificate: { ...bars.certificate, expires: "soon" } },
      "doit être un jour, écrit 2026-11-22",
    ],
    [{ ...steps, reflectances: [0.1] }, '"reflectances" : doit avoir au moins 5 entrées'],
  ])("%j: %s", (content, words) => {
    const said = fr.said(refusal(typeof content === "string" ? content : JSON.stringify(content)));
    expect(said).toContain(words);
    expect(said).toMatch(/^ours\.json, ligne 1, colonne \d+ : /u);
    expect(said).not.toMatch(/\b(?:must|the|expected|correct|there|is|a target)\b/u);
  });
});

describe("the certificate's words", () => {
  test("a limit's source is said in French where it is more than a clause", () => {
    const sources = Object.values(MEASUREMENTS).flatMap((one) => ("limit" in one ? [one.limit.source] : []));
    const unsaid = sources.filter(
      (source) => !/^TR [\d.]+$/u.test(source) && sourceWords(fr, source) === source,
    );
    expect(unsaid).toEqual([]);
  });

  test.each(["fr", "en"] as const)("every value, unit, limit and step has its words (%s)", (language) => {
    const speech = speeches[language];
    for (const id of Object.keys(MEASUREMENTS)) expect(speech.words(`value-${id}`), id).toBeDefined();
    for (const step of Object.values(CALIBRATION_STEPS).flat()) {
      expect(speech.words(`step-${step}`), step).toBeDefined();
      expect(speech.words(`step-${step}-do`), step).toBeDefined();
    }
  });
});

test.each([...Object.keys(FAULT_CODES), "role"])(
  "why an act was refused, in the journal's words: %s",
  (code) => {
    const said = (["en", "fr"] as const).map(
      (language) => fieldsWords(speeches[language], { code })[0]?.value,
    );
    expect(said).not.toContain(code);
    expect(said[0]).not.toBe(said[1]);
  },
);
