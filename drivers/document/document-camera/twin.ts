/** Puts other papers into a recording of the camera above the desk. */
import { withFrames } from "../../camera/uvc/twin.ts";
import type { Twin } from "../../twin.ts";

export const twin: Twin<"video"> = {
  make: ({ dialogue }, standIns) => withFrames(dialogue, (place) => standIns.paper(place)),
};
