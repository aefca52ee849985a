/** A short mail with one thing to do. */
export interface Letter {
  subject: string;
  paragraphs: readonly string[];
  link: { label: string; url: string };
  /** Why the reader got this. */
  footer: string;
}

/** The same words as plain text and as HTML; nothing of them is read as markup. */
export function writeLetter(letter: Letter): { subject: string; text: string; html: string } {
  const { paragraphs, link, footer } = letter;
  const subject = letter.subject.replaceAll(/\p{Cc}+/gu, " ");
  const text = [...paragraphs, `${link.label}:\n${link.url}`, footer].join("\n\n");
  const body = [
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
    `<p style="color:#5c6670;font-size:13px">${escapeHtml(footer)}</p>`,
  ];
  const html = `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5;color:#1c2429">${body.join("")}</body></html>`;
  return { subject, text: `${text}\n`, html };
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
