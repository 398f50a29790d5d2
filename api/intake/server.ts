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
} from "../issuance/contract.ts";
import type { Services } from "../issuance/availability.ts";
import { openApi } from "../issuance/openapi.ts";
import { lockFolder } from "../base/lock.ts";
import { STATEMENT_BYTES } from "../issuance/statements.ts";
import { contentStore } from "./content.ts";
import { intakeGate } from "./gate.ts";
import { limiter, type Limiter, type RateLimit } from "./limits.ts";
import { maySpeakFor, peerOf } from "./peer.ts";
import { receptionist, type PacketInspector, type Reception, type Receptionist } from "./reception.ts";
import { statusReply, type IntakeRecords } from "./records.ts";
import { readServices } from "./services.ts";
import { takeStatement, type StatementParts } from "./statements.ts";
import { sqliteRecords } from "./sqlite-records.ts";
import { troubleOf } from "./trouble.ts";
import { openUploads, type Uploads } from "./uploads.ts";

export interface IntakeOptions {
  /** Records, accepted packets, quarantine and unfinished uploads. */
  readonly folder: string;
  readonly files: FileSystem;
  readonly inspector: PacketInspector;
  readonly receipts: ReceiptIssuer;
  readonly clock: Clock;
  readonly log: Log;
  /** Opened by the caller, closed here; absent: SQLite in the folder. */
  readonly records?: IntakeRecords;
  /** DER: who certifies kiosks; their statements are verified under it. Absent: none is taken. */
  readonly trust?: readonly Uint8Array[];
  readonly rate?: RateLimit;
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
  readonly statements: StatementParts;
  readonly limiter: Limiter;
}

/** Of a request that could not be read; undefined: the fault is not the client's. */
const clientStatus = (error: unknown): number | undefined => {
  const status = error instanceof Error && "status" in error ? Number(error.status) : 0;
  return status >= 400 && status < 500 ? status : undefined;
};

const UPLOAD_METHODS = new Set(["POST", "HEAD", "PATCH", "OPTIONS"]);

const routes = ({ records, reception, uploads, log, services, statements, limiter }: Rooms): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.use(...intakeGate(limiter, log));

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
    response.json(statusReply(record));
  });

  app.post(
    API.statements,
    express.raw({ type: RECEIPT_MEDIA_TYPE, limit: STATEMENT_BYTES }),
    async (request, response) => {
      const body: unknown = request.body;
      if (!Buffer.isBuffer(body) || body.length === 0) {
        response.status(400).json({ error: `A body of type ${RECEIPT_MEDIA_TYPE} is needed.` });
        return;
      }
      const refused = await takeStatement(statements, body, (kiosk) => maySpeakFor(request, kiosk));
      if (refused === undefined) response.status(204).end();
      else response.status(REFUSALS[refused.refused]).json(refused);
    },
  );

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
    const status = clientStatus(error);
    if (status === undefined)
      log.write("error", "intake-failed", { code: id(error instanceof OutsideFault ? error.code : "bug") });
    if (response.headersSent) next(error);
    else if (status !== undefined)
      response
        .status(status)
        .json({ error: status === 413 ? "The body is too large." : "The request cannot be read." });
    else if (error instanceof OutsideFault) {
      const { status, body } = troubleOf(error);
      response.status(status).set("retry-after", "60").json(body);
    } else response.status(500).json({ error: "The intake made a mistake." });
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
          // Who is not certified is told why (gate.ts), and heard no further.
          rejectUnauthorized: false,
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
  const { folder, files } = options;
  await files.makeFolder(folder);
  const lock = await lockFolder(
    folder,
    `Another intake works on ${folder}; end it first, or give this one a folder of its own (--store).`,
  );
  const opened: AsyncDisposable[] = [lock];
  try {
    return await openIntake(options, opened);
  } catch (error) {
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]();
    throw error;
  }
};

const openIntake = async (options: IntakeOptions, opened: AsyncDisposable[]): Promise<Intake> => {
  const { folder, files, inspector, receipts, clock, log } = options;
  const records = options.records ?? (await sqliteRecords(path.join(folder, "intake.db")));
  opened.push(records);
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
  const statements = { records, trust: options.trust ?? [], clock, log };
  const rooms = {
    records,
    reception,
    uploads,
    log,
    services,
    statements,
    limiter: limiter(clock, options.rate),
  };
  const server = await listen(routes(rooms), options);
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
      for (const each of opened.toReversed()) await each[Symbol.asyncDispose]();
    },
  };
};
