import type { TextSearch } from "./filter.ts";
import { findField } from "./find-field.ts";
import { quote } from "./quote.ts";
import { type Operand, readTokens } from "./tokens.ts";

/** A word, or what stands in quotes, as a search for it. */
export function readWord({ text, quoted }: Operand): TextSearch | { message: string; replacement?: string } {
  if (quoted) {
    if (quoted.before !== "" || quoted.after !== "")
      return { message: "Stars and comparisons belong to a field: name:*text*." };
    if (quoted.value.trim() === "") return { message: "Write what to search for between the quotes." };
    return { type: "text", words: quoted.value, phrase: true };
  }
  const [, name = "", sign = "", value = ""] = /^([A-Za-z_][\w.]*?)(>=|<=|>|<|=)(.+)$/.exec(text) ?? [];
  if (findField(name.split(".", 1)[0] ?? "")) {
    const replacement = `${name}:${sign === "=" ? "" : sign}${value}`;
    return { message: `A colon stands after a field: did you mean ${replacement}?`, replacement };
  }
  const owner = findField(/^([A-Za-z_]\w*)\./.exec(text)?.[1] ?? "");
  if (owner?.type === "map") return { message: `What should ${text} be? Write ${text}: and the value.` };
  if (text.includes("*")) {
    const message = "The text search takes no stars; quotes make it a plain star.";
    return { message, replacement: quote(text) };
  }
  return { type: "text", words: text, phrase: false };
}

/** Whether the words, typed without quotes, are read as just these words. */
export function isPlainText(words: string): boolean {
  const tokens = readTokens(words);
  return (
    tokens.length > 0 &&
    tokens.every((token) => token.kind === "operand" && !token.quoted && "type" in readWord(token)) &&
    tokens.map(({ from, to }) => words.slice(from, to)).join(" ") === words
  );
}
