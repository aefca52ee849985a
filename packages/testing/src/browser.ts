import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const knownPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Debian's Chromium; `CHROMIUM_PATH` names another one. Close it when the suite ends. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? knownPaths.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error("Chromium is missing: apt-get install chromium, or set CHROMIUM_PATH.");
  }
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--no-first-run",
      "--disable-dev-shm-usage",
    ],
  });
}
