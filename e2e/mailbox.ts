import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { until } from "./product.ts";

export interface Mailbox {
  /** The first link of the newest mail to this address. */
  linkTo(address: string): Promise<string>;
  close(): void;
}

/** A real SMTP server that keeps what it is given. */
export async function startMailbox(port: number): Promise<Mailbox> {
  const mails: { to: string[]; data: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const data = Buffer.concat(chunks).toString().replaceAll("=\r\n", "").replaceAll("=3D", "=");
        mails.unshift({ to: envelope.rcptTo.map(({ address }) => address), data });
        callback();
      });
    },
  });
  const listening = once(server.server, "listening");
  server.listen(port, "127.0.0.1");
  await listening;
  return {
    async linkTo(address) {
      const mail = await until(
        async () => mails.find(({ to }) => to.includes(address)),
        (found) => found !== undefined,
      );
      return /https?:\/\/\S+/.exec(mail?.data ?? "")?.[0] ?? "";
    },
    close: () => server.close(() => undefined),
  };
}
