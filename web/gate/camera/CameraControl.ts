import { signal } from "@preact/signals";
import { type Camera, type CameraProblem, listCameras, openCamera } from "../../shared/camera/openCamera.ts";
import { watchFrames } from "../../shared/camera/watchFrames.ts";
import { type FrameReader, frameReader } from "./frameReader.ts";
import type { ReadFrame } from "./frames.ts";

/** The page's camera: whether it is on, which one it is, its torch, and what it reads. */
export class CameraControl {
  readonly status = signal<"off" | "opening" | "on" | CameraProblem>("off");
  readonly torch = signal<"none" | "off" | "on">("none");
  readonly engine = signal<ReadFrame["engine"] | undefined>(undefined);
  readonly cameras = signal<readonly { readonly deviceId: string; readonly label: string }[]>([]);
  readonly chosen = signal("");
  readonly stream = signal<MediaStream | undefined>(undefined);
  #camera: Camera | undefined;
  #reader: FrameReader | undefined;

  /** Turns a camera on. The one before goes off, because many phones allow one at a time. */
  async open(deviceId?: string): Promise<void> {
    this.#camera?.close();
    this.status.value = "opening";
    const opened = await openCamera(deviceId);
    if (typeof opened === "string") {
      this.#camera = undefined;
      this.stream.value = undefined;
      this.torch.value = "none";
      this.status.value = opened;
      return;
    }
    this.#camera = opened;
    this.stream.value = opened.stream;
    this.chosen.value = opened.deviceId;
    this.torch.value = opened.hasTorch ? "off" : "none";
    this.cameras.value = await listCameras();
    this.status.value = "on";
  }

  /** Turns it on again if the browser took it away while the page was in the background. */
  async revive(): Promise<void> {
    const ended = this.#camera?.stream.getVideoTracks().every(({ readyState }) => readyState === "ended");
    if (ended === true) await this.open(this.chosen.value);
  }

  async toggleTorch(): Promise<void> {
    if (this.torch.value === "none") return;
    const on = this.torch.value === "off";
    try {
      await this.#camera?.setTorch(on);
      this.torch.value = on ? "on" : "off";
    } catch {
      // Some cameras name a torch that they do not have.
      this.torch.value = "none";
    }
  }

  /** Reads codes in a video that shows the camera, until the signal aborts. */
  async watch(
    video: HTMLVideoElement,
    saw: (text: string, seenAt: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.#reader ??= frameReader();
    const reader = this.#reader;
    const read: FrameReader["read"] = async (frame) => {
      const result = await reader.read(frame);
      this.engine.value = result.engine;
      return result;
    };
    await watchFrames(video, { ...reader, read }, { saw, signal });
  }
}
