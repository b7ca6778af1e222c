/** The part of Trusted Types that the pages use, which TypeScript's library does not describe. */
type Policy = { createScriptURL(url: string): string };
type Policies = { createPolicy(name: string, rules: Policy): Policy };

declare global {
  interface Window {
    readonly trustedTypes?: Policies;
  }
}

/** Where a script of our own may be. */
const OWN = /^\/(sw\.js|assets\/[\w.-]+\.js)$/;

const rules: Policy = {
  createScriptURL(url) {
    if (OWN.test(url)) return url;
    throw new TypeError(`${url} is not a script of this page.`);
  },
};

const policy: Policy = window.trustedTypes?.createPolicy("doorkey", rules) ?? rules;

/**
 * The path of a script of our own, as a browser takes it that trusts no texts. There is no other policy, so no other
 * text can become a script.
 *
 * @param path From the page's root.
 * @throws TypeError for every other address.
 */
export function scriptUrl(path: string): string {
  return policy.createScriptURL(path);
}
