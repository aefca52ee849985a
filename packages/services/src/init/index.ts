export { type InitEnv, initEnv } from "./init-env.ts";
export { type InitDeps, type InitResult, runHeadlessInit } from "./run-headless-init.ts";
