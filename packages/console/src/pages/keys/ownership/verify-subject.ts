import { isKeyTypeName, type KeyTypeName } from "@latchkey/engine"

/** A key whose private half somebody says to hold; it may be registered to them, to another account, or to nobody. */
export type VerifySubject = {
  readonly name: string
  readonly keyType: KeyTypeName
  readonly publicKey: string
  readonly fingerprint: string
}

/** The subject of a proof for a key of which only its public line is known. */
export function subjectOfLine(
  { publicKey, fingerprint }: Pick<VerifySubject, "publicKey" | "fingerprint">,
  name: string,
): VerifySubject {
  const [type = ""] = publicKey.split(" ")
  if (!isKeyTypeName(type)) throw new Error("a public line starts with its key type")
  return { name, keyType: type, publicKey, fingerprint }
}
