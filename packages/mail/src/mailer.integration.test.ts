import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMailer, type Letter } from "./mailer.ts";

interface Received {
  from: string;
  to: string[];
  data: string;
}

let server: SMTPServer;
let port: number;
let received: Received[];

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onAuth: ({ username, password }, _session, callback) =>
      password === "right" ? callback(null, { user: username }) : callback(new Error("refused")),
    onRcptTo: ({ address }, _session, callback) =>
      callback(address.startsWith("refused") ? new Error("no such mailbox") : null),
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push({
          from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          data: Buffer.concat(chunks).toString(),
        });
        callback();
      });
    },
  });
  const listening = once(server.server, "listening");
  server.listen(0, "127.0.0.1");
  await listening;
  const address = server.server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
beforeEach(() => {
  received = [];
});

const letter: Letter = {
  subject: "Join <Ada & Co>\r\nBcc: victim@example.com",
  paragraphs: ['<script>alert(1)</script> & "you"'],
  link: { label: "Open", url: "https://plumbline.example.com/invite/abc?x=1&y=2" },
  footer: "If it was not you, ignore it.",
};

const mailerTo = (credentials = "") =>
  createMailer({
    smtpUrl: `smtp://${credentials}127.0.0.1:${port}`,
    from: "Plumbline <plumbline@example.com>",
  });

/** The parts of a message, soft line breaks of quoted-printable undone. */
const unfold = (data: string) => data.replaceAll("=\r\n", "").replaceAll("=3D", "=");

describe("sendMail", () => {
  test("delivers the letter as text and as HTML in which nothing is markup", async () => {
    await mailerTo().sendMail("ada@example.com", letter);
    const [mail] = received;
    expect(mail).toMatchObject({ from: "plumbline@example.com", to: ["ada@example.com"] });
    const text = unfold(mail?.data ?? "");
    expect(text).toContain("From: Plumbline <plumbline@example.com>");
    expect(text).toContain("https://plumbline.example.com/invite/abc?x=1&y=2");
    expect(text).toContain('href="https://plumbline.example.com/invite/abc?x=1&amp;y=2"');
    const html = text.slice(text.indexOf("<!doctype html>"));
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;you&quot;");
    expect(html).not.toContain("<script>");
  });

  test("lets neither a subject nor an address smuggle in another reader", async () => {
    await mailerTo().sendMail("ada@example.com", letter);
    const headers = received[0]?.data.split("\r\n\r\n")[0] ?? "";
    expect(headers).toMatch(/^Subject: .*Bcc: victim/m);
    expect(headers).not.toMatch(/^Bcc:/m);
    await mailerTo()
      .sendMail("ada@example.com, victim@example.com", letter)
      .catch(() => undefined);
    expect(received.flatMap(({ to }) => to)).not.toContain("victim@example.com");
  });

  test("signs in where the server asks for it", async () => {
    await mailerTo("plumbline:right@").sendMail("ada@example.com", letter);
    expect(received).toHaveLength(1);
    await expect(mailerTo("plumbline:wrong@").sendMail("ada@example.com", letter)).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  test("says when a mail was not taken, and when no server answers", async () => {
    const refused = mailerTo().sendMail("refused@example.com", letter);
    await expect(refused).rejects.toMatchObject({ code: "unavailable" });
    const away = createMailer({ smtpUrl: "smtp://127.0.0.1:1", from: "a@example.com" });
    await expect(away.sendMail("ada@example.com", letter)).rejects.toMatchObject({ code: "unavailable" });
    expect(received).toEqual([]);
  });
});
