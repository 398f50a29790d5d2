/** The reference issuance backend: the HTTP contract over reception, records and uploads. */
import http from "node:http";
import https from "node:https";
import path from "node:path";
import type { Duplex } from "node:stream";
import express, { type Express, type Response } from "express";
import type { Clock } from "../base/clock.ts";
import { Bug, OutsideFault } from "../base/faults.ts";
import type { FileSystem } from "../base/files.ts";
import { id, type Log } from "../base/log.ts";
import {
  API,
  packetIdSchema,
  RECEIPT_MEDIA_TYPE,
  REFUSALS,
  sha256Schema,
  type ReceiptIssuer,
  type StatusReply,
} from "../issuance/contract.ts";
import type { Services } from "../issuance/availability.ts";
import { openApi } from "../issuance/openapi.ts";
import { contentStore } from "./content.ts";
import { maySpeakFor, peerOf } from "./peer.ts";
import { receptionist, type PacketInspector, type Reception, type Receptionist } from "./reception.ts";
import type { IntakeRecords } from "./records.ts";
import { readServices } from "./services.ts";
import { sqliteRecords } from "./sqlite-records.ts";
import { openUploads, type Uploads } from "./uploads.ts";

export interface IntakeOptions {
  /** Records, accepted packets, quarantine and unfinished uploads. */
  readonly folder: string;
  readonly files: FileSystem;
  readonly inspector: PacketInspector;
  readonly receipts: ReceiptIssuer;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Mutual TLS: only kiosks whose certificate chains to `clients` are heard, and each for itself. */
  readonly tls?: IntakeTls;
  /** Without TLS always the loopback interface. */
  readonly host?: string;
}

export interface IntakeTls {
  /** PEM. */
  readonly key: string | Buffer;
  /** PEM, the server's own first. */
  readonly certificate: string | Buffer;
  /** PEM certificates of the authority that certifies kiosks. */
  readonly clients: string | Buffer;
}

export interface Intake extends AsyncDisposable {
  readonly url: URL;
  readonly records: IntakeRecords;
  readonly reception: Receptionist;
  /** Serves a connection that did not come over the network: one end of a pair in this program. */
  serve(connection: Duplex): void;
}

const answer = (response: Response, reception: Reception): void => {
  switch (reception.kind) {
    case "receipt":
      response.status(200).type(RECEIPT_MEDIA_TYPE).send(Buffer.from(reception.receipt));
      return;
    case "refused":
      response.status(REFUSALS[reception.refusal.refused]).json(reception.refusal);
      return;
    case "garbled":
      response.status(404).json({ error: "The bytes that came were not those announced." });
  }
};

interface Rooms {
  readonly records: IntakeRecords;
  readonly reception: Receptionist;
  readonly uploads: Uploads;
  readonly log: Log;
  readonly services: () => Promise<Services>;
}

const UPLOAD_METHODS = new Set(["POST", "HEAD", "PATCH", "OPTIONS"]);

const routes = ({ records, reception, uploads, log, services }: Rooms): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.get("/v1/openapi.json", (_request, response) => {
    response.json(openApi());
  });

  // What was uploaded is not given out again, nor taken back.
  app.all([API.uploads, `${API.uploads}/*rest`], async (request, response, next) => {
    if (UPLOAD_METHODS.has(request.method)) await uploads.server.handle(request, response);
    else next();
  });

  app.get("/v1/packets/:packetId/receipt", async (request, response) => {
    const packetId = packetIdSchema.safeParse(request.params.packetId);
    const sha256 = sha256Schema.safeParse(request.query["sha256"]);
    if (!packetId.success || !sha256.success) {
      response.status(400).json({ error: "A packet id and ?sha256= are needed." });
      return;
    }
    const record = await records.find(packetId.data);
    const mine = record === undefined ? peerOf(request) !== undefined : maySpeakFor(request, record.kiosk);
    const decided = mine
      ? ((await reception.ask(packetId.data, sha256.data)) ??
        (await uploads.finish(packetId.data, sha256.data)))
      : undefined;
    if (decided === undefined) response.status(404).json({ error: "This packet was never received whole." });
    else answer(response, decided);
  });

  app.get("/v1/packets/:packetId/status", async (request, response) => {
    const packetId = packetIdSchema.safeParse(request.params.packetId);
    const record = packetId.success ? await records.find(packetId.data) : undefined;
    if (record === undefined || !maySpeakFor(request, record.kiosk)) {
      response.status(404).json({ error: "This packet was never received whole." });
      return;
    }
    const reply: StatusReply = {
      packetId: record.packetId,
      status: record.status,
      since: new Date(record.statusSince).toISOString(),
      ...(record.statusReason === undefined ? {} : { reason: record.statusReason }),
    };
    response.json(reply);
  });

  app.get(API.services, async (request, response) => {
    if (peerOf(request) === undefined) response.status(404).json({ error: "There is none." });
    else response.json(await services());
  });

  app.get("/v1/kiosks", async (request, response) => {
    response.json((await records.kiosks()).filter(({ kiosk }) => maySpeakFor(request, kiosk)));
  });

  app.use((_request, response) => {
    response.status(404).json({ error: "There is nothing at this address." });
  });
  app.use(((error: unknown, _request, response, next) => {
    log.write("error", "intake-failed", { code: id(error instanceof OutsideFault ? error.code : "bug") });
    if (response.headersSent) next(error);
    else if (error instanceof OutsideFault)
      response.status(503).set("retry-after", "60").json({ error: error.code });
    else response.status(500).json({ error: "The intake made a mistake." });
  }) satisfies express.ErrorRequestHandler);
  return app;
};

/** A slow line may take an hour for one request; its headers may not. */
const PATIENCE = { requestTimeout: 0, headersTimeout: 30_000 };

const serverOf = (app: Express, tls: IntakeTls | undefined): http.Server =>
  tls === undefined
    ? http.createServer(PATIENCE, app)
    : https.createServer(
        {
          ...PATIENCE,
          key: tls.key,
          cert: tls.certificate,
          ca: tls.clients,
          requestCert: true,
          rejectUnauthorized: true,
          minVersion: "TLSv1.3",
        },
        app,
      );

const listen = (app: Express, { port = 0, tls, host }: IntakeOptions): Promise<http.Server> =>
  new Promise((resolve, reject) => {
    const server = serverOf(app, tls);
    server.once("error", (cause) => {
      reject(
        new OutsideFault("network-down", `Port ${port} cannot be opened: ${cause.message}; choose another.`, {
          cause,
        }),
      );
    });
    server.listen(port, tls === undefined ? "127.0.0.1" : (host ?? "127.0.0.1"), () => resolve(server));
  });

/** Starts the intake on the loopback interface. */
export const startIntake = async (options: IntakeOptions): Promise<Intake> => {
  const { folder, files, inspector, receipts, clock, log } = options;
  await files.makeFolder(folder);
  const records = await sqliteRecords(path.join(folder, "intake.db"));
  const reception = receptionist({
    records,
    accepted: contentStore(files, path.join(folder, "accepted")),
    quarantine: contentStore(files, path.join(folder, "quarantine")),
    inspector,
    receipts,
    clock,
    log,
  });
  const uploads = await openUploads({ folder: path.join(folder, "uploads"), files, reception, clock });
  await uploads.sweep();
  const services = () => readServices(files, folder);
  const server = await listen(routes({ records, reception, uploads, log, services }), options);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Bug("the intake listens on no port");
  return {
    url: new URL(`${options.tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`),
    records,
    reception,
    serve: (connection) => void server.emit("connection", connection),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await records[Symbol.asyncDispose]();
    },
  };
};
