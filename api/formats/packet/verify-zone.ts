/** The machine readable zone against the applicant of the manifest: the same person in both. */
import type { PartialDate } from "../../words/subject.ts";
import { mrzDate } from "../mrz/date.ts";
import type { ReadZone } from "../mrz/read.ts";
import { demand } from "./checks.ts";
import type { Manifest } from "./manifest.ts";

/** A date without members that are undefined. */
export const birthOf = ({ applicant }: Manifest): PartialDate => {
  const { year, month, day } = applicant.birth;
  return { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
};

/** @throws OutsideFault naming the field that differs */
export const checkZone = (zone: ReadZone, manifest: Manifest): void => {
  const { applicant, transliterated } = manifest;
  demand(
    zone.issuingState === manifest.issuingState,
    `the zone says ${zone.issuingState}, the manifest ${manifest.issuingState}`,
  );
  demand(zone.documentCode === manifest.documentCode, `document code ${zone.documentCode} in the zone`);
  demand(zone.nationality === applicant.nationality, `nationality ${zone.nationality} in the zone`);
  demand(zone.sex === applicant.sex, `sex ${zone.sex} in the zone, ${applicant.sex} in the manifest`);
  demand(zone.birth === mrzDate(birthOf(manifest)), `birth ${zone.birth} in the zone is not the applicant's`);
  if (!transliterated.truncated) {
    demand(
      zone.primary === transliterated.primary.join("<"),
      "the zone's primary identifier is not the transliterated one",
    );
    demand(
      zone.secondary === transliterated.secondary.join("<"),
      "the zone's secondary identifier is not the transliterated one",
    );
  }
  const open = [
    ...(zone.documentNumber === "" ? ["documentNumber"] : []),
    ...(zone.expiry === "" ? ["dateOfExpiry"] : []),
  ];
  demand(
    open.join() === manifest.dg1.provisional.join(),
    "dg1.provisional does not name the fields that fillers stand for",
  );
};
