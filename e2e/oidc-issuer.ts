import { once } from "node:events";
import type { Server } from "node:http";
import Provider from "oidc-provider";

export const oidcClient = { id: "plumbline", secret: "secret-of-the-client" } as const;

export interface Issuer {
  url: string;
  close(): void;
}

/**
 * A conformant issuer that signs everybody in as whoever they say; it demands PKCE. "mallory" has an
 * address that nobody verified.
 */
export async function startIssuer(port: number, redirectUri: string): Promise<Issuer> {
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: oidcClient.id,
        client_secret: oidcClient.secret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    pkce: { required: () => true, methods: ["S256"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async () => ({
        sub: accountId,
        name: `Person ${accountId}`,
        email: `${accountId}@example.com`,
        email_verified: accountId !== "mallory",
      }),
    }),
  });
  const server: Server = provider.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
