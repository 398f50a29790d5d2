/** The line to the issuance backend: the configured one with mutual TLS, or the test issuer embedded here. */
import { X509Certificate } from "node:crypto";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Log } from "../../../api/base/log.ts";
import { Line } from "../../../api/issuance/line.ts";
import type { LineIdentity } from "../../keys/provide.ts";
import { readCertificates } from "../trust.ts";
import { startSpecimenIntake } from "../intake/run.ts";
import { placeIn, type ReadConfig } from "./config.ts";

export interface Backend extends AsyncDisposable {
  readonly url: URL;
  readonly line: Line;
  /** For questions that a person waits for: a few seconds, and no more. */
  readonly asking: Line;
  /** Present where the backend is the embedded test issuer. */
  readonly intakeFolder?: string;
  /** The line's certificate was renewed: the next connection shows the new one. Absent: the line shows none. */
  renew?(identity: LineIdentity): void;
}

/** Keeps a connection: a handshake over a bad line costs seconds. */
const KEEP = { keepAlive: true, maxSockets: 4, keepAliveMsecs: 30_000 } as const;

const ASKING_MS = 6000;

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();

/** A key in the file, or one in the token through OpenSSL's engine. */
const shown = (identity: LineIdentity): https.AgentOptions => ({
  cert: identity.certificates.map(pem).join(""),
  ...("key" in identity
    ? { key: identity.key }
    : { key: undefined, privateKeyEngine: identity.engine, privateKeyIdentifier: identity.identifier }),
});

/** `authority`: PEM of whom certifies the backend's server. */
export const tlsAgent = (identity: LineIdentity | undefined, authority: string | Buffer): https.Agent =>
  new https.Agent({
    ...KEEP,
    ca: authority,
    minVersion: "TLSv1.3",
    ...(identity === undefined ? {} : shown(identity)),
  });

const configured = async (config: ReadConfig, identity: LineIdentity | undefined): Promise<Backend> => {
  const { url: text, authority } = config.backend;
  const url = new URL(text);
  if (url.protocol === "http:") {
    const agent = new http.Agent(KEEP);
    return {
      url,
      line: new Line({ clock: systemClock, agent }),
      asking: new Line({ clock: systemClock, agent, patience: ASKING_MS }),
      [Symbol.asyncDispose]: () => Promise.resolve(agent.destroy()),
    };
  }
  if (authority === undefined)
    throw new OutsideFault(
      "input-missing",
      "The configuration names no backend.authority; the backend's server would not be known from another's.",
    );
  if (identity === undefined)
    throw new OutsideFault(
      "key-missing",
      "The kiosk has no certificate for its line yet; send its request (kiosk keys request --purpose line) and install the answer.",
    );
  const agent = tlsAgent(identity, (await readCertificates(placeIn(config, authority))).map(pem).join(""));
  return {
    url,
    line: new Line({ clock: systemClock, agent }),
    asking: new Line({ clock: systemClock, agent, patience: ASKING_MS }),
    renew: (renewed) => Object.assign(agent.options, shown(renewed)),
    [Symbol.asyncDispose]: () => Promise.resolve(agent.destroy()),
  };
};

const embedded = async (data: string, log: Log): Promise<Backend> => {
  const intakeFolder = path.join(data, "intake");
  const intake = await startSpecimenIntake(intakeFolder, log);
  return {
    url: intake.url,
    line: new Line({ clock: systemClock }),
    asking: new Line({ clock: systemClock, patience: ASKING_MS }),
    intakeFolder,
    [Symbol.asyncDispose]: () => intake[Symbol.asyncDispose](),
  };
};

const named = (url: URL): Promise<Backend> =>
  Promise.resolve({
    url,
    line: new Line({ clock: systemClock }),
    asking: new Line({ clock: systemClock, patience: ASKING_MS }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

export interface BackendParts {
  readonly data: string;
  readonly config: ReadConfig | undefined;
  /** What the line shows; asked only where a configuration names a backend. */
  readonly identity: () => LineIdentity | undefined;
  readonly log: Log;
  /** A recorded session's own. */
  readonly instead?: URL | undefined;
}

/** Throws OutsideFault key-missing, key-expired or input-missing where the line cannot be made ready. */
export const openBackend = (parts: BackendParts): Promise<Backend> => {
  if (parts.instead !== undefined) return named(parts.instead);
  return parts.config === undefined
    ? embedded(parts.data, parts.log)
    : configured(parts.config, parts.identity());
};
