import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import type { KeySpec } from "@latchkey/engine/private"
import { useKeyPolicy } from "../../../key-policy.ts"
import type { KeyKind } from "./key-kinds.ts"

/** Of these kinds, those that the key policy would take. */
export function useAllowedKinds(kinds: readonly KeyKind[]): readonly KeyKind[] {
  const { allowedKeyTypes, minimumRsaBits } = useKeyPolicy()
  return kinds.filter(
    ({ spec }) =>
      allowedKeyTypes.some((name) => makes(spec, name)) && (spec.type !== "rsa" || spec.bits >= minimumRsaBits),
  )
}

/** Whether keys made so are of this type. The types of ECDSA end in the size of their curve. */
function makes({ type, bits }: KeySpec, name: KeyTypeName): boolean {
  return keyTypes[name].shortName === type.toUpperCase() && (type !== "ecdsa" || name.endsWith(String(bits)))
}
