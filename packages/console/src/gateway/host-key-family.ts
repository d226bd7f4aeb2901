import { isKeyTypeName, keyTypes } from "@latchkey/engine"

/** What people call a host key's type; a type that the engine does not know keeps its name on the wire. */
export function hostKeyFamily(keyType: string): string {
  return isKeyTypeName(keyType) ? keyTypes[keyType].family : keyType
}
