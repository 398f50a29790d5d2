/** What a record says about presentation attacks (39794-1, PADDataBlock in ICAO's profile; see NOTICE.md). */
import { explicit, fields, listOf, octets, optional, sequence, tagged } from "../../bytes/der.ts";
import { block, bytes, dateTime, extensions, fallback, natural, registryId, scoreOrError } from "./p1.ts";

const MANY = { max: 64 };

const scoreBlock = sequence("PADScoreBlock", {
  mechanismId: tagged(block(0), "mechanismIdBlock", registryId),
  result: explicit(block(1), scoreOrError),
  extensions: extensions(1),
});

const extendedData = sequence("ExtendedDataBlock", {
  dataTypeId: tagged(block(0), "dataTypeIdBlock", registryId),
  data: bytes(1, "data"),
});

export const padData = fields({
  decision: optional(fallback(0, "decision", { noAttack: 0, attack: 1, failureToAssess: 2 })),
  scores: optional(tagged(block(1), "scoreBlocks", listOf(scoreBlock, MANY))),
  extendedData: optional(tagged(block(2), "extendedDataBlocks", listOf(extendedData, MANY))),
  captureContext: optional(
    fallback(3, "captureContext", { enrolment: 0, verification: 1, identification: 2 }),
  ),
  supervision: optional(
    fallback(4, "supervisionLevel", { unknown: 0, controlled: 1, assisted: 2, observed: 3, unattended: 4 }),
  ),
  riskLevel: optional(natural(5, "riskLevel", 100)),
  criteria: optional(fallback(6, "criteriaCategory", { unknown: 0, individual: 1, common: 2 })),
  parameter: optional(bytes(7, "parameter")),
  challenges: optional(tagged(block(8), "challenges", listOf(tagged(0x04, "PADChallenge", octets()), MANY))),
  captured: optional(tagged(block(9), "captureDateTimeBlock", dateTime)),
  extensions: extensions(9),
});
