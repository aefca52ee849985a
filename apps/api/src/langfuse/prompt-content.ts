import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";

const content = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), content: z.string() }),
  z.object({
    type: z.literal("chat"),
    content: z.array(
      z.union([
        z.object({ type: z.literal("placeholder"), name: z.string().min(1) }).catchall(z.json()),
        z.object({ role: z.string(), content: z.string() }).catchall(z.json()),
      ]),
    ),
  }),
]);

/** A text, or messages and placeholders; whatever else messages carry stays with them. */
export function readPromptContent(type: "text" | "chat", prompt: unknown) {
  const result = content.safeParse({ type, content: prompt });
  if (result.success) return result.data;
  throw new PlumblineError("invalid_request", {
    message: "Invalid request data",
    details: {
      issues: [`prompt: expected ${type === "text" ? "a string" : "messages with role and content"}`],
    },
  });
}
