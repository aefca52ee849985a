import Image from "next/image";

interface InlineImageProps {
  url: string;
  description: string;
  onError?: () => void;
}

/** An image that came with the message as a data: URL, or lies in our own store; fetched when it comes near. */
export function InlineImage({ url, description, onError }: InlineImageProps) {
  return (
    <Image
      src={url}
      alt={description}
      unoptimized
      loading="lazy"
      onError={onError}
      width={0}
      height={0}
      className="h-auto max-h-96 w-auto max-w-full rounded border bg-surface object-contain"
    />
  );
}
