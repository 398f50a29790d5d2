/** The English strings as the test language has them. */
export declare const disguised: (source: string) => string;
