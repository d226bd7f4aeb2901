import type { AuditEvent } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import type { I18n, MessageDescriptor } from "@lingui/core"
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
  IconShieldX,
  IconTerminal2,
  IconTrash,
  IconUpload,
  IconUser,
} from "@tabler/icons-react"
import { keyEvents } from "../keys/detail/history.ts"
import { ownershipIcons, ownershipWords } from "./ownership-event-words.ts"
import { peopleIcons, peopleWords } from "./people-event-words.ts"
import { serverIcons, serverWords } from "./server-event-words.ts"

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
  "auth-token.issue": (who) => msg`${who} got an OpenStack token`,
  "auth-token.show": (who) => msg`${who} looked at an OpenStack token`,
  "auth-token.revoke": (who) => msg`${who} revoked an OpenStack token`,
  "key-policy.show": (who) => msg`${who} looked at the key policy`,
  "key-policy.preview": (who) => msg`${who} looked at what another key policy would change`,
  "key-policy.update": (who) => msg`${who} changed the key policy`,
  ...ownershipWords,
  ...peopleWords,
  ...serverWords,
  "token.use": (who, what) => msg`${who} used the API token ${what}`,
  "gateway.sign-in": (who, what) => msg`${who} signed in over SSH with ${what}`,
  "private-key.receive": (who) => msg`${who} sent a private key`,
  "request.send": (who) => msg`${who} sent a request`,
  "audit.list": (who) => msg`${who} looked at the activity`,
  "audit.export": (who) => msg`${who} exported the audit`,
  "audit.prune": () => msg`Old activity was removed`,
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
  "auth-token.issue": IconCode,
  "auth-token.show": IconCode,
  "auth-token.revoke": IconTrash,
  "key-policy.show": IconShieldCog,
  "key-policy.preview": IconShieldCog,
  "key-policy.update": IconShieldCog,
  ...ownershipIcons,
  ...peopleIcons,
  ...serverIcons,
  "token.use": IconCode,
  "gateway.sign-in": IconTerminal2,
  "private-key.receive": IconShieldX,
  "request.send": IconShieldX,
  "audit.list": IconListDetails,
  "audit.export": IconListDetails,
  "audit.prune": IconListDetails,
} as const satisfies Record<Action, typeof IconKey>

/** What an action is about, in words where nobody in particular does it. */
export function actionWords(i18n: I18n, action: Action): string {
  return i18n._(words[action](unsaid, unsaid))
}

/** Stands in a sentence for a name that is not told. */
const unsaid = "…"

/**
 * An event as a sentence.
 *
 * @param what stands for the name of what it is about
 */
export function eventWords(i18n: I18n, event: AuditEvent, what = toPrintable(event.target.name)): string {
  const { action, outcome, actor, target } = event
  if (outcome === "refused") return i18n._(refusalWords(i18n, event, what))
  const who = actor?.handle ?? toPrintable(target.name)
  return i18n._(changeWords(i18n, event, who, what) ?? words[action](who, what))
}

/** What happened to a key, where that is more than the action's name says; nothing for several changes at once. */
function changeWords(i18n: I18n, event: AuditEvent, who: string, what: string): MessageDescriptor | undefined {
  // Of another account's key nothing is told.
  if (event.action === "key.prove" && event.target.name === "") return msg`${who} proved the ownership of a key`
  const [change, ...others] = keyEvents(event)
  if (change === undefined || others.length > 0) return undefined
  switch (change.what) {
    case "generated":
      return msg`${who} generated ${what}`
    case "renamed": {
      const name = toPrintable(change.to)
      return msg`${who} renamed ${what} to ${name}`
    }
    case "made-default":
      return msg`${who} made ${what} a default key`
    case "unmade-default":
      return msg`${who} made ${what} no default key any more`
    case "expiry-set": {
      const until = i18n.date(change.until, { dateStyle: "medium", timeZone: "UTC" })
      return msg`${who} set the expiry of ${what} to ${until}`
    }
    case "expiry-removed":
      return msg`${who} removed the expiry of ${what}`
    default:
      return undefined
  }
}

function refusalWords(i18n: I18n, { action, actor, target }: AuditEvent, what: string): MessageDescriptor {
  const isKnown = target.kind !== "installation"
  if (action === "login.sign-in") {
    return isKnown ? msg`A sign-in as ${what} was refused` : msg`A sign-in with an unknown name was refused`
  }
  if (action === "gateway.sign-in") {
    return isKnown ? msg`The key ${what} was refused over SSH` : msg`Keys that nobody registered were refused over SSH`
  }
  if (action === "server.unlock") return msg`Wrong letters on ${what} were refused`
  if (action === "token.use") return msg`The API token ${what} was refused`
  if (actor === null) {
    return action === "private-key.receive"
      ? msg`Somebody sent a private key; it was not stored`
      : msg`A request of somebody who is not signed in was refused`
  }
  const who = actor.handle
  if (action === "private-key.receive") return msg`${who} sent a private key; it was not stored`
  const sentence = i18n._(words[action](who, what === "" ? unsaid : what))
  return msg`Refused: ${sentence}`
}

/** The fixed picture of an action; the sentence beside it says the same. */
export function EventIcon({ action }: { action: Action }) {
  const Icon = icons[action]
  return <Icon stroke={1.75} aria-hidden />
}
