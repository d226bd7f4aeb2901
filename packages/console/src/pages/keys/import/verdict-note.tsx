import { Trans } from "@lingui/react/macro"
import { lazy, Suspense, useState } from "react"
import { describeRefusal } from "../../../failure.ts"
import { useKeyPolicy } from "../../../key-policy.ts"
import { LinkButton } from "../../../ui/link-button.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { useHolder } from "../holder.tsx"
import type { KeyCard } from "./import-cards.ts"
import type { RefusalSection } from "./refusal-section.ts"

const VerifyDialog = lazy(async () => ({ default: (await import("../ownership/verify-dialog.tsx")).VerifyDialog }))

/** Why a key is not imported again, or what became of it; what speaks against it is said apart. */
export function VerdictNote({ card }: { card: KeyCard }) {
  const [proving, setProving] = useState(false)
  const { key, publicLine: publicKey, fingerprint, proposedName: name } = card.candidate
  return (
    <>
      <Verdict card={card} onProve={() => setProving(true)} />
      {/* Beside the words, not in them: a proof makes other words of them, and has something to say itself. */}
      {!proving ? null : (
        <Suspense>
          <VerifyDialog
            opened
            subject={{ name, keyType: key.type, publicKey, fingerprint }}
            onClose={() => setProving(false)}
          />
        </Suspense>
      )}
    </>
  )
}

function Verdict({ card: { verdict }, onProve }: { card: KeyCard; onProve: () => void }) {
  const { key, handle, isRobot } = useHolder()
  const { maximumLifetimeDays = 0 } = useKeyPolicy()
  switch (verdict.is) {
    case "ready":
    case "refused":
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
    case "failed":
      if (verdict.error.code === "conflict") return <HeldElsewhere onProve={onProve} />
      if (verdict.error.code !== "quota_exceeded") return describeRefusal(verdict.error).message
      return (
        <>
          {describeRefusal(verdict.error).message} <MoreAbout section="quota" />
        </>
      )
  }
}

/** The way to what the guide says of it. */
export function MoreAbout({ section }: { section: RefusalSection }) {
  return (
    <GuideLink name="import-refused" at={section}>
      <Trans>More about this</Trans>
    </GuideLink>
  )
}

/** Whoever proves to hold a key gets it, unless the account that has it proved that before. */
function HeldElsewhere({ onProve }: { onProve: () => void }) {
  return (
    <>
      <Trans>
        Another account here already holds this key, and a key can have only one owner. If the private half is yours,
        prove it, and the key is yours.
      </Trans>{" "}
      <LinkButton onClick={onProve}>
        <Trans>Verify ownership</Trans>
      </LinkButton>{" "}
      <MoreAbout section="taken" />
    </>
  )
}
