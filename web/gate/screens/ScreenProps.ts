import type { CameraControl } from "../camera/CameraControl.ts";
import type { Gate } from "../Gate.ts";

/** What a screen shows and acts on. */
export type ScreenProps = { readonly gate: Gate; readonly camera: CameraControl };
