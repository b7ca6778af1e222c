import { render } from "preact";
import { keepOffline } from "../shared/offline/keepOffline.ts";
import { App } from "./App.tsx";
import { BoxOffice } from "./BoxOffice.ts";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");

const office = await BoxOffice.open();
render(<App office={office} />, place);
await keepOffline();
if (RELOADS) new EventSource("/reload").onmessage = () => location.reload();
