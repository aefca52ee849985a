import { splitLinks } from "./split-links.ts";

/** Plain text whose web addresses can be followed; they learn nothing of where the reader came from. */
export function LinkedText({ text }: { text: string }) {
  return (
    <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {splitLinks(text).map((piece, index) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noreferrer noopener nofollow"
            className="text-accent underline underline-offset-2"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  );
}
