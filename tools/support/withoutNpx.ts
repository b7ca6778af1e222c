/** An environment without an outer npx, whose command and packages an inner npx would take for its own. */
export function withoutNpx({ npm_config_call, npm_config_package, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
