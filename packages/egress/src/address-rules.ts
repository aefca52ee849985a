import ipaddr from "ipaddr.js";

/** Which addresses outbound calls may reach. */
export interface AddressRules {
  /** True when the operator named this very host: then its addresses are not asked about. */
  allowsHost(hostname: string): boolean;
  /** True for public addresses and for those in an allowed network. */
  allowsAddress(address: string): boolean;
}

/**
 * Only ordinary public addresses pass by themselves: private, loopback, link-local (and with it the
 * metadata services), shared, reserved and tunnelled ones need a host, an address or a network in CIDR
 * form among `allowed`.
 */
export function createAddressRules(allowed: Iterable<string>): AddressRules {
  const hosts = new Set<string>();
  const networks: Array<[ipaddr.IPv4 | ipaddr.IPv6, number]> = [];
  for (const entry of allowed) {
    const text = bare(entry);
    if (ipaddr.isValidCIDR(text)) networks.push(ipaddr.parseCIDR(text));
    else hosts.add(text);
  }
  return {
    allowsHost: (hostname) => hosts.has(bare(hostname)),
    allowsAddress: (address) => {
      const parsed = parse(address);
      if (parsed === null) return false;
      if (parsed.range() === "unicast" || hosts.has(parsed.toString())) return true;
      return networks.some(
        ([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits),
      );
    },
  };
}

/** An address written as the host of a URL; null for a name. */
export function literalAddress(hostname: string): string | null {
  const text = bare(hostname);
  return ipaddr.isValid(text) ? text : null;
}

/** IPv4 inside IPv6 is judged as the IPv4 address that it reaches. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const text = bare(address);
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function bare(host: string): string {
  const text = host.trim().toLowerCase();
  const unbracketed = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  const zone = unbracketed.indexOf("%");
  const withoutZone = zone === -1 ? unbracketed : unbracketed.slice(0, zone);
  return withoutZone.endsWith(".") ? withoutZone.slice(0, -1) : withoutZone;
}
