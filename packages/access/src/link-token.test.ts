import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashLinkToken, isLinkToken, linkPurposes } from "./link-token.ts";

const newToken = () => randomBytes(32).toString("base64url");

describe("link tokens", () => {
  it("are base64url of 32 bytes", () => {
    expect(isLinkToken(newToken())).toBe(true);
    for (const other of ["", "x".repeat(42), "x".repeat(44), `${"x".repeat(42)}=`, `${"x".repeat(43)}\n`]) {
      expect(isLinkToken(other)).toBe(false);
    }
  });

  it("are hashed under a key of their purpose, as HKDF and HMAC say", () => {
    const token = newToken();
    for (const purpose of linkPurposes) {
      const key = Buffer.from(hkdfSync("sha256", "secret", "", `plumbline link ${purpose} 1`, 32));
      expect(hashLinkToken(token, purpose, "secret")).toBe(
        createHmac("sha256", key).update(token).digest("hex"),
      );
    }
  });

  it("share no hash between purposes, secrets or tokens", () => {
    const token = newToken();
    const hashes = linkPurposes.flatMap((purpose) => [
      hashLinkToken(token, purpose, "one"),
      hashLinkToken(token, purpose, "two"),
      hashLinkToken(newToken(), purpose, "one"),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(() => hashLinkToken(token, "invitation", "")).toThrow(RangeError);
  });
});
