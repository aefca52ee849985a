import { describe, expect, it } from "vitest";
import { createAddressRules, literalAddress } from "./address-rules.ts";

const inner = [
  "10.0.0.1",
  "172.16.9.9",
  "192.168.1.1",
  "127.0.0.1",
  "127.9.9.9",
  "0.0.0.0",
  "100.64.0.1",
  "169.254.169.254",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fd00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::a00:1",
  "2002:7f00:1::",
  "2001::1",
  "2001:db8::1",
  "not an address",
  "",
];

describe("createAddressRules", () => {
  it.each(inner)("refuses %s", (address) => {
    expect(createAddressRules([]).allowsAddress(address)).toBe(false);
  });

  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])("allows the public %s", (address) => {
    expect(createAddressRules([]).allowsAddress(address)).toBe(true);
  });

  it("opens a network and nothing beside it", () => {
    const rules = createAddressRules(["10.1.0.0/16", "fd00:1::/32"]);
    expect(rules.allowsAddress("10.1.2.3")).toBe(true);
    expect(rules.allowsAddress("::ffff:10.1.2.3")).toBe(true);
    expect(rules.allowsAddress("fd00:1::5")).toBe(true);
    expect(rules.allowsAddress("10.2.0.1")).toBe(false);
    expect(rules.allowsAddress("fd00:2::5")).toBe(false);
  });

  it("opens a host by its name or address, in any writing", () => {
    const rules = createAddressRules(["GPU-1.internal", "127.0.0.1", "[::1]"]);
    expect(rules.allowsHost("gpu-1.INTERNAL.")).toBe(true);
    expect(rules.allowsHost("127.0.0.1")).toBe(true);
    expect(rules.allowsHost("::1")).toBe(true);
    expect(rules.allowsHost("gpu-2.internal")).toBe(false);
    expect(rules.allowsHost("x.gpu-1.internal")).toBe(false);
  });

  it("knows addresses from names", () => {
    expect(literalAddress("[::1]")).toBe("::1");
    expect(literalAddress("127.0.0.1")).toBe("127.0.0.1");
    expect(literalAddress("localhost")).toBeNull();
  });
});
