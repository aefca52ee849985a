import { randomUUID } from "node:crypto";
import { type OpenedInvitation, openInvitation } from "@plumbline/services/invitation";
import { openPasswordReset } from "@plumbline/services/password-reset";
import { cache } from "react";
import { accountDeps } from "./account-deps.ts";
import { remoteAddress } from "./remote-address.ts";

/** What the page of an invitation shows, whoever looks; null for a token of nothing. */
export const readInvitation = cache(
  async (token: string): Promise<OpenedInvitation | null> =>
    openInvitation(accountDeps(randomUUID()), { token }, await remoteAddress()),
);

export const readPasswordReset = cache(
  async (token: string): Promise<{ email: string } | null> =>
    openPasswordReset(accountDeps(randomUUID()), { token }, await remoteAddress()),
);
