import type { BoxOffice } from "./BoxOffice.ts";

/** What every part of the page gets. */
export type ScreenProps = { readonly office: BoxOffice };
