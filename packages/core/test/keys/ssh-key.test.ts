import { describe, expect, test } from "vitest"
import { accountId, sshKeyId } from "../../src/ids.ts"
import { keyOpens, keyStatus, type SshKey } from "../../src/keys/ssh-key.ts"
import { day, second } from "../../src/time.ts"

const now = 1_800_000_000_000

const key: SshKey = {
  id: sshKeyId("0198f2a0-0000-7000-8000-000000000001"),
  accountId: accountId("0198f2a0-0000-7000-8000-000000000002"),
  name: "laptop",
  keyType: "ssh-ed25519",
  bits: 256,
  fingerprint: "SHA256:x",
  md5Fingerprint: "MD5:x",
  comment: "",
  blob: new Uint8Array(),
  createdAt: now - day,
  source: "import",
  isDefault: false,
  lastUse: { state: "used", at: now - day },
  standing: "good",
}

describe("keyOpens", () => {
  test("a key opens until the very moment that it expires", () => {
    expect(keyOpens({ ...key, expiresAt: now + 1 }, now)).toBe(true)
    expect(keyOpens({ ...key, expiresAt: now }, now)).toBe(false)
  })

  test("a disabled key opens nothing, whatever its expiry", () => {
    expect(keyOpens({ ...key, disabledAt: now - second }, now)).toBe(false)
    expect(keyOpens({ ...key, disabledAt: now - second, expiresAt: now + day }, now)).toBe(false)
  })
})

describe("keyOpens under the key policy", () => {
  test("a key that the policy stopped opens nothing, and a weak one opens", () => {
    expect(keyOpens({ ...key, standing: "stopped" }, now)).toBe(false)
    expect(keyOpens({ ...key, standing: "weak" }, now)).toBe(true)
  })
})

describe("keyStatus", () => {
  test("says the worst of what applies", () => {
    const all = {
      ...key,
      expiresAt: now - 1,
      disabledAt: now - 1,
      lastUse: { state: "used", at: now - 100 * day },
    } as const
    expect(keyStatus({ ...all, standing: "weak" }, now)).toBe("weak")
    expect(keyStatus(all, now)).toBe("expired")
    expect(keyStatus({ ...all, expiresAt: now + 9 * day }, now)).toBe("expiring")
    expect(keyStatus({ ...all, expiresAt: now + 31 * day }, now)).toBe("disabled")
    const { disabledAt: _, expiresAt: __, ...unused } = all
    expect(keyStatus(unused, now)).toBe("unused")
    expect(keyStatus(key, now)).toBe("active")
  })

  test("a key is unused 90 days after it was made, when none was seen", () => {
    const never = { ...key, lastUse: { state: "never" } } as const
    expect(keyStatus({ ...never, createdAt: now - 89 * day }, now)).toBe("active")
    expect(keyStatus({ ...never, createdAt: now - 90 * day }, now)).toBe("unused")
  })

  test("a key whose use is unknown is never called unused", () => {
    expect(keyStatus({ ...key, createdAt: 0, lastUse: { state: "unknown" } }, now)).toBe("active")
  })
})
