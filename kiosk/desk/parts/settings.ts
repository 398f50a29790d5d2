/** What this kiosk runs under: policy, configuration, certificates and software, with the hashes that packets name. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json } from "../../../api/formats/packet/canonical-json.ts";
import type { Policy } from "../../session/policy.ts";
import { reads, type DeskPart } from "../part.ts";

export interface SettingsParts {
  readonly policy: Policy;
  /** Undefined: a trial kiosk, without a file. Paths and names only; no secret is in it. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  readonly software: string;
  readonly kiosk: string;
  readonly certificates: () => readonly {
    /** Whose it is. */
    readonly words: string;
    readonly sha256: string;
    readonly ends: number;
  }[];
}

export interface SettingLine {
  readonly name: string;
  readonly value: string;
  /** A value that is a sentence is said in the desk's language. */
  readonly words?: string;
}

const line = (name: string, value: string): SettingLine => ({
  name,
  value,
  ...(/^[A-Z].* .*\.$/su.test(value) ? { words: value } : {}),
});

/** One line a value, named by its place: "unattended.face.limit.budgetMs". Pure. */
export const linesOf = (value: unknown, place = ""): readonly SettingLine[] => {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return [line(place, value.join(", "))];
  if (typeof value !== "object" || value === null) return [line(place, String(value))];
  return Object.entries(value).flatMap(([key, inside]) =>
    linesOf(inside, place === "" ? key : `${place}.${key}`),
  );
};

export const settingsPart = ({ policy, config, software, kiosk, certificates }: SettingsParts): DeskPart => {
  const { sha256, ...content } = policy;
  return {
    reads: {
      all: reads("look", z.strictObject({}), () =>
        Promise.resolve({
          kiosk,
          software,
          policy: { id: policy.id, version: policy.version, sha256, lines: linesOf(content) },
          config:
            config === undefined
              ? undefined
              : {
                  sha256: createHash("sha256")
                    .update(canonicalJson(JSON.parse(JSON.stringify(config)) as Json))
                    .digest("hex"),
                  lines: linesOf(config),
                },
          certificates: certificates(),
        }),
      ),
    },
  };
};
