import { h } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { AdminOverview } from "../../http/adminSchemas.ts";
import { Audit } from "./Audit.ts";
import { CallError, logout, openSession, overview, type Session, setPaused } from "./api.ts";
import { time } from "./format.ts";
import { Login } from "./Login.ts";
import { type AskPause, Faults, Health, Quarantine, Signers, Sponsors, UnderWay } from "./Overview.ts";
import { Confirm, type Question } from "./parts.ts";
import { Search } from "./Search.ts";

/** Between two readings, in milliseconds. */
const REFRESH_MS = 5_000;

/** Without a session the login, with one the page. */
export function App() {
  const [session, setSession] = useState<Session | null>();
  const [note, setNote] = useState<string>();
  useEffect(() => {
    openSession().then(setSession, () => setSession(null));
  }, []);
  const end = useCallback((why?: string) => {
    setNote(why);
    setSession(null);
  }, []);
  if (session === undefined) return h("main", { class: "login" }, h("h1", null, "Doorkey relay"));
  if (session === null) return h(Login, { note, onOpen: setSession });
  return h(Page, { session, end });
}

function Page({ session, end }: { session: Session; end: (why?: string) => void }) {
  const [data, setData] = useState<AdminOverview>();
  const [fault, setFault] = useState("");
  const [question, setQuestion] = useState<Question>();
  const [acts, setActs] = useState(0);

  const onFault = useCallback(
    (error: unknown) => {
      if (error instanceof CallError && error.status === 401) end("The session has ended.");
      else setFault(error instanceof CallError ? error.message : "Something went wrong in the page.");
    },
    [end],
  );
  const refresh = useCallback(async () => {
    try {
      setData(await overview());
      setFault("");
    } catch (error) {
      onFault(error);
    }
  }, [onFault]);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  const ask: AskPause = (target, name, paused) =>
    setQuestion({
      title: `${paused ? "Pause" : "Resume"} ${name}?`,
      text: paused
        ? "It gets no new transaction. Transactions with a nonce are still sent, because later ones wait behind them."
        : "Requests that wait are sent at once.",
      action: paused ? "Pause" : "Resume",
      run: () => {
        setPaused(session, target, paused)
          .then(() => setActs((count) => count + 1))
          .then(refresh)
          .catch(onFault);
      },
    });
  const leave = () => void logout(session).then(() => end(), onFault);

  const all = data?.paused.includes("all") === true;
  return [
    h(
      "header",
      { key: "header" },
      h("h1", null, "Doorkey relay"),
      data !== undefined &&
        h("p", { class: "quiet" }, `Version ${data.version}, chain ${data.chainId}, read ${time(data.at)}`),
      h(
        "div",
        { class: "actions" },
        data !== undefined &&
          h(
            "button",
            { type: "button", class: all ? "strong" : "danger", onClick: () => ask("all", "the relay", !all) },
            all ? "Resume all" : "Pause all",
          ),
        h("button", { type: "button", onClick: leave }, "Log out"),
      ),
    ),
    h(
      "main",
      { key: "main" },
      h("p", { role: "alert", class: "fault" }, fault),
      data !== undefined &&
        data.paused.length > 0 &&
        h("p", { class: "notice", role: "status" }, `Paused: ${data.paused.join(", ")}`),
      data !== undefined && [
        h(Health, { key: "health", data }),
        h(Signers, { key: "signers", data, ask }),
        h(Sponsors, { key: "sponsors", data, ask }),
        h(UnderWay, { key: "transactions", data }),
        h(Quarantine, { key: "quarantine", data }),
        h(Faults, { key: "faults", data }),
      ],
      h(Search, { onFault }),
      h(Audit, { acts, onFault }),
    ),
    question !== undefined && h(Confirm, { key: question.title, question, close: () => setQuestion(undefined) }),
  ];
}
