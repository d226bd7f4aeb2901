import { audit, fingerprintMd5, fingerprintSha256, keyTypes, toPrintable } from "@latchkey/engine"
import type { Encryption } from "@latchkey/engine/private"
import type { Certificate } from "@latchkey/engine/signatures"
import type { KeyEntry } from "./entry.ts"

/** Seconds since 1970 at the end of the year 9999: what certificates say beyond it is for ever. */
const endOfTime = 253_402_300_799n

/** What `key inspect --json` says of a key. */
export function factsOf(entry: KeyEntry): Record<string, unknown> {
  const { line, format, key, privateHalf, repairs, options, host, certificate, signature } = entry
  return {
    line,
    format,
    keyType: key.type,
    bits: key.bits,
    fingerprint: fingerprintSha256(key.blob),
    md5: fingerprintMd5(key.blob),
    comment: toPrintable(key.comment),
    encrypted: privateHalf?.isEncrypted ?? false,
    encryption: privateHalf?.encryption,
    repairs,
    droppedOptions: options,
    host,
    signature,
    certificate: certificate && certificateFacts(certificate),
    weaknesses: audit(key),
  }
}

function certificateFacts({
  key: _key,
  blob: _blob,
  authority,
  serial,
  validAfter,
  validBefore,
  ...rest
}: Certificate) {
  return {
    ...rest,
    serial: String(serial),
    validAfter: validAfter === 0n ? null : timeOf(validAfter),
    validBefore: timeOf(validBefore),
    criticalOptions: rest.criticalOptions.map(({ name, value }) => ({ name, value })),
    extensions: rest.extensions.map(({ name }) => name),
    authority: fingerprintSha256(authority.blob),
  }
}

/** RFC 3339, or null for never. */
function timeOf(seconds: bigint): string | null {
  return seconds > endOfTime ? null : new Date(Number(seconds) * 1000).toISOString()
}

/** The same for people, as names and values; what `ssh-keygen -lv` says stands above it. */
export function wordsOf(entry: KeyEntry): readonly [name: string, value: string][] {
  const { format, key, privateHalf, options, host, certificate, signature } = entry
  const row = (name: string, value: string | undefined): [string, string][] =>
    value === undefined ? [] : [[name, value]]
  return [
    ["format", format],
    ["type", key.type],
    ["md5", fingerprintMd5(key.blob)],
    ...row("encryption", privateHalf && encryptionWords(privateHalf)),
    ...row("options", options),
    ...row("host", host && `${host.marker === undefined ? "" : `@${host.marker} `}${host.names}`),
    ...row("namespace", signature?.namespace),
    ...row("hash", signature?.hash),
    ...(certificate === undefined ? [] : certificateWords(certificate)),
    ...audit(key).flatMap(({ message, hint }) => row("weak", `${message}; ${hint}`)),
  ]
}

function encryptionWords({ isEncrypted, encryption }: NonNullable<KeyEntry["privateHalf"]>): string {
  if (!isEncrypted) return "none: whoever reads this file has the key"
  return encryption === undefined ? "of a kind that is not known" : describeEncryption(encryption)
}

/** `aes256-ctr, bcrypt, 24 rounds` */
function describeEncryption({ cipher, kdf, rounds, memory }: Encryption): string {
  const work = rounds === 1 ? [] : [`${rounds} ${kdf.startsWith("argon2") ? "passes" : "rounds"}`]
  return [cipher, kdf, ...work, ...(memory === undefined ? [] : [`${memory} KiB`])].join(", ")
}

function certificateWords(certificate: Certificate): [string, string][] {
  const { kind, serial, keyId, principals, validAfter, validBefore, criticalOptions, extensions, authority } =
    certificate
  const from = validAfter === 0n ? "always" : timeOf(validAfter)
  const list = (items: readonly string[]) => (items.length === 0 ? "none" : items.join(", "))
  return [
    ["certificate", `for a ${kind}, "${keyId}", serial ${serial}`],
    ["principals", principals.length === 0 ? "all" : list(principals)],
    ["valid", `from ${from} until ${timeOf(validBefore) ?? "for ever"}`],
    [
      "critical options",
      list(criticalOptions.map(({ name, value }) => (value === undefined ? name : `${name} ${value}`))),
    ],
    ["extensions", list(extensions.map(({ name }) => name))],
    [
      "authority",
      `${fingerprintSha256(authority.blob)} (${keyTypes[authority.type].shortName}), whose signature holds`,
    ],
  ]
}
