import { generateKeyPairSync } from "node:crypto"
import {
  auditEventId,
  type Context,
  createEventBounds,
  day,
  disableKey,
  importKeys,
  openLoginSession,
  type SshKeyId,
  signedInBy,
} from "@latchkey/core"
import { createPasswordHasher } from "../../packages/daemon/src/passwords.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { createSetupToken } from "../../packages/daemon/src/setup-token.ts"
import { withDatabase } from "../kit/accounts.ts"
import type { RunningDaemon } from "../kit/daemon.ts"
import { newEcdsaLine, newPublicLine, newRsaLine, newSecurityKeyLine } from "../kit/public-line.ts"

const minute = 60_000
const hour = 60 * minute

/** A key of the demonstration; times are milliseconds before now, the expiry after now. */
interface DemoKey {
  readonly name: string
  readonly line: string
  readonly added: number
  readonly used?: number
  readonly expires?: number
  readonly disabled?: number
}

/** Ten keys of one person, in every state that a key can be in. */
const demoKeys = (): readonly DemoKey[] => [
  { name: "laptop", line: newPublicLine("alice@laptop"), added: 255 * day, used: 4 * minute },
  { name: "git-mirror", line: newPublicLine("git-mirror@mirror-01"), added: 231 * day, used: 21 * minute },
  { name: "ci-runner", line: newPublicLine("ci-runner@build-02"), added: 81 * day, used: 2 * hour, expires: 9 * day },
  {
    name: "desktop-win",
    line: newRsaLine(3072, "rsa-key-20260214"),
    added: 180 * day,
    used: 26 * hour,
    expires: 84 * day,
  },
  { name: "yubikey-5c", line: newSecurityKeyLine("alice@yubikey-5c"), added: 172 * day, used: 4 * day },
  { name: "legacy-deploy", line: newRsaLine(2048, "deploy@old-jumpbox"), added: 250 * day, used: 16 * day },
  { name: "contractor-q3", line: newPublicLine("contractor@q3"), added: 144 * day, used: 54 * day, expires: -53 * day },
  {
    name: "terraform",
    line: newEcdsaLine(384, "terraform@runner-07"),
    added: 220 * day,
    used: 111 * day,
    disabled: 110 * day,
  },
  { name: "backup-nas", line: newPublicLine("root@nas-01"), added: 94 * day },
  { name: "old-thinkpad", line: newEcdsaLine(256, "alice@thinkpad"), added: 248 * day, used: 130 * day },
]

/**
 * Gives an account ten keys with a past, through core's own actions by a clock that goes through it, on a second
 * connection to the daemon's database: no door lets anyone add an expired key or one that was used long ago.
 */
export async function addDemoKeys(daemon: RunningDaemon, handle = "alice"): Promise<void> {
  const end = Date.now()
  let now = end
  const clock = { now: () => now }
  const secrets = createSecrets(clock.now)
  await withDatabase(daemon, async (database) => {
    const account = await database.stores.accounts.findByHandle(handle)
    if (account?.kind !== "person") throw new Error(`there is no account ${handle}`)
    const context: Context = {
      database,
      clock,
      secrets,
      passwords: createPasswordHasher(),
      setupToken: createSetupToken(secrets),
      eventBounds: createEventBounds(() => auditEventId(secrets.id())),
      publicUrl: () => "http://localhost:8022",
      origin: { door: "console", address: "198.51.100.7", requestId: secrets.id() },
    }
    // A login session does not live for as long as these keys.
    const signIn = async () =>
      signedInBy(await database.transaction((stores) => openLoginSession(context, stores, account)))
    const ids = new Map<DemoKey, SshKeyId>()
    const idOf = (key: DemoKey): SshKeyId => {
      const id = ids.get(key)
      if (id === undefined) throw new Error(`${key.name} is not there`)
      return id
    }

    const past = demoKeys().flatMap((key) => [
      {
        ago: key.added,
        async happen() {
          const expiresAt = key.expires === undefined ? {} : { expiresAt: end + key.expires }
          const [outcome] = await importKeys(context, await signIn(), [
            { text: key.line, name: key.name, ...expiresAt },
          ])
          if (outcome === undefined || "error" in outcome) throw new Error(`${key.name}: ${outcome?.error}`)
          ids.set(key, outcome.key.id)
        },
      },
      key.used !== undefined && {
        ago: key.used,
        happen: () => database.stores.sshKeys.recordUses([{ keyId: idOf(key), at: now, from: "198.51.100.7" }]),
      },
      key.disabled !== undefined && {
        ago: key.disabled,
        happen: async () => disableKey(context, await signIn(), idOf(key)),
      },
    ])
    const steps = past.filter((step) => step !== false).sort((left, right) => right.ago - left.ago)
    for (const { ago, happen } of steps) {
      now = end - ago
      await happen()
    }
  })
}

/** Text with something of everything that the import page tells apart. */
export function everyFinding(): string {
  const rfc4716 = (line: string) =>
    [
      "---- BEGIN SSH2 PUBLIC KEY ----",
      'Comment: "rsa-key-20261122"',
      ...((line.split(" ")[1] ?? "").match(/.{1,64}/g) ?? []),
      "---- END SSH2 PUBLIC KEY ----",
    ].join("\n")
  const twice = newPublicLine("twice@desk")
  const secret = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey
  return [
    newPublicLine("alice@studio"),
    rfc4716(newRsaLine(3072)),
    newRsaLine(2048),
    twice,
    twice,
    newPublicLine("cut").slice(0, 50),
    secret,
  ].join("\n")
}
