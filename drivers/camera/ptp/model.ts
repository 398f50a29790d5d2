/** Behavioural twin of a PTP camera, written from the protocol facts (README.md): a folder first, then the picture, then "complete". */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { UsbModel } from "../../transport/model-usb.ts";
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
  writeObjectInfo,
} from "./protocol.ts";

const OUT = 0x02;
const IN = 0x81;
const EVENTS = 0x83;
const PACKET = 512;

export interface PtpTwinOptions {
  readonly clock: Clock;
  /** From the release to the picture. */
  readonly exposure?: Milliseconds;
  readonly operations?: readonly number[];
}

/** These JPEGs, one a release, and round again. */
export const twinPtpCamera = (pictures: readonly Uint8Array[], options: PtpTwinOptions): UsbModel => {
  const { clock, exposure = 300, operations = Object.values(OPERATION) } = options;
  const objects = new Map<number, { format: number; bytes: Uint8Array }>();
  let [releases, handles, session] = [0, 0, false];
  const data = (code: number, handle: number): Uint8Array | undefined => {
    const object = objects.get(handle);
    if (code === OPERATION.deviceInfo)
      return writeDeviceInfo({ operations, manufacturer: "Twin", model: "Still camera", version: "1.0" });
    if (code === OPERATION.objectInfo && object) return writeObjectInfo(object.format, object.bytes.length);
    return code === OPERATION.getObject ? object?.bytes : undefined;
  };
  return new UsbModel((send) => {
    const sendData = (data: Uint8Array): void => {
      send(IN, data);
      if (data.length % PACKET === 0) send(IN, new Uint8Array());
    };
    const event = (code: number, ...values: number[]): void =>
      send(
        EVENTS,
        writeContainer({ type: CONTAINER.event, code, transaction: 0, payload: parameters(...values) }),
      );
    const add = (format: number, bytes: Uint8Array): void => {
      handles += 1;
      objects.set(handles, { format, bytes });
      event(EVENT.objectAdded, handles);
    };
    const release = async (): Promise<void> => {
      const picture = pictures[releases % pictures.length] ?? new Uint8Array();
      releases += 1;
      await clock.sleep(exposure);
      if (releases === 1) add(FORMAT.folder, new Uint8Array());
      add(FORMAT.jpeg, picture);
      event(EVENT.captureComplete);
    };
    const act = (code: number, handle: number): number => {
      if (code === OPERATION.openSession) {
        if (session) return RESPONSE.sessionOpen;
        session = true;
      } else if (code === OPERATION.closeSession) session = false;
      else if (code === OPERATION.deleteObject) objects.delete(handle);
      else if (code === OPERATION.initiateCapture) void release();
      return operations.includes(code) ? RESPONSE.ok : RESPONSE.unsupported;
    };
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
        const { code, transaction } = readHead(command);
        const [handle = 0] = readParameters(command.subarray(HEAD_LENGTH));
        const payload = data(code, handle);
        if (payload) sendData(writeContainer({ type: CONTAINER.data, code, transaction, payload }));
        const answer = act(code, handle);
        sendData(
          writeContainer({ type: CONTAINER.response, code: answer, transaction, payload: new Uint8Array() }),
        );
      },
    };
  }, clock);
};
