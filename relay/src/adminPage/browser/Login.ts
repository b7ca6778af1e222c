import { h } from "preact";
import { useState } from "preact/hooks";
import { CallError, login, openSession, type Session } from "./api.ts";

/** Opens a session with the admin's key. The page forgets the key at once. */
export function Login({ note, onOpen }: { note: string | undefined; onOpen: (session: Session) => void }) {
  const [fault, setFault] = useState<string | undefined>(note);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const key = String(new FormData(form).get("key") ?? "").trim();
    setBusy(true);
    try {
      await login(key);
      form.reset();
      onOpen(await openSession());
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return h(
    "main",
    { class: "login" },
    h("h1", null, "Doorkey relay"),
    h(
      "form",
      { onSubmit: submit },
      h("label", { for: "key" }, "Admin key"),
      h("input", {
        id: "key",
        name: "key",
        type: "password",
        autocomplete: "current-password",
        required: true,
        minLength: 8,
        "aria-describedby": "key-help",
      }),
      h("p", { id: "key-help", class: "quiet" }, "doorkey-relay init showed it once. It begins with dk_admin_."),
      h("p", { role: "alert", class: "fault" }, fault ?? ""),
      h("button", { type: "submit", class: "strong", disabled: busy }, busy ? "One moment…" : "Open"),
    ),
  );
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof CallError)) return "Something went wrong in the page. Load it again.";
  // The key was right, and yet there is no session.
  if (error.message.includes("needs the API key")) return "The browser kept no session. Open this page over https.";
  return error.status === 401 ? "This is not the admin key of this relay." : error.message;
}
