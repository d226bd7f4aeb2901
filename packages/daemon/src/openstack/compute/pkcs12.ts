import { createHmac, hash, type KeyObject, randomBytes } from "node:crypto"
import { absent, context, integer, octets, oid, sequence, set } from "./der.ts"

const data = "1.2.840.113549.1.7.1"
const bags = { key: "1.2.840.113549.1.12.10.1.1", certificate: "1.2.840.113549.1.12.10.1.3" } as const
const sha256 = "2.16.840.1.101.3.4.2.1"
const rounds = 2048

/**
 * A certificate and its key in one PKCS#12 file (RFC 7292), which has the empty password: what it holds is not encrypted,
 * and the sum over it is there because programs ask for it.
 */
export function formatPkcs12(certificate: Uint8Array, privateKey: KeyObject): Buffer {
  const keyId = sequence(oid("1.2.840.113549.1.9.21"), set(octets(hash("sha1", certificate, "buffer"))))
  const x509 = sequence(oid("1.2.840.113549.1.9.22.1"), context(0, octets(certificate)))
  const key = privateKey.export({ type: "pkcs8", format: "der" })
  const content = sequence(
    contentInfo(sequence(sequence(oid(bags.certificate), context(0, x509), set(keyId)))),
    contentInfo(sequence(sequence(oid(bags.key), context(0, key), set(keyId)))),
  )
  const salt = randomBytes(8)
  const sum = createHmac("sha256", macKey(salt)).update(content).digest()
  return sequence(
    integer(Uint8Array.of(3)),
    contentInfo(content),
    sequence(
      sequence(sequence(oid(sha256), absent), octets(sum)),
      octets(salt),
      integer(Uint8Array.of(rounds >> 8, rounds & 0xff)),
    ),
  )
}

function contentInfo(content: Uint8Array): Buffer {
  return sequence(oid(data), context(0, octets(content)))
}

/** The key of the sum, by RFC 7292 appendix B.2, from the empty password: the two bytes that end every password there. */
function macKey(salt: Uint8Array): Buffer {
  const block = 64
  const macId = 3
  const filled = (bytes: Uint8Array) => Buffer.alloc(block, bytes)
  let key = hash(
    "sha256",
    Buffer.concat([Buffer.alloc(block, macId), filled(salt), filled(Uint8Array.of(0, 0))]),
    "buffer",
  )
  for (let round = 1; round < rounds; round++) key = hash("sha256", key, "buffer")
  return key
}
