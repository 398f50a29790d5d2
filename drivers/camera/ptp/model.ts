/** Behavioural twin of PTP cameras, written from the protocol facts (README.md): plain, Canon EOS and Nikon. */
import { UsbModel } from "../../transport/model-usb.ts";
import { CANON } from "./canon.ts";
import { Body, OK, UNSUPPORTED, type BodyOptions, type Reply } from "./model-body.ts";
import { canon, nikon } from "./model-makers.ts";
import { NIKON } from "./nikon.ts";
import {
  CONTAINER,
  EVENT,
  FORMAT,
  HEAD_LENGTH,
  OPERATION,
  RESPONSE,
  parameters,
  readHead,
  readParameters,
  writeContainer,
  writeDeviceInfo,
} from "./protocol.ts";

const OUT = 0x02;
const IN = 0x81;
const EVENTS = 0x83;
const PACKET = 512;

export type PtpMaker = "plain" | "canon" | "nikon";

export interface PtpTwinOptions extends BodyOptions {
  readonly maker?: PtpMaker;
  readonly operations?: readonly number[];
  /** A serial number, as every real camera tells one. */
  readonly serial?: string;
  /** Who it says it is: its DeviceInfo dataset. */
  readonly info?: Uint8Array;
}

const STANDARD = [
  OPERATION.deviceInfo,
  OPERATION.openSession,
  OPERATION.closeSession,
  OPERATION.objectInfo,
  OPERATION.getObject,
  OPERATION.deleteObject,
];
const MAKERS = {
  plain: { manufacturer: "Twin", model: "Still camera", own: [OPERATION.initiateCapture], firstHandle: 1 },
  canon: { manufacturer: "Canon", model: "EOS twin", own: Object.values(CANON), firstHandle: 0x9100_0001 },
  nikon: { manufacturer: "Nikon", model: "D twin", own: Object.values(NIKON), firstHandle: 0xffff_0001 },
} as const;
/** Operations whose data go to the camera. */
const GIVEN: ReadonlySet<number> = new Set([CANON.setProperty]);

/** These JPEGs, one a release, and round again. The instance tells how many pictures are still in the camera. */
export const twinPtpCamera = (
  pictures: readonly Uint8Array[],
  options: PtpTwinOptions,
): UsbModel & { readonly kept: () => number } => {
  const { maker = "plain", serial = "" } = options;
  const { manufacturer, model, own, firstHandle } = MAKERS[maker];
  const operations = options.operations ?? [...STANDARD, ...own];
  const body = new Body(pictures, options, firstHandle);
  const vendor = maker === "canon" ? canon(body) : maker === "nikon" ? nikon(body) : () => undefined;
  let session = false;
  const twin = new UsbModel((send) => {
    const sendData = (data: Uint8Array): void => {
      send(IN, data);
      if (data.length % PACKET === 0) send(IN, new Uint8Array());
    };
    const event = (code: number, ...values: number[]): void =>
      send(
        EVENTS,
        writeContainer({ type: CONTAINER.event, code, transaction: 0, payload: parameters(...values) }),
      );
    /** A folder first, then the picture, then "complete". */
    const release = async (): Promise<void> => {
      const handle = await body.expose(() =>
        event(EVENT.objectAdded, body.add(FORMAT.folder, new Uint8Array())),
      );
      event(EVENT.objectAdded, handle);
      event(EVENT.captureComplete);
    };
    const standard = (code: number, [handle = 0]: readonly number[]): Reply => {
      switch (code) {
        case OPERATION.deviceInfo:
          return {
            code: RESPONSE.ok,
            data:
              options.info ?? writeDeviceInfo({ operations, manufacturer, model, version: "1.0", serial }),
          };
        case OPERATION.openSession:
          if (session) return { code: RESPONSE.sessionOpen };
          session = true;
          return OK;
        case OPERATION.closeSession:
          session = false;
          return OK;
        case OPERATION.objectInfo:
          return body.info(handle);
        case OPERATION.getObject:
          return body.get(handle);
        case OPERATION.deleteObject:
          body.objects.delete(handle);
          return OK;
        default:
          void release();
          return OK;
      }
    };
    let asked: { readonly code: number; readonly values: readonly number[] } | undefined;
    const answer = (
      code: number,
      transaction: number,
      values: readonly number[],
      given: Uint8Array,
    ): void => {
      const known = operations.includes(code);
      const reply = known ? (vendor(code, values, given) ?? ownOrStandard(code, values)) : UNSUPPORTED;
      const { after = 0 } = reply;
      if (after === 0) return tell(reply, code, transaction);
      void options.clock.sleep(after).then(() => tell(reply, code, transaction));
    };
    const tell = (reply: Reply, code: number, transaction: number): void => {
      if (reply.data)
        sendData(writeContainer({ type: CONTAINER.data, code, transaction, payload: reply.data }));
      sendData(
        writeContainer({
          type: CONTAINER.response,
          code: reply.code,
          transaction,
          payload: new Uint8Array(),
        }),
      );
    };
    /** A maker's operation that needs nothing done is simply granted. */
    const ownOrStandard = (code: number, values: readonly number[]): Reply =>
      code < 0x9000 ? standard(code, values) : OK;
    return {
      identity: {
        vendorId: 0x0aaa,
        productId: 0x0001,
        release: 0x0100,
        interfaceClass: 6,
        endpoints: [
          { address: IN, type: "bulk", maxPacketSize: PACKET },
          { address: OUT, type: "bulk", maxPacketSize: PACKET },
          { address: EVENTS, type: "interrupt", maxPacketSize: 64 },
        ],
      },
      received(_endpoint, command) {
        const { type, code, transaction } = readHead(command);
        const payload = command.subarray(HEAD_LENGTH);
        if (type === CONTAINER.command && GIVEN.has(code)) asked = { code, values: readParameters(payload) };
        else if (type === CONTAINER.command)
          answer(code, transaction, readParameters(payload), new Uint8Array());
        else if (asked?.code === code) answer(code, transaction, asked.values, payload);
      },
    };
  }, options.clock);
  return Object.assign(twin, {
    kept: () => [...body.objects.values()].filter(({ bytes }) => bytes.length > 0).length,
  });
};
