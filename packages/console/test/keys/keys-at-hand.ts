import type { SshKey } from "@latchkey/contract"

/** A key as the API describes one. */
export function sshKey(facts: Partial<SshKey>): SshKey {
  return {
    id: "0199a1b2-0000-7000-8000-000000000001",
    owner: { id: "0199a1b2-0000-7000-8000-000000000002", handle: "alice", kind: "person" },
    name: "laptop",
    keyType: "ssh-ed25519",
    bits: 256,
    fingerprint: "SHA256:x",
    md5Fingerprint: "MD5:x",
    comment: "",
    publicKey: "ssh-ed25519 AAAA comment with spaces",
    createdAt: "2026-11-01T00:00:00.000Z",
    source: "import",
    isDefault: false,
    expiresAt: null,
    disabledAt: null,
    verifiedAt: null,
    lastUse: { state: "never" },
    status: "active",
    concerns: [],
    ...facts,
  }
}
