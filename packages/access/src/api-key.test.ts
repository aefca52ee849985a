import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiKeyPattern,
  displaySecretKey,
  generateApiKey,
  hashSecretKey,
  hasValidChecksum,
  isGeneratedKey,
} from "./api-key.ts";

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const kind = fc.constantFrom("project" as const, "gateway" as const);
const typoAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_ .$é";

describe("generateApiKey", () => {
  it("writes keys that the published pattern finds and the checksum accepts", () => {
    fc.assert(
      fc.property(kind, secret, (keyKind, bytes) => {
        const pair = generateApiKey(keyKind, bytes);
        for (const key of [pair.publicKey, pair.secretKey]) {
          expect(key).toMatch(apiKeyPattern);
          expect(hasValidChecksum(key)).toBe(true);
        }
        expect(pair.publicKey.startsWith(`pk-pl-${keyKind}_live_`)).toBe(true);
        expect(pair.secretKey.startsWith(`sk-pl-${keyKind}_live_`)).toBe(true);
      }),
    );
  });

  it("keeps different bytes apart and the secret out of the public key", () => {
    fc.assert(
      fc.property(secret, secret, (left, right) => {
        fc.pre(left.some((byte, index) => byte !== right[index]));
        const a = generateApiKey("project", left);
        const b = generateApiKey("project", right);
        expect(a.secretKey).not.toBe(b.secretKey);
        expect(a.publicKey).not.toBe(b.publicKey);
        expect(a.publicKey.slice(20)).not.toBe(a.secretKey.slice(20));
      }),
    );
  });

  it("refuses too little randomness", () => {
    expect(() => generateApiKey("project", new Uint8Array(31))).toThrow(RangeError);
  });
});

describe("hasValidChecksum", () => {
  it("rejects every single-character typo of a key", () => {
    fc.assert(
      fc.property(kind, secret, (keyKind, bytes) => {
        const { secretKey } = generateApiKey(keyKind, bytes);
        for (let at = 0; at < secretKey.length; at++) {
          for (const typo of typoAlphabet) {
            if (typo === secretKey[at]) continue;
            expect(hasValidChecksum(secretKey.slice(0, at) + typo + secretKey.slice(at + 1))).toBe(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("rejects every dropped, doubled and swapped character", () => {
    fc.assert(
      fc.property(kind, secret, (keyKind, bytes) => {
        const { secretKey } = generateApiKey(keyKind, bytes);
        for (let at = 0; at < secretKey.length; at++) {
          const before = secretKey.slice(0, at);
          const [first = "", second = ""] = secretKey.slice(at, at + 2);
          expect(hasValidChecksum(before + secretKey.slice(at + 1))).toBe(false);
          expect(hasValidChecksum(before + first + secretKey.slice(at))).toBe(false);
          if (first !== second && second !== "") {
            expect(hasValidChecksum(before + second + first + secretKey.slice(at + 2))).toBe(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("leaves keys of other makes alone", () => {
    expect(isGeneratedKey("sk-lf-1234")).toBe(false);
    expect(isGeneratedKey("sk-pl-chosen-by-hand")).toBe(false);
    expect(isGeneratedKey(generateApiKey("gateway", new Uint8Array(32)).secretKey)).toBe(true);
  });
});

describe("hashSecretKey", () => {
  it("is HMAC-SHA-256 with its version in front", () => {
    const expected = createHmac("sha256", "pepper").update("api-key\0sk-lf-1").digest("hex");
    expect(hashSecretKey("sk-lf-1", "pepper")).toBe(`v1$${expected}`);
    expect(hashSecretKey("sk-lf-1", "pepper", 2)).toBe(`v2$${expected}`);
  });

  it("separates keys and peppers", () => {
    expect(hashSecretKey("sk-1", "a")).not.toBe(hashSecretKey("sk-2", "a"));
    expect(hashSecretKey("sk-1", "a")).not.toBe(hashSecretKey("sk-1", "b"));
    expect(() => hashSecretKey("sk-1", "")).toThrow(RangeError);
  });
});

describe("displaySecretKey", () => {
  it("shows four characters of a long secret and none of a short one", () => {
    const { secretKey } = generateApiKey("project", new Uint8Array(32).fill(7));
    expect(displaySecretKey(secretKey)).toBe(`sk-pl-project_live_…${secretKey.slice(-4)}`);
    expect(displaySecretKey("sk-lf-short")).toBe("sk-lf-…");
  });
});
