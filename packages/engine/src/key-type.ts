/** The key types that can be read, by their name on the wire. */
export type KeyTypeName =
  | "ssh-ed25519"
  | "ssh-rsa"
  | "ecdsa-sha2-nistp256"
  | "ecdsa-sha2-nistp384"
  | "ecdsa-sha2-nistp521"
  | "sk-ssh-ed25519@openssh.com"
  | "sk-ecdsa-sha2-nistp256@openssh.com"
  | "ssh-dss"
  | "ssh-mldsa44-ed25519"
  | "ssh-mldsa44-ed25519@openssh.com"

/** One row of the table. */
export interface KeyType {
  readonly name: KeyTypeName
  /** What people call it; shown before the bits, as in `ECDSA 384`. */
  readonly family: "Ed25519" | "RSA" | "ECDSA" | "Ed25519-SK" | "ECDSA-SK" | "DSA" | "ML-DSA-44-Ed25519"
  /** What ssh-keygen calls it, in `-l` listings and on randomart. */
  readonly shortName: string
  /** The name that ssh-keygen gives the private file; the public one adds `.pub`. */
  readonly defaultFileName: string
  /** Signature algorithms that a key of this type makes (RFC 8332 section 3 for RSA), best first. */
  readonly signatureAlgorithms: readonly string[]
  /** `read-only`: can be shown and converted, and is never admitted. */
  readonly status: "usable" | "read-only"
}

/**
 * THE TABLE, one row per key type, most recommended first. Nothing else switches on the names of key types; how each is
 * read stands in `key-types/decoders.ts`, so that whoever only names types does not load their cryptography.
 */
export const keyTypes: Readonly<Record<KeyTypeName, KeyType>> = {
  "ssh-ed25519": {
    name: "ssh-ed25519",
    family: "Ed25519",
    shortName: "ED25519",
    defaultFileName: "id_ed25519",
    signatureAlgorithms: ["ssh-ed25519"],
    status: "usable",
  },
  "sk-ssh-ed25519@openssh.com": {
    name: "sk-ssh-ed25519@openssh.com",
    family: "Ed25519-SK",
    shortName: "ED25519-SK",
    defaultFileName: "id_ed25519_sk",
    signatureAlgorithms: ["sk-ssh-ed25519@openssh.com"],
    status: "usable",
  },
  "ecdsa-sha2-nistp256": ecdsa("ecdsa-sha2-nistp256"),
  "ecdsa-sha2-nistp384": ecdsa("ecdsa-sha2-nistp384"),
  "ecdsa-sha2-nistp521": ecdsa("ecdsa-sha2-nistp521"),
  "sk-ecdsa-sha2-nistp256@openssh.com": {
    name: "sk-ecdsa-sha2-nistp256@openssh.com",
    family: "ECDSA-SK",
    shortName: "ECDSA-SK",
    defaultFileName: "id_ecdsa_sk",
    // The second in browsers: PROTOCOL.u2f, "webauthn signatures".
    signatureAlgorithms: ["sk-ecdsa-sha2-nistp256@openssh.com", "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"],
    status: "usable",
  },
  "ssh-rsa": {
    name: "ssh-rsa",
    family: "RSA",
    shortName: "RSA",
    defaultFileName: "id_rsa",
    signatureAlgorithms: ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
    status: "usable",
  },
  // OpenSSH 10.4 and 10.5 put their own domain behind the name of this type; 10.6 dropped it.
  "ssh-mldsa44-ed25519": mldsaEd25519("ssh-mldsa44-ed25519"),
  "ssh-mldsa44-ed25519@openssh.com": mldsaEd25519("ssh-mldsa44-ed25519@openssh.com"),
  "ssh-dss": {
    name: "ssh-dss",
    family: "DSA",
    shortName: "DSA",
    defaultFileName: "id_dsa",
    signatureAlgorithms: ["ssh-dss"],
    status: "read-only",
  },
}

/** The names of all key types, most recommended first. */
export const keyTypeNames: readonly KeyTypeName[] = Object.values(keyTypes).map((row) => row.name)

/** Whether `text` is the name of a key type in the table. */
export function isKeyTypeName(text: string): text is KeyTypeName {
  return Object.hasOwn(keyTypes, text)
}

function ecdsa(name: KeyTypeName): KeyType {
  return {
    name,
    family: "ECDSA",
    shortName: "ECDSA",
    defaultFileName: "id_ecdsa",
    signatureAlgorithms: [name],
    status: "usable",
  }
}

function mldsaEd25519(name: KeyTypeName): KeyType {
  return {
    name,
    family: "ML-DSA-44-Ed25519",
    shortName: "MLDSA44-ED25519",
    defaultFileName: "id_mldsa44_ed25519",
    signatureAlgorithms: [name],
    status: "read-only",
  }
}
