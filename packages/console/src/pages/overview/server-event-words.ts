import type { AuditEvent } from "@latchkey/contract"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { IconKey, IconPencil, IconPlugConnected, IconServer2, IconShieldCheck, IconTrash } from "@tabler/icons-react"

type Sentence = (who: string, what: string) => MessageDescriptor

/** What happens to servers and to who opens them, as sentences. */
export const serverWords = {
  "server.list": (who, what) => msg`${who} looked at the servers of ${what}`,
  "server.create": (who, what) => msg`${who} began to connect the server ${what}`,
  "server.show": (who, what) => msg`${who} looked at the server ${what}`,
  "server.update": (who, what) => msg`${who} changed the server ${what}`,
  "server.delete": (who, what) => msg`${who} disconnected the server ${what}`,
  "server.offer-enrolment": (who, what) => msg`${who} made a new command that connects the server ${what}`,
  "server.enrol": (_, what) => msg`A machine enrolled as the server ${what}`,
  "server.confirm": (who, what) => msg`${who} confirmed the host keys of the server ${what}`,
  "server.list-logins": (who, what) => msg`${who} looked at the logins to the server ${what}`,
  "server.end-logins": (who, what) => msg`${who} ended open sessions on the server ${what}`,
  "server.list-keys": (who, what) => msg`${who} looked at the keys on the server ${what}`,
  "server.overtake": (_, what) => msg`The server ${what} had newer keys than Latchkey knew of, as after a restore`,
  "access.list": (who, what) => msg`${who} looked at who opens the server ${what}`,
  "access.list-keys": (who, what) => msg`${who} looked at the keys that can be given access in ${what}`,
  "access.add": (who, what) => msg`${who} gave access to the server ${what}`,
  "access.update": (who, what) => msg`${who} changed who opens the server ${what} in an emergency`,
  "access.remove": (who, what) => msg`${who} took access to the server ${what} away`,
  "found-key.list": (who, what) => msg`${who} looked at the keys that the server ${what} found`,
  "found-key.adopt": (who, what) => msg`${who} adopted a key that the server ${what} found`,
  "found-key.keep": (who, what) => msg`${who} left a key that the server ${what} found as it is`,
  "found-key.drop": (who, what) => msg`${who} took away a key that the server ${what} found`,
  "found-key.break-glass": (who, what) =>
    msg`${who} marked a key that the server ${what} found for emergencies`,
  "key.list-logins": (who, what) => msg`${who} looked at the logins with ${what}`,
  "key.list-openings": (who, what) => msg`${who} looked at what ${what} opens`,
} as const satisfies Partial<Readonly<Record<AuditEvent["action"], Sentence>>>

/** Their pictures. */
export const serverIcons = {
  "server.list": IconServer2,
  "server.create": IconServer2,
  "server.show": IconServer2,
  "server.update": IconPencil,
  "server.delete": IconTrash,
  "server.offer-enrolment": IconPlugConnected,
  "server.enrol": IconPlugConnected,
  "server.confirm": IconShieldCheck,
  "server.list-logins": IconServer2,
  "server.end-logins": IconServer2,
  "server.list-keys": IconKey,
  "server.overtake": IconServer2,
  "access.list": IconServer2,
  "access.list-keys": IconKey,
  "access.add": IconKey,
  "access.update": IconKey,
  "access.remove": IconKey,
  "found-key.list": IconKey,
  "found-key.adopt": IconKey,
  "found-key.keep": IconKey,
  "found-key.drop": IconTrash,
  "found-key.break-glass": IconKey,
  "key.list-logins": IconKey,
  "key.list-openings": IconKey,
} as const satisfies Record<keyof typeof serverWords, typeof IconKey>
