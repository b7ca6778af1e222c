import { useEffect, useRef, useState } from "preact/hooks";
import { type Camera, type CameraProblem, openCamera } from "../../shared/camera/openCamera.ts";
import { watchFrames } from "../../shared/camera/watchFrames.ts";
import { codeReader } from "../camera/codeReader.ts";
import type { Words } from "../words/Words.ts";

/** What the camera sees, with a frame to aim at. It calls `saw` for each code that comes before it. */
export function CodeCamera({ words, saw }: { readonly words: Words; readonly saw: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(saw);
  latest.current = saw;
  const [state, setState] = useState<"opening" | "on" | CameraProblem>("opening");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    void watch(video, ended.signal, setState, (text) => latest.current(text));
    return () => ended.abort();
  }, [attempt]);
  const isOn = state === "on";
  return (
    <section class="camera" aria-label={words.camera.aim}>
      <video ref={video} muted playsInline hidden={!isOn} />
      {isOn ? (
        <p class="hint" role="status">
          {words.camera.aim}
        </p>
      ) : (
        <div class="closed" role="status">
          <p>{words.camera[state]}</p>
          {state !== "opening" && (
            <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
              {words.camera.again}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

async function watch(
  video: { readonly current: HTMLVideoElement | null },
  signal: AbortSignal,
  says: (state: "opening" | "on" | CameraProblem) => void,
  saw: (text: string) => void,
): Promise<void> {
  says("opening");
  const opened = await openCamera();
  if (typeof opened === "string") return signal.aborted ? undefined : says(opened);
  const camera: Camera = opened;
  signal.addEventListener("abort", () => camera.close());
  if (signal.aborted || video.current === null) return camera.close();
  video.current.srcObject = camera.stream;
  says("on");
  await video.current.play().catch(() => undefined);
  await watchFrames(video.current, await codeReader(), { saw, signal });
}
