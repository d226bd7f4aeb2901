import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconReplace } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { TextLink } from "../../../../ui/links.tsx"
import { useIsBeingDeleted } from "../../changes/key-deletion.ts"
import { useKeyPlaces } from "../../holder.tsx"
import { progressOf, replacementQuery } from "./replacement.ts"

/** On the pages of both keys: that one is being replaced by the other, and the way back to where that is done. */
export function ReplacementBanner({ keyId, className }: { keyId: string; className: string | undefined }) {
  const { replacing } = useKeyPlaces()
  const { data } = useQuery({ ...replacementQuery(keyId), enabled: !useIsBeingDeleted(keyId) })
  if (data == null) return null
  const { oldKey, newKey } = data
  const { total, inEffect } = progressOf(data)
  return (
    <Alert className={className} icon={<IconReplace size={18} stroke={1.75} />}>
      {oldKey.id === keyId ? (
        <Trans>Being replaced by {newKey.name}.</Trans>
      ) : (
        <Trans>It replaces {oldKey.name}.</Trans>
      )}{" "}
      <Trans>
        In effect in {inEffect} of {total} places.
      </Trans>{" "}
      <TextLink {...replacing(oldKey.id)}>
        <Trans>Go on with it</Trans>
      </TextLink>
    </Alert>
  )
}
