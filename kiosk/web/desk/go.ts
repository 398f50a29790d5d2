/** Addresses of pages; apart from route.ts, so that pages may link to each other. */
export const hrefOf = (page: string, ...rest: readonly string[]): string =>
  `#/${[page, ...rest].map(encodeURIComponent).join("/")}`;

export const go = (page: string, ...rest: readonly string[]): void => {
  location.hash = hrefOf(page, ...rest);
};
