import { expect, it } from "vitest";
import { rejectedEvent } from "./rejected-event.ts";

const refusal = { timeUs: 0, code: "event.invalid_field", reason: "" };

it("keeps what was refused without the secrets that an SDK put into it", () => {
  const sent = {
    id: "trace-1",
    clientInitParams: { publicKey: "pk-lf-1", secretKey: "sk-lf-0123456789", apiKey: 'with "quotes"' },
    input: "my key is sk-proj-abcdefghijkl, keep it",
    sessionId: 7,
  };
  const { raw } = rejectedEvent({ ...refusal, raw: JSON.stringify(sent) });
  expect(raw).not.toMatch(/0123456789|quotes|abcdefghijkl/);
  expect(JSON.parse(raw)).toMatchObject({
    id: "trace-1",
    clientInitParams: { publicKey: "pk-lf-1", secretKey: "[redacted]", apiKey: "[redacted]" },
    input: "my key is [redacted], keep it",
    sessionId: 7,
  });
});

it("gives the same refusal of the same content the same id", () => {
  const first = rejectedEvent({ ...refusal, raw: "x" });
  expect(rejectedEvent({ ...refusal, raw: "x" }).eventId).toBe(first.eventId);
  expect(rejectedEvent({ ...refusal, raw: "y" }).eventId).not.toBe(first.eventId);
});
