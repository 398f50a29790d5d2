/**
 * Powers that are the same bits everywhere. `**` and Math.pow are the C library's since Node 24: its last place is
 * another with a fused multiply-add than without, and another than Node 20's. Math.exp and Math.log are V8's own in
 * every Node. Squares (`** 2`) and whole powers of 2 are exact and stay as they are.
 */

/** base to the exponent; base at least 0 (else NaN). A few last places off the true value for large results. */
export const power = (base: number, exponent: number): number =>
  base === 0 && exponent === 0 ? 1 : Math.exp(exponent * Math.log(base));

/** The double nearest to 10 to a whole exponent. */
export const tenTo = (exponent: number): number => Number(`1e${exponent}`);
