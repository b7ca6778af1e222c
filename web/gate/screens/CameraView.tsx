import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/components/Icon.tsx";
import type { ScreenProps } from "./ScreenProps.ts";

/** What the camera sees, with a frame to aim at. It also reads while a light covers it. */
export function CameraView({ gate, camera }: ScreenProps) {
  const { scan, camera: problems, check, modes } = gate.words;
  const { busy, mode } = gate.state;
  const video = useRef<HTMLVideoElement>(null);
  const watching = useRef<AbortController>(undefined);
  useSignalEffect(() => {
    const stream = camera.stream.value;
    watching.current?.abort();
    if (video.current === null || stream === undefined) return;
    const controller = new AbortController();
    watching.current = controller;
    video.current.srcObject = stream;
    void video.current.play().catch(() => undefined);
    void camera.watch(video.current, (text, seenAt) => void gate.scan(text, seenAt), controller.signal);
  });
  useEffect(() => {
    const onShow = () => document.visibilityState === "visible" && void camera.revive();
    document.addEventListener("visibilitychange", onShow);
    return () => {
      document.removeEventListener("visibilitychange", onShow);
      watching.current?.abort();
    };
  }, []);
  const status = camera.status.value;
  const isOn = status === "on";
  return (
    <section class="view" aria-label={problems.choose} aria-busy={busy.value}>
      <video ref={video} muted playsInline hidden={!isOn} />
      {isOn && <div class="aim" />}
      {!isOn && (
        <div class="closed">
          <Icon name="camera" />
          {status !== "off" && status !== "opening" && <p>{problems[status]}</p>}
          <button
            type="button"
            class="button"
            disabled={status === "opening"}
            onClick={() => camera.open(gate.state.choices.value.camera)}
          >
            {status === "off" || status === "opening" ? check.cameraAllow : problems.again}
          </button>
        </div>
      )}
      {mode.value !== "enter" && <p class="mode">{modes[mode.value]}</p>}
      {isOn && (
        <p class="hint" role="status">
          {busy.value ? scan.deciding : scan.ready}
          {camera.engine.value === "pure" && ` · ${problems.slowReader}`}
        </p>
      )}
    </section>
  );
}
