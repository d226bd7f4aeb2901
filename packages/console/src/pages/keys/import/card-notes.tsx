import { keyTypes } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconAlertTriangle, IconInfoCircle, IconLock, IconReplace } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { describeRefusal } from "../../../failure.ts"
import { useKeyPolicy } from "../../../key-policy.ts"
import { TextLink } from "../../../ui/links.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useHolder } from "../holder.tsx"
import styles from "./import.module.css"
import type { KeyCard } from "./import-cards.ts"
import { conversionWords, repairWords } from "./repair-words.ts"

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={styles.note}>
      {icon}
      <span>{children}</span>
    </span>
  )
}

const info = <IconInfoCircle size={16} stroke={1.75} aria-hidden />
const converted = <IconReplace size={16} stroke={1.75} aria-hidden />
const warning = <IconAlertTriangle size={16} stroke={1.75} className={styles.warning} aria-hidden />

/** What there is to say about a key that was found: what it was made from, what was put right, what speaks against it. */
export function CardNotes({ card }: { card: KeyCard }) {
  const { i18n } = useLingui()
  const { found, verdict } = card
  if (verdict.is !== "ready") {
    return (
      <Note icon={info}>
        <VerdictNote card={card} />
      </Note>
    )
  }
  if (found.kind === "private_key") {
    return (
      <>
        <Note icon={<IconLock size={16} stroke={1.75} aria-hidden />}>
          <Trans>
            This file also holds your private key. Only the public half was read; the rest never left this browser.
          </Trans>
        </Note>
        <WeakNote card={card} />
      </>
    )
  }
  const conversion = conversionWords[found.format]
  const repairs = found.repairs.map((code) => i18n._(repairWords[code]))
  return (
    <>
      {conversion === undefined ? null : <Note icon={converted}>{i18n._(conversion)}</Note>}
      {repairs.length === 0 ? null : <Note icon={info}>{repairs.join(" ")}</Note>}
      {found.droppedOptions === undefined ? null : (
        <Note icon={warning}>
          <Trans>
            Options before the key were left out: <code>{found.droppedOptions}</code>. The key opens more without them.
          </Trans>
        </Note>
      )}
      <WeakNote card={card} />
    </>
  )
}

function WeakNote({ card: { candidate } }: { card: KeyCard }) {
  const { advisedRsaBits } = useKeyPolicy()
  const { judgement, key } = candidate
  if (judgement.verdict !== "weak") return null
  const { family } = keyTypes[key.type]
  const { bits } = key
  return (
    <Note icon={warning}>
      {bits < advisedRsaBits ? (
        <Trans>
          {family} {bits} is below the {advisedRsaBits} bits that last. You can keep it; replace it with an Ed25519 key
          when you can.
        </Trans>
      ) : (
        <Trans>
          Its public exponent is unusually small. You can keep it; replace it with an Ed25519 key when you can.
        </Trans>
      )}
    </Note>
  )
}

function VerdictNote({ card: { verdict, candidate } }: { card: KeyCard }) {
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
