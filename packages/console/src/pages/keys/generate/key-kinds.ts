import type { KeySpec, WritableFormat } from "@latchkey/engine/private"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** A kind of key that people choose from. */
export type KeyKind = {
  readonly id: string
  readonly name: string
  readonly spec: KeySpec
  readonly about: MessageDescriptor
}

export const keyKinds: readonly [KeyKind, ...KeyKind[]] = [
  {
    id: "ed25519",
    name: "Ed25519",
    spec: { type: "ed25519", bits: 256 },
    about: msg`Recommended. Short, fast, works with OpenSSH 6.5 and later.`,
  },
  {
    id: "rsa-3072",
    name: "RSA 3072",
    spec: { type: "rsa", bits: 3072 },
    about: msg`For older devices and panels.`,
  },
  {
    id: "rsa-4096",
    name: "RSA 4096",
    spec: { type: "rsa", bits: 4096 },
    about: msg`Only if a rule asks for it. Slower.`,
  },
  {
    id: "ecdsa-256",
    name: "ECDSA P-256",
    spec: { type: "ecdsa", bits: 256 },
    about: msg`For systems that need NIST curves.`,
  },
]

/** Kinds that few have a reason for, shown when somebody asks for them. */
export const moreKeyKinds: readonly KeyKind[] = [
  {
    id: "ecdsa-384",
    name: "ECDSA P-384",
    spec: { type: "ecdsa", bits: 384 },
    about: msg`Only if a rule asks for this curve.`,
  },
  {
    id: "ecdsa-521",
    name: "ECDSA P-521",
    spec: { type: "ecdsa", bits: 521 },
    about: msg`Only if a rule asks for this curve.`,
  },
  {
    id: "rsa-2048",
    name: "RSA 2048",
    spec: { type: "rsa", bits: 2048 },
    about: msg`For tools that take no longer key. Marked weak.`,
  },
]

/** A form in which the private half is saved. */
export type FileKind = {
  readonly format: WritableFormat
  readonly name: string
  /** Behind the key's name. */
  readonly ending: string
  readonly about: MessageDescriptor
}

export const fileKinds: readonly FileKind[] = [
  { format: "openssh", name: "OpenSSH", ending: "", about: msg`OpenSSH, for Linux, macOS and Windows` },
  { format: "ppk", name: "PuTTY .ppk", ending: ".ppk", about: msg`PuTTY version 3, for PuTTY, WinSCP and FileZilla` },
  { format: "pkcs8", name: "PEM", ending: ".pem", about: msg`PEM (PKCS#8), for tools built on OpenSSL` },
]
