import type { RefusalKind } from "./refusal-kind.ts"

/** The place of each kind of refusal in the guide `import-refused`. */
export const refusalSection = {
  certificate: "certificate",
  certificate_invalid: "certificate",
  fingerprint: "fingerprint",
  "known-hosts": "known-hosts",
  authority: "authority",
  signature: "signature",
  signature_invalid: "signature",
  "web-page": "web-page",
  pgp: "pgp",
  x509: "x509",
  binary: "binary",
  unreadable: "unreadable",
  format_unknown: "no-key",
  passphrase_required: "passphrase",
  passphrase_wrong: "passphrase",
  truncated: "cut",
  shortened: "cut",
  format_invalid: "damaged",
  trailing_data: "damaged",
  key_mismatch: "damaged",
  type_unknown: "unknown-type",
  ssh1: "ssh1",
  type_unsupported: "old-type",
  "rsa-size": "rsa-size",
  limit_exceeded: "too-much",
  "too-large": "in-parts",
  "too-many": "in-parts",
} as const satisfies Readonly<Record<RefusalKind, string>>

/** What is refused although it is a sound key, or is no public key at all, has its place there too. */
export const otherSections = ["private-key", "policy", "yours", "taken", "quota"] as const

export type RefusalSection = (typeof refusalSection)[RefusalKind] | (typeof otherSections)[number]
