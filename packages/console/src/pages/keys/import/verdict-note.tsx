import { keyTypes } from "@latchkey/engine"
import { Trans } from "@lingui/react/macro"
import { describeRefusal } from "../../../failure.ts"
import { useKeyPolicy } from "../../../key-policy.ts"
import { TextLink } from "../../../ui/links.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useHolder } from "../holder.tsx"
import type { KeyCard } from "./import-cards.ts"

/** Why a key cannot be imported, or what became of it. */
export function VerdictNote({ card: { verdict, candidate } }: { card: KeyCard }) {
  const { family } = keyTypes[candidate.key.type]
  const { bits } = candidate.key
  const { key, handle, isRobot } = useHolder()
  const { minimumRsaBits, maximumLifetimeDays = 0 } = useKeyPolicy()
  switch (verdict.is) {
    case "ready":
      return null
    case "duplicate":
      return <Trans>Same key as number {verdict.of} above.</Trans>
    case "yours":
      if (isRobot) {
        return (
          <Trans>
            {handle} has this key as “{verdict.name}”.{" "}
            <TextLink inherit {...key(verdict.id)}>
              Open it
            </TextLink>
          </Trans>
        )
      }
      return (
        <Trans>
          You have this key as “{verdict.name}”.{" "}
          <TextLink inherit {...key(verdict.id)}>
            Open it
          </TextLink>
        </Trans>
      )
    case "imported":
      return (
        <>
          <Trans>
            It is called “{verdict.name}” now.{" "}
            <TextLink inherit {...key(verdict.id)}>
              Open it
            </TextLink>
          </Trans>
          {verdict.expiresByPolicy === undefined ? null : (
            <>
              {" "}
              <Trans>
                It expires on <Timestamp at={verdict.expiresByPolicy} form="date" />: keys here live at most{" "}
                {maximumLifetimeDays} days.
              </Trans>
            </>
          )}
        </>
      )
    case "refused":
      if (family === "RSA" && bits < minimumRsaBits)
        return <Trans>RSA {bits} is too short to be safe. Use a new key instead.</Trans>
      if (family === "DSA") return <Trans>DSA was removed from OpenSSH. Use a new key instead.</Trans>
      return <Trans>Keys of type {family} are not accepted here. Use a key of another type.</Trans>
    case "failed":
      if (verdict.error.code !== "conflict") return describeRefusal(verdict.error).message
      return (
        <Trans>
          Another account here already holds this key. A key can have only one owner. If the private half is yours
          alone, ask an administrator.
        </Trans>
      )
  }
}
