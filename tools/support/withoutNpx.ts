/** An environment without an npx around it: an inner npx would take the outer one's command and packages for its own. */
export function withoutNpx({ npm_config_call, npm_config_package, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
