/** The part of Trusted Types that this page uses, which TypeScript's library does not describe. */
type Policy = { createHTML(markup: string): string; createScriptURL(url: string): string };
type Policies = { createPolicy(name: string, rules: Policy): Policy };

/** The only script that a page loads by itself: the worker that keeps it. */
const WORKER = "/worker.js";

const rules: Policy = {
  createHTML: (markup) => markup,
  createScriptURL: (url) => {
    if (url === WORKER) return url;
    throw new TypeError(`${url} is not a script of this page.`);
  },
};

/** There is no other policy, so no other text becomes markup or a script. */
const { trustedTypes }: { readonly trustedTypes?: Policies } = globalThis as object;
const policy: Policy = trustedTypes?.createPolicy("doorkey", rules) ?? rules;

/** Shows markup of `html`, in which every value is escaped. */
export function showMarkup(element: Element, { text }: { readonly text: string }): void {
  element.innerHTML = policy.createHTML(text);
}

/** Keeps this page, so that it opens without a network at the door. */
export async function keepPage(): Promise<void> {
  await navigator.serviceWorker?.register(policy.createScriptURL(WORKER)).catch(() => undefined);
}
