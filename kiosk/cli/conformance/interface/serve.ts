/** The machine-callable test interface: HTTP on loopback, /TR03122/CASE/VARIANT (TR-03122-1 v6.0, chapter 4). */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import express from "express";
import { EXIT, FAULT_CODES, OutsideFault } from "../../../../api/base/faults.ts";
import type { Policy } from "../../../session/policy.ts";
import type { ScannerName } from "../../people/scanners.ts";
import type { Terminal } from "../../terminal.ts";
import { makeBench, type Bench } from "../bench.ts";
import { madeGroundTruth } from "../truth/made.ts";
import { REQUESTS } from "./requests.ts";

/** A sequence of 200 pictures of 2.1 MB would be more; a test system sends a few. */
const LARGEST_BODY = "64mb";

const complaint = (error: unknown): { readonly status: number; readonly text: string } => {
  if (error instanceof OutsideFault)
    return { status: FAULT_CODES[error.code] === EXIT.refused ? 422 : 503, text: error.message };
  const status = (error as { readonly status?: unknown }).status;
  if (status === 413)
    return { status: 413, text: `The request is larger than ${LARGEST_BODY}; send fewer pictures.` };
  throw error;
};

export const interfaceApp = (bench: Bench): express.Express => {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.raw({ type: () => true, limit: LARGEST_BODY }));
  app.all("/TR03122/:test/:variant", async (request, response, next) => {
    const { test, variant } = request.params;
    const found = Object.hasOwn(REQUESTS, `${test}/${variant}`) ? REQUESTS[`${test}/${variant}`] : undefined;
    if (found === undefined) return next();
    if (request.method !== found.method) {
      response.set("Allow", found.method).status(405).type("text/plain");
      return response.send(`${test} is called with ${found.method}.\n`);
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return response.type("application/xml").send(await found.answer(bench, body));
  });
  app.use((request, response) => {
    response
      .status(404)
      .type("text/plain")
      .send(`${request.path} is no test case here. There are:\n${Object.keys(REQUESTS).join("\n")}\n`);
  });
  app.use(
    (error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      const { status, text } = complaint(error);
      response.status(status).type("text/plain").send(`${text}\n`);
    },
  );
  return app;
};

export const listen = async (
  bench: Bench,
  port: number,
): Promise<{ readonly server: Server; readonly url: URL }> => {
  const server = createServer(interfaceApp(bench)).listen(port, "127.0.0.1");
  // Whoever waits for "listening" alone is told of "error" too.
  await once(server, "listening").catch((cause: NodeJS.ErrnoException) => {
    throw new OutsideFault(
      "usage",
      `Port ${port} cannot be used (${cause.code ?? "unknown"}); name another with --serve.`,
      { cause },
    );
  });
  const { port: bound } = server.address() as AddressInfo;
  return { server, url: new URL(`http://127.0.0.1:${bound}/TR03122/`) };
};

/** Until the program is stopped. */
export const serve = async (
  terminal: Terminal,
  policy: Policy,
  port: number,
  scanner: ScannerName,
): Promise<void> => {
  const { server, url } = await listen(makeBench(policy, madeGroundTruth(scanner), scanner), port);
  terminal.print(`Test interface on ${url.href}`);
  const stop = () => server.close();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  await once(server, "close");
};
