export { type InitEnv, initEnv } from "./init-env.ts";
export { initialProjectId } from "./plan-init.ts";
export { type InitDeps, type InitResult, runHeadlessInit } from "./run-headless-init.ts";
