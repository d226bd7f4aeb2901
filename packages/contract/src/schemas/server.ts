import {
  accountKinds,
  defaultPageSize,
  keyTypeNames,
  longestOptionValue,
  maximumAccesses,
  maximumHostKeys,
  maximumPageSize,
  serverKinds,
  serverStates,
  stalePolicies,
  unmanagedReasons,
} from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

const HostKey = z
  .object({
    keyType: z.enum(keyTypeNames),
    bits: z.int(),
    fingerprint: z.string().meta({ description: "SHA256:..." }),
    publicKey: z.string().meta({ description: "type and base64, as after the name in a line of known_hosts" }),
  })
  .meta({ id: "HostKey" })
export type HostKey = z.infer<typeof HostKey>

const unmanagedReason = z.enum(unmanagedReasons).meta({
  description:
    "missing: there is no such user; other-command: sshd asks another program for its keys; match-block: sshd has a rule of its own for it; unsafe-files: others could change its files; failed: see the server's problem",
})

export const Server = z
  .object({
    id,
    projectId: id,
    name: z.string(),
    kind: z.enum(serverKinds),
    address: z.string().nullable().meta({ description: "a host name or IP address by which people reach it" }),
    state: z.enum(serverStates).meta({
      description:
        "waiting: its command has not run yet; unconfirmed: it gets no keys until its host keys are confirmed",
    }),
    stalePolicy: z.enum(stalePolicies).meta({
      description:
        "what it accepts once it has heard nothing for a day; auto: break-glass where there is such a key, else keep",
    }),
    hostKeys: z.array(HostKey),
    loginUsers: z.array(z.string()).meta({ description: "as it reported them when it enrolled" }),
    sshdVersion: z.string().nullable(),
    createdBy: id,
    createdAt: timestamp,
    scriptFetchedAt: timestamp
      .nullable()
      .meta({ description: "when the script of its last command was first fetched" }),
    enrolledAt: timestamp.nullable(),
    confirmedAt: timestamp.nullable(),
    lastContactAt: timestamp.nullable(),
    clockOffset: z
      .int()
      .nullable()
      .meta({ description: "seconds that its clock is ahead of Latchkey's; null while it has not said" }),
    lastLoginAt: timestamp.nullable().meta({ description: "of the last login with a key that it reported" }),
    opens: z.int().meta({ description: "how many keys open it now" }),
    version: z
      .int()
      .meta({ description: "of the keys that it is to have; grows with each change, 0 before the first" }),
    acknowledgedVersion: z.int().meta({ description: "of the keys that it said last to be in effect" }),
    acknowledgedAt: timestamp.nullable(),
    problem: z.string().nullable().meta({ description: "what it reported last to be wrong; foreign text, escaped" }),
    unmanaged: z
      .array(z.object({ loginUser: z.string(), reason: unmanagedReason }))
      .meta({ description: "login users for whom Latchkey's keys have no effect, as it reported them last" }),
  })
  .meta({ id: "Server" })
export type Server = z.infer<typeof Server>

export const ServerList = z.object({ items: z.array(Server) }).meta({ id: "ServerList" })
export type ServerList = z.infer<typeof ServerList>

/** The bounds are the edge's; the forms of names, addresses and login users are core's. */
const name = z.string().max(200)
const address = z.string().max(300)
const loginUser = z.string().max(200)
const stalePolicy = z.enum(stalePolicies)

export const AccessOptions = z
  .strictObject({
    from: z.string().max(longestOptionValue).optional().meta({
      description: "host patterns, addresses and CIDR blocks, with commas between and ! before what is excepted",
    }),
    command: z.string().max(longestOptionValue).optional().meta({ description: "runs whatever was asked for" }),
    restrict: z.boolean().optional(),
    noPty: z.boolean().optional(),
    noPortForwarding: z.boolean().optional(),
    noAgentForwarding: z.boolean().optional(),
    noX11Forwarding: z.boolean().optional(),
  })
  .meta({ id: "AccessOptions" })
export type AccessOptions = z.infer<typeof AccessOptions>

const breakGlass = z.boolean().meta({
  description: "whether its keys still open the server when that goes by the stale policy break-glass",
})

export const AccessRequest = z
  .strictObject({
    loginUser,
    subject: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("key"), keyId: id }),
        z.strictObject({ kind: z.literal("account"), accountId: id }),
        z.strictObject({ kind: z.literal("project") }),
      ])
      .meta({
        description: "one key, all keys of a member or robot of the project, or all keys of all of its members",
      }),
    options: AccessOptions.optional(),
    breakGlass: breakGlass.optional(),
  })
  .meta({ id: "AccessRequest" })
export type AccessRequest = z.infer<typeof AccessRequest>

