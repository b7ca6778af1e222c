/** What is said about a failure: a sentence for people, a remedy, and whether the same call may succeed later. */
export type ErrorRow = { readonly shortMessage: string; readonly remedy: string; readonly retryable: boolean };
