import { render } from "preact";
import { keepOffline } from "../shared/offline/keepOffline.ts";
import { App } from "./App.tsx";
import { Wallet } from "./Wallet.ts";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");

const wallet = await Wallet.open().catch((error) => {
  place.className = "failed";
  throw error;
});
// What the document said until now goes, or it would show itself under the page.
place.replaceChildren();
render(<App wallet={wallet} />, place);
await keepOffline();
void wallet.clock.ask();
await wallet.continueAll();
if (RELOADS) new EventSource("/reload").onmessage = () => location.reload();
