/** What a recording of a device holds, by its transport. */
import type { HidEntry } from "./transport/hid-recording.ts";
import type { SerialEntry } from "./transport/serial-recording.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";
import type { VideoRecording } from "./transport/video-recording.ts";

export interface Recordings {
  readonly usb: readonly UsbExchange[];
  readonly hid: readonly HidEntry[];
  readonly serial: readonly SerialEntry[];
  readonly video: VideoRecording;
}
