/** A camera that is on. */
export type Camera = {
  readonly stream: MediaStream;
  readonly deviceId: string;
  readonly hasTorch: boolean;
  setTorch(on: boolean): Promise<void>;
  close(): void;
};

/** Why there is no picture. */
export type CameraProblem = "refused" | "missing" | "busy" | "insecure";

/** A torch is not in TypeScript's library. */
type WithTorch = MediaTrackCapabilities & { readonly torch?: boolean };

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

/**
 * Opens a camera at 1280×720.
 *
 * @param deviceId The one that its user chose. Defaults to one that looks away from its user.
 * @returns the camera, or why there is none.
 */
export async function openCamera(deviceId?: string): Promise<Camera | CameraProblem> {
  const media: MediaDevices | undefined = navigator.mediaDevices;
  if (media === undefined) return "insecure";
  const wishes: MediaTrackConstraints[] = [{ ...SIZE, facingMode: "environment" }, {}];
  if (deviceId !== undefined) wishes.unshift({ ...SIZE, deviceId: { exact: deviceId } });
  let problem: CameraProblem = "missing";
  for (const video of wishes) {
    try {
      return cameraOf(await media.getUserMedia({ video, audio: false }));
    } catch (error) {
      problem = problemOf(error);
      if (problem === "refused") return problem;
    }
  }
  return problem;
}

function cameraOf(stream: MediaStream): Camera {
  const [track] = stream.getVideoTracks();
  const capabilities: WithTorch | undefined = track?.getCapabilities?.();
  return {
    stream,
    deviceId: track?.getSettings().deviceId ?? "",
    hasTorch: capabilities?.torch === true,
    setTorch: async (on) => track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }),
    close() {
      for (const one of stream.getTracks()) one.stop();
    },
  };
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}

/** The cameras of this device. Their names are empty until the browser allowed one. */
export async function listCameras(): Promise<readonly { readonly deviceId: string; readonly label: string }[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId, label }) => ({ deviceId, label }));
}
