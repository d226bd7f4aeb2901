import { Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconCopy, IconShieldX } from "@tabler/icons-react"
import type { ReactNode } from "react"
import type { ImportCard, KeyCard } from "./import-cards.ts"

/** What the console makes of a finding, always icon and word. */
export function ImportBadge({ card }: { card: ImportCard }) {
  const { variant, Icon, words } = card.kind === "key" ? keyBadge(card) : refused
  return (
    <Badge variant={variant} leftSection={<Icon size={14} stroke={2} />}>
      {words}
    </Badge>
  )
}

type Look = { variant: "ok" | "warn" | "bad" | "neutral"; Icon: typeof IconCheck; words: ReactNode }

const refused: Look = { variant: "bad", Icon: IconShieldX, words: <Trans>Refused</Trans> }

function keyBadge({ verdict, found, candidate }: KeyCard): Look {
  switch (verdict.is) {
    case "ready":
      if (candidate.judgement.verdict === "weak") {
        return { variant: "warn", Icon: IconAlertTriangle, words: <Trans>Ready, weak</Trans> }
      }
      if (found.kind === "private_key") {
        return { variant: "ok", Icon: IconCheck, words: <Trans>Ready, public half</Trans> }
      }
      if (found.format !== "openssh") {
        return { variant: "ok", Icon: IconCheck, words: <Trans>Ready, converted</Trans> }
      }
      return { variant: "ok", Icon: IconCheck, words: <Trans>Ready</Trans> }
    case "imported":
      return { variant: "ok", Icon: IconCheck, words: <Trans>Imported</Trans> }
    case "yours":
      return { variant: "neutral", Icon: IconCheck, words: <Trans>Already yours</Trans> }
    case "duplicate":
      return { variant: "neutral", Icon: IconCopy, words: <Trans>Duplicate</Trans> }
    case "refused":
    case "failed":
      return refused
  }
}
