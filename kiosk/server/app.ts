/** The kiosk's own server: loopback only, one page, strict in everything it takes. */
import { createServer, type Server } from "node:http";
import path from "node:path";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { OutsideFault } from "../../api/base/faults.ts";
import { id } from "../../api/base/log.ts";
import { PATHS, type KioskSetting } from "../../api/words/kiosk-http.ts";
import { PROMPT_PATH } from "../../api/words/prompts.ts";
import { Acts } from "./act.ts";
import { entrance, ownHost } from "./entrance.ts";
import { BODY_LIMIT, FRAME_LIMIT, readEnvelope } from "./envelope.ts";
import { FirstPages } from "./first-page.ts";
import { streamInk, streamMirror, streamViews } from "./live.ts";
import type { Prompts } from "./prompts/prompts.ts";
import type { Health } from "../store/health.ts";
import type { Walk } from "./walk.ts";

export interface AppOptions {
  readonly walk: Walk;
  readonly token: string;
  readonly setting: KioskSetting;
  /** Where the built page lies. */
  readonly page: string;
  /** kiosk/web: themes lie there. */
  readonly web: string;
  /** A folder a language. */
  readonly languages: string;
  readonly prompts: Prompts;
  /** The operator's desk, with an entrance of its own (kiosk/desk). */
  readonly desk?: RequestHandler;
  /** Another program's door, with a lock of its own (recording-control.ts). */
  readonly beside?: RequestHandler;
  /** Prometheus text: numbers only, for whoever is on this machine. */
  readonly metrics?: () => string;
  readonly health?: () => Health | undefined;
  /** Where the page hears a document reader that acts as a keyboard: its keys come in here. */
  readonly keys?: (text: string) => void;
  /** Where the page owns the camera: its frames come in here. */
  readonly frame?: (jpeg: Uint8Array) => void;
}

/** Three lines of a document, with whatever a reader puts before and after them. */
const KEYS_LIMIT = 1024;

const guards = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Durations of animations are set on elements by the page's own script, which no header can forbid.
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      mediaSrc: ["'self'", "mediastream:", "blob:"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: "same-origin" },
  referrerPolicy: { policy: "no-referrer" },
  strictTransportSecurity: false,
});

const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status =
    typeof error === "object" && error !== null && "status" in error && typeof error.status === "number"
      ? error.status
      : 500;
  response
    .status(status)
    .json({ refused: status === 413 ? "too large" : status < 500 ? "not a command" : "fault" });
};

/** Sentences may be recorded at the desk while the kiosk runs. */
const settingNow = async ({ setting, prompts }: AppOptions): Promise<KioskSetting> => ({
  ...setting,
  languages: await Promise.all(
    setting.languages.map(async (offer) => ({ ...offer, spoken: await prompts.spoken(offer.tag) })),
  ),
});

const addApi = (app: Express, options: AppOptions): void => {
  const { walk } = options;
  const acts = new Acts(walk);
  app.get(PATHS.setting, async (_request, response) => void response.json(await settingNow(options)));
  app.get(PATHS.health, (_request, response) => void response.json(options.health?.() ?? { lines: [] }));
  app.get(PATHS.events, (request, response) => streamViews(walk, request, response));
  app.get(PATHS.camera, (request, response) =>
    streamMirror(walk.mirror, ({ bytes }) => bytes, request, response),
  );
  app.get(PATHS.paper, (request, response) =>
    streamMirror(walk.paperMirror, ({ picture }) => picture.bytes, request, response),
  );
  app.get(PATHS.pad, (request, response) => streamInk(walk, request, response));
  app.get(`${PATHS.picture}/:name`, (request, response) => {
    const picture = walk.picture(request.params.name);
    if (picture === undefined) {
      response.status(404).end();
      return;
    }
    response.type(picture.mediaType).send(Buffer.from(picture.bytes));
  });
  app.post(PATHS.commands, express.json({ limit: BODY_LIMIT, strict: true }), async (request, response) => {
    const envelope = readEnvelope(request.body);
    if (envelope === undefined) response.status(400).json({ refused: "not a command" });
    else response.json(await acts.act(envelope));
  });
  const { keys } = options;
  if (keys !== undefined)
    app.post(PATHS.reader, express.text({ type: "text/plain", limit: KEYS_LIMIT }), (request, response) => {
      const body: unknown = request.body;
      if (typeof body === "string") keys(body);
      response.status(typeof body === "string" ? 204 : 400).end();
    });
  const take = options.frame;
  if (take !== undefined)
    app.post(PATHS.camera, express.raw({ type: "image/jpeg", limit: FRAME_LIMIT }), (request, response) => {
      const body: unknown = request.body;
      const whole = Buffer.isBuffer(body) && body.length > 0;
      if (whole) take(body);
      response.status(whole ? 204 : 400).end();
    });
};

const addFiles = (app: Express, options: AppOptions): void => {
  const still = { index: false, dotfiles: "ignore", redirect: false } as const;
  app.use(
    "/assets",
    express.static(path.join(options.page, "assets"), { ...still, immutable: true, maxAge: "1y" }),
  );
  app.use(PATHS.strings, express.static(options.languages, still));
  app.use("/themes", express.static(path.join(options.web, "themes"), still));
  app.get(`${PROMPT_PATH}/:tag/:key`, async (request, response) => {
    const heard = await options.prompts.heard(request.params.tag, request.params.key);
    if (heard === undefined) response.status(404).end();
    else {
      response.setHeader("cache-control", "no-cache");
      response.sendFile(heard.file, { headers: { "content-type": heard.mediaType } });
    }
  });
  const pages = new FirstPages(options.page, options.languages);
  app.get("/", async (_request, response) => {
    response.setHeader("cache-control", "no-store");
    response.type("text/html").send(await pages.html(await settingNow(options), options.walk.view()));
  });
};

export const kioskApp = (options: AppOptions): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(guards);
  app.use((_request, response, next) => {
    response.setHeader(
      "permissions-policy",
      "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    );
    next();
  });
  if (options.desk !== undefined) app.use(options.desk);
  if (options.beside !== undefined) app.use(options.beside);
  const { metrics } = options;
  if (metrics !== undefined)
    app.get("/metrics", ownHost, (_request, response) => {
      response.type("text/plain; version=0.0.4").send(metrics());
    });
  app.use(entrance(options.token));
  app.use("/api", (_request, response, next) => {
    response.setHeader("cache-control", "no-store");
    next();
  });
  addApi(app, options);
  addFiles(app, options);
  app.use((_request, response) => void response.status(404).type("text/plain").send("Not here"));
  app.use(refuse);
  return app;
};

export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** With the token: what the kiosk's browser opens. */
  readonly address: string;
}

/** On the loopback; gives the port. Throws OutsideFault usage where it is taken. */
export const listenOn = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new OutsideFault(
          "usage",
          `Port ${port} cannot be used (${cause.code ?? "unknown"}); name another with --port.`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

/** On the loopback, and nowhere else. Port 0: any. */
export const startServer = async (options: AppOptions, wanted: number): Promise<Listening> => {
  const server = createServer(kioskApp(options));
  const port = await listenOn(server, wanted);
  options.walk.options.log.write("info", "listening", { address: id(`127.0.0.1:${port}`) });
  return {
    port,
    address: `http://127.0.0.1:${port}/?token=${options.token}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
