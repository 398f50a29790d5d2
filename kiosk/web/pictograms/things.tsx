/** Everything that is neither face nor finger, by name. */
import { ANSWERS } from "./answers.tsx";
import { SIGNS } from "./signs.tsx";
import { STEPS } from "./steps.tsx";

const DRAWINGS = { ...STEPS, ...SIGNS, ...ANSWERS } as const;

export type DrawingName = keyof typeof DRAWINGS;
export const Drawing = ({ name }: { name: DrawingName }) => DRAWINGS[name]();
