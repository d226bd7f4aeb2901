import type { AuditEvent } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { useLingui } from "@lingui/react/macro"
import { paths } from "../../paths.ts"
import { TextLink } from "../../ui/links.tsx"
import { eventWords } from "./event-words.tsx"

/** Stands in a sentence for the name that becomes a link. */
const namePlace = "\uE000"

type Props = {
  event: AuditEvent
  /** The accounts whose SSH keys have pages for the reader. */
  ownIds: ReadonlySet<string>
}

/** The event in words; an SSH key in it leads to its page. */
export function EventSentence({ event, ownIds }: Props) {
  const { i18n } = useLingui()
  const { target, action } = event
  const isOwn = target.kind === "ssh_key" && ownIds.has(target.accountId)
  const hasPage = isOwn && target.name !== "" && action !== "key.delete"
  const [before = "", behind] = eventWords(i18n, event, hasPage ? namePlace : undefined).split(namePlace)
  if (behind === undefined) return before
  return (
    <>
      {before}
      <TextLink inherit to={paths.key} params={{ keyId: target.id }}>
        {toPrintable(target.name)}
      </TextLink>
      {behind}
    </>
  )
}
