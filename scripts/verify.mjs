// The static gates: no services, no network. Each prints its own findings; all run, then the verdict.
import { spawn } from "node:child_process";

const gates = [
  ["format", ["biome", "check", "."]],
  ["lint", ["oxlint", "--type-aware", "--deny-warnings"]],
  ["types: pure rooms", ["tsc", "-p", "tsconfig.pure.json"]],
  ["types: node", ["tsc", "-p", "tsconfig.node.json"]],
  ["types: dashboard", ["tsc", "-p", "apps/dashboard/tsconfig.json", "--noEmit"]],
  ["dead code and dependencies", ["knip"]],
  ["manifests", ["sherif"]],
  ["house rules", ["vitest", "run", "--project", "unit", "packages/config"]],
];

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn("npx", ["--no-install", command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

const startedMs = Date.now();
const { ensureGenerated } = await import("./ensure-generated.mjs");
ensureGenerated();

const failed = [];
const queue = [...gates];
async function lane() {
  for (let gate = queue.shift(); gate; gate = queue.shift()) {
    const [name, command] = gate;
    const gateStartedMs = Date.now();
    const { ok, output } = await run(command);
    const seconds = ((Date.now() - gateStartedMs) / 1000).toFixed(1);
    console.log(`${ok ? "ok  " : "FAIL"} ${String(name)} (${seconds} s)`);
    if (!ok) {
      failed.push(name);
      console.log(output.trim().replace(/^/gm, "     "));
    }
  }
}
await Promise.all([lane(), lane()]);
console.log(
  failed.length === 0
    ? `verify: all ${gates.length} gates passed in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`
    : `verify: failed: ${failed.join(", ")}`,
);
process.exit(failed.length === 0 ? 0 : 1);
