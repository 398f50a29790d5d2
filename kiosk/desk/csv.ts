/** Comma-separated values (RFC 4180), UTF-8. A cell that a spreadsheet would run as a formula is quoted as text. */
const cell = (value: string | number): string => {
  if (typeof value === "number") return String(value);
  const tame = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\n\r]/u.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
};

export const csvOf = (
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Uint8Array =>
  Buffer.from([heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n", "utf8");
