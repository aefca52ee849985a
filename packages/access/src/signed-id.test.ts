import { createHmac, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signId, verifySignedId } from "./signed-id.ts";

const id = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme-ascii" });
const secret = fc.string({ minLength: 16, maxLength: 40, unit: "grapheme-ascii" });

/** As any other implementation of the published algorithms would. */
function signElsewhere(id: string, info: string, secret: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", info, 32));
  return `${id}.${createHmac("sha256", key).update(id).digest("hex")}`;
}

describe("a signed id", () => {
  it("is the id with an HMAC under a key of its purpose", () => {
    fc.assert(
      fc.property(id, secret, (id, secret) => {
        const token = signId(id, "trace-share", secret);
        expect(token).toBe(signElsewhere(id, "plumbline signed id trace-share 1", secret));
        expect(verifySignedId(token, "trace-share", secret)).toBe(id);
      }),
    );
  });

  it("does not fit another purpose, another secret or another id", () => {
    const token = signId("one", "trace-share", "a secret of the test");
    const ofAnotherPurpose = signElsewhere("one", "plumbline signed id invitation 1", "a secret of the test");
    expect(verifySignedId(ofAnotherPurpose, "trace-share", "a secret of the test")).toBeNull();
    expect(verifySignedId(token, "trace-share", "another secret")).toBeNull();
    expect(verifySignedId(`two${token.slice(3)}`, "trace-share", "a secret of the test")).toBeNull();
  });

  it("is spoilt by any change of a character, and by what is cut off or added", () => {
    const token = signId("one", "trace-share", "a secret of the test");
    const verify = (changed: string) => verifySignedId(changed, "trace-share", "a secret of the test");
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === "0" ? "1" : "0";
      expect(verify(token.slice(0, index) + other + token.slice(index + 1))).toBeNull();
      expect(verify(token.slice(0, index))).toBeNull();
    }
    for (const added of [` ${token}`, `${token} `, `${token}0`, "", ".", token.slice(3)]) {
      expect(verify(added)).toBeNull();
    }
  });

  it("is not made under an empty secret", () => {
    expect(() => signId("one", "trace-share", "")).toThrow(RangeError);
  });
});
