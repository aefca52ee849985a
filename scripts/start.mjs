// `npm start`: checks, installs and builds what is missing, then becomes the launcher. Standard library only.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { checkNode, ensureInstalled } from "./ensure-installed.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const isDevelopment = process.argv.includes("--dev");

checkNode();
ensureInstalled();
if (isDevelopment) {
  const { ensureGenerated } = await import("./ensure-generated.mjs");
  ensureGenerated();
  build(["run", "build", "--filter=@plumbline/launcher"]);
} else {
  build(["run", "build"]);
}
// In this very process: one less to be killed, signalled or left behind.
await import("../packages/launcher/dist/main.js");

/** Does nothing, in a fraction of a second, when no input has changed since the last build. */
function build(args) {
  const turbo = fileURLToPath(new URL("../node_modules/turbo/bin/turbo", import.meta.url));
  console.log("Building what has changed (the first time this takes a minute)");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [turbo, ...args, "--output-logs=errors-only", "--log-prefix=none"],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    },
  );
  if (status === 0) return;
  console.error(`${stdout}${stderr}\nThe build failed: see the lines above.`);
  process.exit(1);
}
