/** Of a sentence as it is spoken: another hash, another recording. */
export const hashOf: (voice: string, text: string) => string;
