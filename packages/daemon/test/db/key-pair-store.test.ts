import { type AccountId, type SshKey, type X509KeyPair, x509KeyPairId } from "@latchkey/core"
import { encodeBase64 } from "@latchkey/engine"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey, newKey } from "./rows.ts"

function newCertificate(accountId: AccountId, name: string): X509KeyPair {
  const id = x509KeyPairId(newId())
  return { type: "x509", id, accountId, name, createdAt: 1000, publicKey: `PEM ${id}\n`, fingerprint: "ab:cd" }
}

/** How a key pair shows a key whose text is this. */
const asPair = ({ id, accountId, name, createdAt, md5Fingerprint }: SshKey, publicKey: string) =>
  ({ type: "ssh", id, accountId, name, createdAt, publicKey, fingerprint: md5Fingerprint.slice(4) }) as const

const lineOf = ({ keyType, blob, comment }: SshKey) => `${keyType} ${encodeBase64(blob)} ${comment}`

describe("key pairs", () => {
  onEachDatabase((current) => {
    test("a key is given back as it was received, byte for byte, and one that came another way as its line", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const plain = await addKey(stores, ada.id)
      const received = newKey(ada.id)
      const text = `  ${lineOf(received)} \u00e9\u0301\t\r\n\n`
      await stores.sshKeys.claimMaterial(received.fingerprint, ada.id, received.blob)
      expect(await stores.sshKeys.insert(received, text)).toBe(true)
      expect(await stores.keyPairs.find(ada.id, received.name)).toEqual(asPair(received, text))
      expect(await stores.keyPairs.find(ada.id, plain.name)).toEqual(asPair(plain, lineOf(plain)))
      expect(await stores.sshKeys.find(received.id)).toEqual(received)
    })

    test("both types are one list by name, byte for byte, that goes on after a name", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      for (const name of ["b", "B", "é", "a"]) await addKey(stores, ada.id, { name })
      for (const name of ["c", "A", "b2"]) await stores.keyPairs.insertX509(newCertificate(ada.id, name))
      await addKey(stores, bob.id, { name: "a2" })
      await stores.keyPairs.insertX509(newCertificate(bob.id, "a3"))
      const list = async (limit: number, after?: string) =>
        (await stores.keyPairs.list(ada.id, limit, after)).map(({ name }) => name)
      expect(await list(10)).toEqual(["A", "B", "a", "b", "b2", "c", "é"])
      expect(await list(2)).toEqual(["A", "B"])
      expect(await list(2, "B")).toEqual(["a", "b"])
      expect(await list(10, "b")).toEqual(["b2", "c", "é"])
      expect(await list(10, "é")).toEqual([])
      expect(await list(0)).toEqual([])
      expect(await stores.keyPairs.count(ada.id)).toBe(7)
      expect(await stores.keyPairs.count(bob.id)).toBe(2)
    })

    test("a certificate is read as it was stored, its name is taken within its account, and it goes alone", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const certificate = newCertificate(ada.id, "vpn")
      expect(await stores.keyPairs.insertX509(certificate)).toBe(true)
      expect(await stores.keyPairs.insertX509(newCertificate(ada.id, "vpn"))).toBe(false)
      expect(await stores.keyPairs.insertX509(newCertificate(bob.id, "vpn"))).toBe(true)
      expect(await stores.keyPairs.find(ada.id, "vpn")).toEqual(certificate)
      expect(await stores.keyPairs.hasX509(ada.id, "vpn")).toBe(true)
      const earlier = newCertificate(ada.id, "build")
      await stores.keyPairs.insertX509(earlier)
      await addKey(stores, ada.id, { name: "laptop" })
      expect(await stores.keyPairs.listX509(ada.id)).toEqual([earlier, certificate])
      await stores.keyPairs.deleteX509(certificate.id)
      expect(await stores.keyPairs.find(ada.id, "vpn")).toBeUndefined()
      expect(await stores.keyPairs.hasX509(ada.id, "vpn")).toBe(false)
      expect(await stores.keyPairs.hasX509(bob.id, "vpn")).toBe(true)
    })

    test("the same key can be there under several names, and its material goes with the last of them", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const first = await addKey(stores, ada.id, { name: "first" })
      const second = { ...newKey(ada.id, { name: "second" }), blob: first.blob, fingerprint: first.fingerprint }
      expect(await stores.sshKeys.claimMaterial(first.fingerprint, ada.id, first.blob)).toBe(false)
      expect(await stores.sshKeys.insert(second, "text")).toBe(true)
      await stores.sshKeys.delete(first.id)
      expect(await stores.sshKeys.find(second.id)).toEqual(second)
      await stores.sshKeys.delete(second.id)
      expect(await stores.sshKeys.claimMaterial(first.fingerprint, ada.id, first.blob)).toBe(true)
    })
  })
})
