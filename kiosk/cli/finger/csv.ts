/** A field of a comma-separated table (RFC 4180): names and reasons may hold commas, quotes and line ends. */
export const quoted = (text: string): string =>
  /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
