import { Trans, useLingui } from "@lingui/react/macro"
import { IconAlertTriangle, IconInfoCircle, IconLock, IconReplace } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { ConcernItem } from "../concern-item.tsx"
import styles from "./import.module.css"
import type { KeyCard } from "./import-cards.ts"
import { conversionWords, repairWords } from "./repair-words.ts"
import { MoreAbout, VerdictNote } from "./verdict-note.tsx"

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
  if (verdict.is === "refused") {
    return (
      <>
        <Concerns card={card} />
        <Note icon={info}>
          <MoreAbout section="policy" />
        </Note>
      </>
    )
  }
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
        <Concerns card={card} />
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
      <Concerns card={card} />
    </>
  )
}

function Concerns({ card: { candidate } }: { card: KeyCard }) {
  const { judgement, key } = candidate
  if (judgement.verdict === "good") return null
  const of = { keyType: key.type, bits: key.bits }
  return judgement.concerns.map((concern) => <ConcernItem key={concern.code} concern={concern} of={of} />)
}
