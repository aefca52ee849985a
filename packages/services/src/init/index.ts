export { type DemoKeys, type DemoResult, ensureDemo } from "./ensure-demo.ts";
export { type InitEnv, initEnv } from "./init-env.ts";
export { demoProjectId, initialProjectId } from "./plan-init.ts";
export { type InitDeps, type InitResult, runHeadlessInit } from "./run-headless-init.ts";
