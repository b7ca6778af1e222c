import { useEffect, useRef, useState } from "preact/hooks";
import type { CameraProblem } from "../../shared/camera/openCamera.ts";
import type { Words } from "../words/Words.ts";

/** What the camera sees, with a frame to aim at. It calls `saw` for each code that comes before it. */
export function CodeCamera({ words, saw }: { readonly words: Words; readonly saw: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(saw);
  latest.current = saw;
  const [state, setState] = useState<"opening" | "on" | "unloaded" | CameraProblem>("opening");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    setState("opening");
    // A code is shown without a camera, so what reads codes loads when it is asked for.
    import("../camera/watchCodes.ts")
      .then(({ watchCodes }) => {
        if (video.current === null) return;
        return watchCodes(video.current, { says: setState, saw: (text) => latest.current(text), signal });
      })
      .catch(() => setState("unloaded"));
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
