import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const fixtures = fileURLToPath(new URL("../oxlint-plugin/fixtures/", import.meta.url));

interface Report {
  diagnostics: { message: string; labels: { span: { line: number } }[] }[];
}

const phrases = {
  raw: "Open transactions with runTransaction",
  scope: "before it checked who asks",
  auditOutside: "takes the transaction's client",
  audit: "without an audit entry",
};

/** "<line>: <message id>" of everything that oxlint finds. */
async function lint(file: string): Promise<string[]> {
  const args = [
    `${root}node_modules/oxlint/bin/oxlint`,
    "-c",
    `${fixtures}oxlintrc.json`,
    "-f",
    "json",
    file,
  ];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: fixtures }, (_, stdout) => resolve(stdout));
  });
  const { diagnostics }: Report = JSON.parse(output);
  return diagnostics
    .map(({ message, labels }) => {
      const id = Object.entries(phrases).find(([, phrase]) => message.includes(phrase))?.[0];
      return `${labels[0]?.span.line}: ${id ?? message}`;
    })
    .sort();
}

/** What the comments of a fixture promise. */
function promised(file: string): string[] {
  const lines = readFileSync(`${fixtures}${file}`, "utf8").split("\n");
  return lines
    .flatMap((line, index) => {
      const ids = /\/\/ expect: (.*)$/.exec(line)?.[1]?.split(", ") ?? [];
      return ids.map((id) => `${index + 1}: ${id}`);
    })
    .sort();
}

describe("plumbline/verb-transaction", () => {
  test("refuses verbs that change something unchecked or unrecorded", async () => {
    const expected = promised("bad-verbs.ts");
    expect(expected).toHaveLength(8);
    expect(await lint("bad-verbs.ts")).toEqual(expected);
  });

  test("accepts verbs that check and record, helpers of the file included", async () => {
    expect(await lint("good-verbs.ts")).toEqual([]);
  });
});
