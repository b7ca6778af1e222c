import { render } from "preact";
import { keepOffline } from "../shared/offline/keepOffline.ts";
import { App } from "./App.tsx";
import { CameraControl } from "./camera/CameraControl.ts";
import { Gate } from "./Gate.ts";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");

const camera = new CameraControl();
const gate = await Gate.open();
render(<App gate={gate} camera={camera} />, place);
await keepOffline();
// A browser that keeps little may otherwise drop the only copy of what this gate let in.
await navigator.storage?.persist?.();
if (RELOADS) new EventSource("/reload").onmessage = () => location.reload();
