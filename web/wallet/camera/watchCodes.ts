import { type CameraProblem, openCamera } from "../../shared/camera/openCamera.ts";
import { watchFrames } from "../../shared/camera/watchFrames.ts";
import { codeReader } from "./codeReader.ts";

/**
 * Opens the camera, shows it in a video, and reports the codes before it.
 *
 * @param options.says Is told when the camera is on, or why there is no picture.
 * @param options.saw Takes the text of each code.
 * @param options.signal Ends it, and closes the camera.
 */
export async function watchCodes(video: HTMLVideoElement, { says, saw, signal }: watchCodes.Options): Promise<void> {
  const camera = await openCamera();
  if (typeof camera === "string") return signal.aborted ? undefined : says(camera);
  signal.addEventListener("abort", () => camera.close());
  if (signal.aborted) return camera.close();
  video.srcObject = camera.stream;
  says("on");
  await video.play().catch(() => undefined);
  await watchFrames(video, await codeReader(), { saw, signal });
}

export declare namespace watchCodes {
  type Options = {
    readonly says: (state: "on" | CameraProblem) => void;
    readonly saw: (text: string) => void;
    readonly signal: AbortSignal;
  };
}
