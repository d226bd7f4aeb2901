import type { AuditEvent } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import {
  IconBan,
  IconCode,
  IconDatabaseExport,
  IconDatabaseImport,
  IconKey,
  IconListDetails,
  IconLogin2,
  IconLogout,
  IconPencil,
  IconPlayerPlay,
  IconSettings,
  IconShieldCog,
  IconTrash,
  IconUpload,
  IconUser,
} from "@tabler/icons-react"
import { peopleIcons, peopleWords } from "./people-event-words.ts"

type Action = AuditEvent["action"]

/** A sentence for each action, about who did it and what it was done to. */
const words: Readonly<Record<Action, (who: string, what: string) => MessageDescriptor>> = {
  "installation.set-up": (who) => msg`${who} set up this Latchkey`,
  "installation.backup": () => msg`A backup was made`,
  "installation.restore": () => msg`A backup was restored`,
  "account.show": (who) => msg`${who} looked at their account`,
  "account.update": (who) => msg`${who} changed their account`,
  "login.sign-in": (who) => msg`${who} signed in`,
  "login.sign-out": (who) => msg`${who} signed out`,
  "key.list": (who) => msg`${who} listed their keys`,
  "key.show": (who, what) => msg`${who} looked at ${what}`,
  "key.import": (who, what) => msg`${who} imported ${what}`,
  "key.update": (who, what) => msg`${who} changed ${what}`,
  "key.disable": (who, what) => msg`${who} disabled ${what}`,
  "key.enable": (who, what) => msg`${who} enabled ${what}`,
  "key.delete": (who, what) => msg`${who} deleted ${what}`,
  "token.list": (who) => msg`${who} listed their API tokens`,
  "token.create": (who, what) => msg`${who} created the API token ${what}`,
  "token.delete": (who, what) => msg`${who} revoked the API token ${what}`,
  "key-policy.show": (who) => msg`${who} looked at the key policy`,
  "key-policy.preview": (who) => msg`${who} looked at what another key policy would change`,
  "key-policy.update": (who) => msg`${who} changed the key policy`,
  ...peopleWords,
  "audit.list": (who) => msg`${who} looked at the activity`,
}

const icons = {
  "installation.set-up": IconSettings,
  "installation.backup": IconDatabaseExport,
  "installation.restore": IconDatabaseImport,
  "account.show": IconUser,
  "account.update": IconUser,
  "login.sign-in": IconLogin2,
  "login.sign-out": IconLogout,
  "key.list": IconKey,
  "key.show": IconKey,
  "key.import": IconUpload,
  "key.update": IconPencil,
  "key.disable": IconBan,
  "key.enable": IconPlayerPlay,
  "key.delete": IconTrash,
  "token.list": IconCode,
  "token.create": IconCode,
  "token.delete": IconTrash,
  "key-policy.show": IconShieldCog,
  "key-policy.preview": IconShieldCog,
  "key-policy.update": IconShieldCog,
  ...peopleIcons,
  "audit.list": IconListDetails,
} as const satisfies Record<Action, typeof IconKey>

/** An event as a sentence. Whoever was not signed in is called by the name they tried. */
export function eventWords({ action, outcome, actor, target }: AuditEvent): MessageDescriptor {
  const what = toPrintable(target.name)
  const who = actor?.handle ?? what
  if (outcome === "done") return words[action](who, what)
  return action === "login.sign-in" ? msg`A sign-in as ${who} was refused` : msg`${who} was refused: ${action}`
}

/** The fixed picture of an action; the sentence beside it says the same. */
export function EventIcon({ action }: { action: Action }) {
  const Icon = icons[action]
  return <Icon stroke={1.75} aria-hidden />
}
