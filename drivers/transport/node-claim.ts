/**
 * A device node is one program's at a time: hidraw lets two open a pad, and both would be given half of a signature. The claim is a
 * name in Linux's abstract socket space, which dies with its process, however that ends; it leaves no file.
 */
import { createServer } from "node:net";
import { OutsideFault } from "../../api/base/faults.ts";

/** Gives what ends the claim. Throws OutsideFault device-failed while another program, or another part of this one, has it. */
export const claimNode = async (node: string): Promise<() => Promise<void>> => {
  if (process.platform !== "linux") return () => Promise.resolve();
  // Whoever connects is hung up on.
  const server = createServer((socket) => socket.destroy());
  const got = await new Promise<"claimed" | "taken" | "none">((resolve) => {
    // Where no such name can be taken (a sandbox), the device's own lock has to do.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "EADDRINUSE" ? "taken" : "none"),
    );
    server.listen(`\0enrolment-kiosk device ${node}`, () => resolve("claimed"));
  });
  if (got === "none") return () => Promise.resolve();
  if (got === "taken")
    throw new OutsideFault(
      "device-failed",
      `${node} is in use by another kiosk program (kiosk start, kiosk devices, kiosk calibrate); end that first, or use its desk.`,
    );
  server.unref();
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
};

/** The claim ends with the transport, however closing it ends. */
export const underClaim = <T extends AsyncDisposable>(transport: T, release: () => Promise<void>): T => {
  const close = transport[Symbol.asyncDispose].bind(transport);
  return Object.assign(transport, {
    [Symbol.asyncDispose]: async () => {
      try {
        await close();
      } finally {
        await release();
      }
    },
  });
};
