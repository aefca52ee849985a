/** Where connecting a provider leads back to; nothing else leads from a provider to it. */
export const connectPath = "/account?connected=1";

/** The token in the path of an invitation's page, if it is one: its guest may sign up where others may not. */
export function invitationTokenOf(path: string): string | undefined {
  return /^\/invite\/([A-Za-z0-9_-]{1,200})$/.exec(path)?.[1];
}
