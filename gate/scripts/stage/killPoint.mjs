/**
 * Kills the process that loads it, at a chosen moment. `DOORKEY_CHAOS` is a point and how often it is passed before,
 * such as `commit 40`.
 *
 *   check     a scan is decided, and its transaction is open
 *   commit    the transaction is about to be committed
 *   answer    it is committed, and no page was answered
 *   submit    a signed request is kept, and about to be sent to the relay
 *   sent      the relay took it, and its answer was not read
 *   receipt   the chain has executed it, and its outcome was not written down
 */
import { ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [point, count = "1"] = (process.env.DOORKEY_CHAOS ?? "").split(" ");
let left = Number(count);
// What the process before left is delivered while the hub starts. That is not the moment that is looked for.
let hasAnswered = false;

function pass(name) {
  if (!hasAnswered || name !== point || --left > 0) return;
  process.kill(process.pid, "SIGKILL");
}

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (sql === "commit") {
    pass("check");
    pass("commit");
  }
  return exec.call(this, sql);
};

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (...args) {
  if (this.req.url === "/api/scans") pass("answer");
  hasAnswered = true;
  return end.apply(this, args);
};

const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (!sql.startsWith("update entry set settled")) return statement;
  const run = statement.run.bind(statement);
  statement.run = (...values) => {
    pass("receipt");
    return run(...values);
  };
  return statement;
};

const { fetch } = globalThis;
globalThis.fetch = async (resource, options) => {
  const isSubmit = options?.method === "POST" && String(resource).endsWith("/v1/requests");
  if (isSubmit) pass("submit");
  const answer = await fetch(resource, options);
  if (isSubmit) pass("sent");
  return answer;
};
