/** Files of the logical data structure (Doc 9303-10, table 38). */

export const DATA_GROUP_TAGS = {
  1: 0x61,
  2: 0x75,
  3: 0x63,
  4: 0x76,
  5: 0x65,
  6: 0x66,
  7: 0x67,
  8: 0x68,
  9: 0x69,
  10: 0x6a,
  11: 0x6b,
  12: 0x6c,
  13: 0x6d,
  14: 0x6e,
  15: 0x6f,
  16: 0x70,
} as const;

export type DataGroupNumber = keyof typeof DATA_GROUP_TAGS;

export const EF_COM_TAG = 0x60;
export const EF_SOD_TAG = 0x77;

/** All data groups, ascending. */
export const DATA_GROUPS = Object.keys(DATA_GROUP_TAGS).map(Number) as readonly DataGroupNumber[];

export const dataGroupOf = (tag: number): DataGroupNumber | undefined =>
  DATA_GROUPS.find((number) => DATA_GROUP_TAGS[number] === tag);
