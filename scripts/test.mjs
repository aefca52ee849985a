// `npm test`: sets up what the tests need on a fresh machine, then runs every suite on real parts.
// `npm test -- unit` (or integration, e2e, faults) runs one of them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { checkNode, ensureInstalled } from "./ensure-installed.mjs";
import { printFaultTable } from "./fault-table.mjs";
import { printFailures } from "./print-failures.mjs";
import { makeScratch } from "./scratch.mjs";

checkNode();
ensureInstalled();
const { ensureGenerated } = await import("./ensure-generated.mjs");
ensureGenerated();

const suites = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["unit", "integration", "e2e"];

/** Programs that come from the operating system: where they are, and Debian's package. */
const systemPrograms = [
  {
    needs: ["e2e"],
    name: "Chromium",
    found: () => existsSync("/usr/bin/chromium") || Boolean(process.env.CHROMIUM_PATH),
    debian: "chromium",
  },
  {
    needs: ["integration", "e2e"],
    name: "Redis",
    found: () => spawnSync("redis-server", ["--version"]).status === 0,
    debian: "redis-server",
  },
  {
    needs: ["e2e"],
    name: "PostgreSQL server",
    found: () => existsSync("/usr/lib/postgresql"),
    debian: "postgresql",
  },
];
installMissing(
  systemPrograms.filter(
    (program) => program.needs.some((suite) => suites.includes(suite)) && !program.found(),
  ),
);

if (suites.includes("faults")) {
  // The faults hit what ships.
  runOrExit("npx", [
    "--no-install",
    "turbo",
    "run",
    "build",
    "--filter=@plumbline/api",
    "--filter=@plumbline/gateway",
    "--output-logs=errors-only",
  ]);
  process.env.PLUMBLINE_FAULTS_BUNDLE = "1";
}
// Only e2e needs what is built; building takes one core, and unit tests need nothing that it makes.
const built = suites.includes("e2e") ? build() : null;

const suiteLimitMs = 20 * 60_000;
const reports = mkdtempSync(join(tmpdir(), "plumbline-test-"));
const results = [];
let passed = 0;
let failed = 0;
for (const suite of suites) {
  if (suite !== "unit" && built !== null && !(await built)) {
    console.error("Failed: the build.");
    process.exit(1);
  }
  const report = join(reports, `${suite}.json`);
  const scratch = suite === "faults" ? makeScratch() : null;
  const code = await runVitest(suite, report, scratch === null ? {} : { TMPDIR: scratch.path });
  await scratch?.clear();
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  results.push({ suite, report: result });
  if (suite === "faults") {
    const missing = printFaultTable(result);
    if (missing.length > 0) console.error(`There is no case for ${missing.join(", ")}.`);
    failed += missing.length;
  }
  passed += result?.numPassedTests ?? 0;
  failed += result?.numFailedTests ?? 0;
  // A suite that could not even start is a failure that no counter shows.
  if (code !== 0 && !(result?.numFailedTests > 0)) failed += 1;
  if ((result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0) > 0) {
    console.error(`${suite}: skipped tests are not allowed here.`);
    failed += 1;
  }
}
rmSync(reports, { recursive: true, force: true });
printFailures(results);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function runVitest(suite, report, env) {
  const args = [
    "--no-install",
    "vitest",
    "run",
    "--project",
    suite,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...workersOf(suite),
  ];
  return new Promise((resolve) => {
    // A suite that stands still must end as a failure, not as a run that never ends.
    const child = spawn("npx", args, { stdio: "inherit", detached: true, env: { ...process.env, ...env } });
    const limit = setTimeout(() => {
      console.error(`${suite}: stopped after ${suiteLimitMs / 60_000} minutes without an end.`);
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, suiteLimitMs);
    // Its group is its own, so a Ctrl-C here has to be passed on.
    const passOn = (signal) => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn);
    child.on("close", (code) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, passOn);
      clearTimeout(limit);
      resolve(code ?? 1);
    });
  });
}

/** Every core, where files share nothing: Vitest alone would leave one idle. */
function workersOf(suite) {
  if (suite === "faults") return [];
  // A product and a browser take about 3 GB; beyond two of each, tests wait for one another.
  const most = suite === "e2e" ? 2 : Number.POSITIVE_INFINITY;
  return [`--maxWorkers=${Math.min(availableParallelism(), most)}`];
}

/** Resolves to whether it worked. */
function build() {
  const child = spawn("npx", ["--no-install", "turbo", "run", "build", "--output-logs=errors-only"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => void child.once("close", (code) => resolve(code === 0)));
}

function installMissing(programs) {
  if (programs.length === 0) return;
  const packages = programs.map((program) => program.debian);
  const canInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!canInstall) {
    console.error(
      `The tests need ${programs.map((program) => program.name).join(", ")}: sudo apt-get install ${packages.join(" ")}`,
    );
    process.exit(1);
  }
  console.log(`Installing ${packages.join(", ")} for the tests`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  runOrExit("apt-get", ["update", "-qq"], env);
  runOrExit("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], env);
}

function runOrExit(command, args, env = process.env) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env });
  if (status !== 0) {
    console.error(`Failed: ${command} ${args.join(" ")}`);
    process.exit(1);
  }
}
