/**
 * Letters of the region's languages that Doc 9303-3 section 6 does not list. The table belongs to the issuing State:
 * these are proposals, each flagged wherever it was used, until the State confirms or replaces them.
 */
export type NationalTable = Readonly<Record<string, string>>;

/** Bambara, Fulfulde, Songhay-Zarma, Hausa, Tamasheq and the languages of Burkina Faso, in capitals. */
export const PROPOSED_NATIONAL: NationalTable = {
  "\u0190": "E", // open E (Bambara, Moore, Dioula)
  "\u0186": "O", // open O (Bambara, Dioula)
  "\u019d": "N", // N with left hook (Bambara, Fulfulde, Zarma); NY is as plausible
  "\u0181": "B", // B with hook (Fulfulde, Hausa)
  "\u018a": "D", // D with hook (Fulfulde, Hausa)
  "\u0198": "K", // K with hook (Hausa)
  "\u01b3": "Y", // Y with hook (Fulfulde, Hausa of Niger)
  "\u0193": "G", // G with hook (Fulfulde)
  "\u0194": "G", // gamma (Tamasheq); GH is as plausible
  "\u018e": "E", // reversed E (Tamasheq)
  "\u018f": "E", // schwa (Tamasheq)
  "\u0196": "I", // iota (Moore, Lyele)
  "\u01b1": "U", // upsilon (Moore orthographies, Kassem)
  "\u01b2": "V", // V with hook (Moore, Kassem, Ewe); U in some orthographies
  "\u1ebc": "E", // E with tilde (Songhay, Moore)
  "\u1ef8": "Y", // Y with tilde (Zarma)
};
