/**
 * What failed, once more and last: a run of half an hour ends far below its failures.
 *
 * @param results one entry for each suite that ran; `report` as Vitest's JSON reporter writes it, or null
 */
export function printFailures(results) {
  for (const { suite, report } of results) {
    for (const file of report?.testResults ?? []) {
      const tests = file.assertionResults.filter(({ status }) => status === "failed");
      const path = file.name.startsWith(process.cwd())
        ? file.name.slice(process.cwd().length + 1)
        : file.name;
      for (const test of tests) print(suite, path, test.fullName, test.failureMessages.join("\n"));
      if (tests.length === 0 && file.status === "failed") print(suite, path, "the file itself", file.message);
    }
  }
}

const mostLines = 25;

function print(suite, path, name, message) {
  const lines = message.split("\n").slice(0, mostLines);
  console.error(`\nFAILED ${suite} ${path}\n  ${name}\n${lines.map((line) => `    ${line}`).join("\n")}`);
}
