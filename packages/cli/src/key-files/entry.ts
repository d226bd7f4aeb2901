import type { FormatName, KeyError, KeyOption, PublicKey, Repair } from "@latchkey/engine"
import type { Encryption } from "@latchkey/engine/private"
import type { Certificate, VerifiedSshsig } from "@latchkey/engine/signatures"

/** A key in a file, in whatever form it stands there. */
export interface KeyEntry {
  /** From 1. */
  readonly line: number
  readonly format: FormatName | "certificate" | "sshsig" | "known_hosts"
  readonly key: PublicKey
  readonly repairs: readonly Repair[]
  /** Of a private key. `encryption` is absent where its file does not say how. */
  readonly privateHalf?: { readonly isEncrypted: boolean; readonly encryption?: Encryption; readonly isOpened: boolean }
  /** authorized_keys options in front of the key, as they stand there. */
  readonly options?: string
  /** Why sshd ignores the line. */
  readonly warnings?: readonly string[]
  /** Of known_hosts: patterns or a hashed name, and the marker in front. */
  readonly host?: { readonly names: string; readonly marker?: string }
  readonly certificate?: Certificate
  /** What a signature claims. */
  readonly signature?: Pick<VerifiedSshsig, "namespace" | "hash">
}

/** A place of a file where there is no key, and why. */
export interface ErrorEntry {
  readonly line?: number
  readonly error: KeyError
}

export type Entry = KeyEntry | ErrorEntry

/** What the caller knows beside the bytes. */
export interface ContentsOptions {
  readonly fileName?: string
  /** Opens encrypted private keys, which are then checked against their public half. */
  readonly passphrase?: string
}

/** authorized_keys options as people read them. */
export function optionWords(options: readonly KeyOption[]): string {
  return options.map(({ name, value }) => (value === undefined ? name : `${name}="${value}"`)).join(",")
}
