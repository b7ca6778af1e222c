import type { ScanAnswer } from "../../src/protocol/answers.ts";
import { joinBody, newDeviceKeys, newScanId } from "../../test/helpers/device.ts";
import { type Night, type Right, type RunningHub, SUPERVISOR_PIN } from "../stage/openNight.ts";

/** A scan whose answer did not arrive. */
export type Unanswered = { readonly scanId: string; readonly text: string; readonly right: Right };

/** A gate's page: it scans, shows lights, and says so with its next message. */
export class Client {
  readonly #cookie: string;
  readonly #night: Night;
  /** Rights whose green light it showed. */
  readonly green = new Set<bigint>();
  /** Rights that a supervisor let in by hand here. */
  readonly byHand = new Set<bigint>();
  /** Scans without an answer so far. */
  unanswered: Unanswered[] = [];
  /** What was wrong, in words. */
  readonly faults: string[] = [];
  askedAgain = 0;
  #shown: string[] = [];

  private constructor(night: Night, cookie: string) {
    this.#night = night;
    this.#cookie = cookie;
  }

  /** Joins a hub. */
  static async join(night: Night, { url, operate }: RunningHub, lane: number): Promise<Client> {
    const { token } = JSON.parse(await operate("POST", "/operator/invitations", { lane, name: `Gate ${lane}` }));
    const answer = await fetch(`${url}/api/join`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(joinBody(token, newDeviceKeys())),
    });
    if (!answer.ok) throw new Error(`joining was answered ${answer.status}: ${await answer.text()}`);
    return new Client(night, answer.headers.get("set-cookie")?.split(";")[0] ?? "");
  }

  /** Scans the rights that `next` gives, until there are none or the hub is gone. */
  async work({ url, program }: RunningHub, next: () => Right | undefined): Promise<void> {
    try {
      await this.#askAgain(url);
      while (!program.hasEnded) {
        const right = next();
        if (right === undefined) break;
        await this.#scan(url, right);
      }
      await this.#acknowledge(url);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // The hub is gone. What it did not answer is asked again.
    }
  }

  /** A supervisor lets a right in by hand. */
  async letInByHand({ url }: RunningHub, { rightId }: Right): Promise<void> {
    await this.#post(url, "/api/role", { pin: SUPERVISOR_PIN });
    const id = newScanId();
    const whom = { right: Number(rightId & 0xffff_ffffn) };
    const answer = await this.#post(url, "/api/manual", { id, whom, reason: "phone broken" });
    const { status } = await answer.json();
    if (status !== "let-in") this.faults.push(`right ${rightId}, by hand, was answered ${status}`);
    this.byHand.add(rightId);
    this.#shown.push(id);
    await this.#acknowledge(url);
  }

  /** Scans a code once. Throws unless it lets its holder in. */
  async mustEnter(url: string, text: string): Promise<void> {
    const scanId = newScanId();
    const answer = await this.#post(url, "/api/scans", { scanId, text, mode: "enter", shown: this.#shown.splice(0) });
    const { verdict } = await answer.json();
    if (verdict.reason !== "valid") throw new Error(`a good code was answered ${verdict.reason}`);
    this.#shown.push(scanId);
  }

  /** The hub's list, as a page gets it. */
  async list(url: string): Promise<string> {
    const answer = await fetch(`${url}/api/list`, { headers: { cookie: this.#cookie } });
    return answer.text();
  }

  async #scan(url: string, right: Right): Promise<void> {
    const one = { scanId: newScanId(), text: this.#night.codeOf(right), right };
    this.unanswered.push(one);
    const { verdict } = await this.#ask(url, one);
    this.unanswered.splice(this.unanswered.indexOf(one), 1);
    if (verdict.reason === "valid") this.#light(one);
    else this.faults.push(`right ${right.rightId} was answered ${verdict.reason}`);
  }

  /** The same scan gets the same answer, twice. Nobody else had its right, so that answer lets it in. */
  async #askAgain(url: string): Promise<void> {
    for (const one of [...this.unanswered]) {
      const [first, second] = [await this.#ask(url, one), await this.#ask(url, one)];
      this.askedAgain++;
      this.unanswered.splice(this.unanswered.indexOf(one), 1);
      if (JSON.stringify(first) !== JSON.stringify(second)) this.faults.push(`scan ${one.scanId} got two answers`);
      if (first.verdict.reason === "valid") this.#light(one);
      else this.faults.push(`right ${one.right.rightId}, asked again, was answered ${first.verdict.reason}`);
    }
  }

  #light({ scanId, right }: Unanswered): void {
    this.green.add(right.rightId);
    this.#shown.push(scanId);
  }

  async #ask(url: string, { scanId, text }: Unanswered): Promise<Pick<ScanAnswer, "scanId" | "verdict">> {
    const shown = this.#shown.slice(0, 64);
    const answer = await this.#post(url, "/api/scans", { scanId, text, mode: "enter", shown });
    const { verdict } = await answer.json();
    this.#shown.splice(0, shown.length);
    return { scanId, verdict };
  }

  async #acknowledge(url: string): Promise<void> {
    if (this.#shown.length === 0) return;
    await this.#post(url, "/api/shown", { shown: this.#shown.slice(0, 64) });
    this.#shown.splice(0, 64);
  }

  async #post(url: string, path: string, body: object): Promise<Response> {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.#cookie, origin: url },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
