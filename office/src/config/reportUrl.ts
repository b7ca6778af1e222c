import type { Report } from "doorkey-server";

/** Reports what is no URL, and names and passwords in a URL, which would get into logs. */
export function reportUrl(path: string, url: string, report: Report): void {
  const { username, password } = URL.canParse(url) ? new URL(url) : { username: undefined, password: undefined };
  if (username === undefined) report(path, "must be a URL");
  else if (username + password !== "") {
    report(path, "must have no name and password, because they would get into logs");
  }
}
