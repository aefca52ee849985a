import { expect, test } from "vitest";
import {
  gatewayFeedToken,
  openGatewaySecret,
  openReference,
  sealedReference,
  sealGatewaySecret,
} from "./gateway-secret.ts";

const pepper = "pepper of the tests";
const place = { projectId: "p", name: "openai" };

test("a sealed secret opens at its place only", () => {
  const sealed = sealGatewaySecret(pepper, place, "sk-secret-value");
  expect(sealed).not.toContain("secret");
  expect(openGatewaySecret(pepper, place, sealed)).toBe("sk-secret-value");
  expect(openGatewaySecret(pepper, { ...place, projectId: "q" }, sealed)).toBeNull();
  expect(openGatewaySecret(pepper, { ...place, name: "other" }, sealed)).toBeNull();
  expect(openGatewaySecret("another pepper", place, sealed)).toBeNull();
});

test("a changed or cut text opens nothing, and sealing twice gives two texts", () => {
  const sealed = sealGatewaySecret(pepper, place, "sk-secret-value");
  expect(sealGatewaySecret(pepper, place, "sk-secret-value")).not.toBe(sealed);
  for (let length = 0; length < sealed.length; length += 7) {
    expect(openGatewaySecret(pepper, place, sealed.slice(0, length))).toBeNull();
  }
  const at = sealed.length - 5;
  const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
  expect(openGatewaySecret(pepper, place, changed)).toBeNull();
});

test("a reference carries its name, and plain texts are none", () => {
  const text = sealedReference("openai", sealGatewaySecret(pepper, place, "sk-1"));
  expect(openReference(pepper, "p", text)).toBe("sk-1");
  expect(openReference(pepper, "q", text)).toBeNull();
  expect(openReference(pepper, "p", "sk-1")).toBeNull();
});

test("the token of the feed follows from the pepper alone", () => {
  expect(gatewayFeedToken(pepper)).toBe(gatewayFeedToken(pepper));
  expect(gatewayFeedToken(pepper)).not.toBe(gatewayFeedToken("another pepper"));
  expect(gatewayFeedToken(pepper)).toHaveLength(43);
});
