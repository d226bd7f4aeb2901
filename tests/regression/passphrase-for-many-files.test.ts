// The attack: a text holds hundreds of encrypted private keys, each of which asks for as much work as one may. Whoever looked
// into it with a passphrase waited for minutes, because the limit was one for each key.

import { inspect, MAX_PASSPHRASE_TRIES } from "@latchkey/engine"
import { formatPrivateKey, generateKey, readPublicHalf } from "@latchkey/engine/private"
import { expect, test } from "vitest"

const passphrase = "correct horse"

test("a passphrase is tried on the first few keys of a text", async () => {
  const key = await generateKey()
  const pem = await formatPrivateKey(key, { format: "pkcs8", passphrase, kdf: "scrypt" })
  const openssh = await formatPrivateKey(key, { format: "openssh", passphrase })
  const text = pem.repeat(MAX_PASSPHRASE_TRIES + 2) + openssh
  const { findings } = inspect(text, { readPublicHalf, passphrase })
  const outcomes = findings.map((finding) => {
    if (finding.kind !== "private_key") return finding.kind
    return finding.error?.code ?? (finding.publicHalf === undefined ? "nothing" : "opened")
  })
  const opened = Array.from({ length: MAX_PASSPHRASE_TRIES }, () => "opened")
  // The public half of the last one stands outside of what is encrypted.
  expect(outcomes).toEqual([...opened, "limit_exceeded", "limit_exceeded", "opened"])
})
