import Image from "next/image";

/** An image whose bytes came with the message: `url` is a data: URL, so nothing is fetched. */
export function InlineImage({ url, description }: { url: string; description: string }) {
  return (
    <Image
      src={url}
      alt={description}
      unoptimized
      width={0}
      height={0}
      className="h-auto max-h-96 w-auto max-w-full rounded border bg-surface object-contain"
    />
  );
}
