/** French sets a space before : ; ? ! and inside « »: no line may break there. */
export const spacedFrench = (text: string): string => text.replaceAll(/ (?=[:;?!»])|(?<=«) /gu, "\u00a0");
