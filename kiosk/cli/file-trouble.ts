/** What the system says of a file or folder on the command line is the caller's trouble, not a fault of the program. */
import { OutsideFault, type FaultCode } from "../../api/base/faults.ts";

/** Node's error about a file or folder, which is the caller's to mend. */
interface FileError extends Error {
  readonly code: string;
  readonly path: string;
}

const FILE_TROUBLE: Readonly<Record<string, FaultCode>> = {
  ENOENT: "input-missing",
  ENOTDIR: "input-missing",
  EISDIR: "input-missing",
  ELOOP: "input-missing",
  EEXIST: "disk-failed",
  EACCES: "disk-failed",
  EPERM: "disk-failed",
  EROFS: "disk-failed",
  ENAMETOOLONG: "disk-failed",
  ENOSPC: "disk-full",
};

const isFileError = (error: unknown): error is FileError =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code in FILE_TROUBLE &&
  "path" in error &&
  typeof error.path === "string";

/** A file or folder that the caller named and that cannot be used, as an OutsideFault; anything else is left as it is. */
export const namedTrouble = (error: unknown): unknown => {
  if (!isFileError(error)) return error;
  const code = FILE_TROUBLE[error.code] ?? "disk-failed";
  const why = /^\w+: (?<why>[^,]+),/u.exec(error.message)?.groups?.["why"] ?? error.message;
  return new OutsideFault(code, `${error.path} cannot be used: ${why}.`, { cause: error });
};