export const owner = z.object({ id, handle: z.string(), kind: z.enum(accountKinds) })
const key = z.object({
  id,
  name: z.string(),
  keyType: z.enum(keyTypeNames),
  bits: z.int(),
  fingerprint: z.string().meta({ description: "SHA256:..." }),
  publicKey: z.string().meta({ description: "type and base64" }),
  expiresAt: timestamp.nullable(),
})

export const Access = z
  .object({
    id,
    serverId: id,
    loginUser: z.string(),
    subject: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("key"), key, owner }),
      z.object({ kind: z.literal("account"), account: owner }),
      z.object({ kind: z.literal("project") }),
    ]),
    options: AccessOptions,
    breakGlass,
    createdBy: id,
    createdAt: timestamp,
    opens: z.int().meta({ description: "how many keys it lets in now" }),
  })
  .meta({ id: "Access" })
export type Access = z.infer<typeof Access>

export const AccessList = z.object({ items: z.array(Access) }).meta({ id: "AccessList" })
export type AccessList = z.infer<typeof AccessList>

export const GrantableKeyQuery = z.strictObject({
  search: z.string().max(20_000).optional().meta({
    description: "part of a name, comment or fingerprint, or a whole public key",
  }),
  limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
  cursor: z.string().max(2000).optional(),
})

export const GrantableKeyPage = z
  .object({
    items: z.array(z.object({ key, owner, isDefault: z.boolean() })),
    total: z.int(),
    nextCursor: z.string().optional(),
  })
  .meta({ id: "GrantableKeyPage" })
export type GrantableKeyPage = z.infer<typeof GrantableKeyPage>

export const AccessChange = z.strictObject({ breakGlass }).meta({ id: "AccessChange" })
export type AccessChange = z.infer<typeof AccessChange>

/** The path of an access to a server. */
export const accessOfServer = z.object({ id, accessId: id })

export const ServerRequest = z
  .strictObject({
    name,
    address: address.optional(),
    stalePolicy: stalePolicy.optional().meta({ description: "absent: auto" }),
    accesses: z.array(AccessRequest).max(maximumAccesses).optional(),
  })
  .meta({ id: "ServerRequest" })
export type ServerRequest = z.infer<typeof ServerRequest>

export const ServerChange = z
  .strictObject({
    name: name.optional(),
    address: address.nullable().optional().meta({ description: "null takes it away" }),
    stalePolicy: stalePolicy.optional(),
  })
  .meta({ id: "ServerChange" })
export type ServerChange = z.infer<typeof ServerChange>

export const Enrolment = z
  .object({
    command: z.string().meta({ description: "to run on the server; it works once, and is shown this once" }),
    url: z.string().meta({ description: "answers with the script that the command runs" }),
    expiresAt: timestamp,
  })
  .meta({ id: "Enrolment" })
export type Enrolment = z.infer<typeof Enrolment>

export const NewServer = z.object({ server: Server, enrolment: Enrolment }).meta({ id: "NewServer" })
export type NewServer = z.infer<typeof NewServer>

export const HostKeyConfirmation = z
  .strictObject({
    hostKeyFingerprints: z
      .array(z.string().max(100))
      .min(1)
      .max(maximumHostKeys)
      .meta({ description: "all that the server shows, SHA256:..., in any order" }),
  })
  .meta({ id: "HostKeyConfirmation" })

export const effect = {
  state: z.enum(["waiting", "in-effect", "unmanaged"]).meta({
    description:
      "in-effect: the server has acknowledged it; waiting: it has not yet; unmanaged: Latchkey's keys have no effect for this login user",
  }),
  reason: unmanagedReason.nullable().meta({ description: "why it is unmanaged, where it is" }),
  since: timestamp,
}

const seen = {
  lastLogin: z
    .object({ at: timestamp, address: z.string() })
    .nullable()
    .meta({ description: "the last login with this key as this login user that the server reported" }),
  openLogins: z.int().meta({ description: "how many of its logins there are still open" }),
}

export const ServerKeyList = z
  .object({
    items: z.array(z.object({ loginUser: z.string(), key, owner, accessId: id, ...effect, ...seen })),
    removals: z
      .array(
        z.object({
          loginUser: z.string(),
          keyId: id,
          fingerprint: z.string(),
          since: timestamp,
          inEffectSince: timestamp.nullable().meta({ description: "since when it lets it in no more, as it said" }),
          openLogins: z.int(),
        }),
      )
      .meta({
        description:
          "keys that open nothing any more once the server has acknowledged it, and those whose logins are still open",
      }),
  })
  .meta({ id: "ServerKeyList" })
export type ServerKeyList = z.infer<typeof ServerKeyList>

export const KeyOpeningList = z
  .object({
    items: z.array(
      z.object({
        server: z.object({ id, name: z.string(), projectId: id, address: z.string().nullable() }),
        loginUser: z.string(),
        accessId: id,
        ...effect,
        ...seen,
      }),
    ),
  })
  .meta({ id: "KeyOpeningList" })
export type KeyOpeningList = z.infer<typeof KeyOpeningList>
