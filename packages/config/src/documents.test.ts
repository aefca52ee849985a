import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

/** Documents whose cited paths must exist, with their line budgets. */
const documents: Readonly<Record<string, number>> = {
  "README.md": 150,
  "CONTRIBUTING.md": 80,
  "AGENTS.md": 120,
  "docs/architecture.md": 300,
  "docs/capabilities.md": 400,
  "docs/gateway.md": 200,
  "docs/broken-lines.md": 120,
};

/** Paths of this repository in backticks or in markdown links. */
function citedPaths(text: string): string[] {
  const inBackticks = [
    ...text.matchAll(/`((?:apps|packages|docs|e2e|scripts|docker|prisma)\/[\w./[\]()-]+)`/g),
  ];
  const inLinks = [...text.matchAll(/\]\((?!https?:|#)([\w./-]+)\)/g)];
  return [...inBackticks, ...inLinks].map((match) => match[1] ?? "");
}

describe("documents", () => {
  for (const [path, maxLines] of Object.entries(documents)) {
    const text = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null;

    it(`${path} exists and is at most ${maxLines} lines`, () => {
      expect(text).not.toBeNull();
      expect((text ?? "").split("\n").length).toBeLessThanOrEqual(maxLines);
    });

    it(`${path} cites no missing path`, () => {
      const base = resolve(root, path, "..");
      const missing = citedPaths(text ?? "").filter(
        (cited) => !existsSync(join(root, cited)) && !existsSync(join(base, cited)),
      );
      expect(missing).toEqual([]);
    });
  }

  it("notices a missing path", () => {
    expect(citedPaths("see `packages/nowhere/src/x.ts` and [a](docs/none.md)")).toEqual([
      "packages/nowhere/src/x.ts",
      "docs/none.md",
    ]);
  });
});
