import { PlumblineError } from "@plumbline/contracts/errors";
import { createTransport } from "nodemailer";
import { type Letter, writeLetter } from "./write-letter.ts";

export type { Letter } from "./write-letter.ts";

export interface MailerOptions {
  /** smtp:// or smtps://, with user and password when the server wants them. */
  smtpUrl: string;
  /** Sender, an address alone or "Name <address>". */
  from: string;
}

export interface Mailer {
  /** Resolves once the server has taken the mail; `unavailable` when it does not, without naming secrets. */
  sendMail(to: string, letter: Letter): Promise<void>;
  close(): void;
}

const patienceMs = 10_000;

/** Connects anew for each mail: they are few. TLS is used wherever the server offers it. */
export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const transport = createTransport(
    { url: smtpUrl, connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async sendMail(to, letter) {
      try {
        // As an object the address is taken as it is: never parsed into several.
        await transport.sendMail({ to: { name: "", address: to }, ...writeLetter(letter) });
      } catch (error) {
        throw new PlumblineError("unavailable", { message: "The mail could not be sent.", cause: error });
      }
    },
    close: () => transport.close(),
  };
}
