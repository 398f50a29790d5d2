/** True when the page is there and of these sources. */
export declare const buildPage: (say: (sentence: string) => void) => boolean;
