/** Removes an outer npx from an environment, because an inner npx would run the outer one's command and packages. */
export function withoutNpx({ npm_config_call, npm_config_package, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
