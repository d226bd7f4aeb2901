import { useParams } from "@tanstack/react-router"
import { ReplaceKey } from "./servers/replace/replace-key.tsx"

/** Replaces a key of one's own. */
export default function ReplaceKeyPage() {
  const { keyId } = useParams({ from: "/signed-in/keys/$keyId/replace" })
  return <ReplaceKey key={keyId} keyId={keyId} />
}
