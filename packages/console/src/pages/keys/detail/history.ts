import type { AuditEvent } from "@latchkey/contract"

type Detail = AuditEvent["after"]

/** One thing that happened to a key. */
export type KeyEvent =
  | {
      readonly what:
        | "imported"
        | "generated"
        | "disabled"
        | "enabled"
        | "deleted"
        | "verified"
        | "signed-in"
        | "made-default"
        | "unmade-default"
        | "expiry-removed"
    }
  | { readonly what: "renamed"; readonly from: string; readonly to: string }
  | { readonly what: "expiry-set"; readonly until: Date }
  | { readonly what: "other" }

const plain = {
  "key.import": "imported",
  "key.disable": "disabled",
  "key.enable": "enabled",
  "key.delete": "deleted",
  "key.prove": "verified",
  "gateway.sign-in": "signed-in",
} as const

function isPlain(action: string): action is keyof typeof plain {
  return Object.hasOwn(plain, action)
}

function valueIn(detail: Detail, name: string): string | number | boolean | null {
  return detail?.[name] ?? null
}

/** What an audit event about a key says, from what it kept as before and after; one update can be several things. */
export function keyEvents({ action, before, after }: AuditEvent): readonly KeyEvent[] {
  const isMade = ["generate", "openstack"].some((source) => valueIn(after, "source") === source)
  if (action === "key.import" && isMade) return [{ what: "generated" }]
  if (isPlain(action)) return [{ what: plain[action] }]
  if (action !== "key.update") return [{ what: "other" }]
  const events: KeyEvent[] = []
  const was = (name: string) => valueIn(before, name)
  const is = (name: string) => valueIn(after, name)
  if (was("name") !== is("name")) events.push({ what: "renamed", from: String(was("name")), to: String(is("name")) })
  if (was("isDefault") !== is("isDefault")) {
    events.push({ what: is("isDefault") === true ? "made-default" : "unmade-default" })
  }
  const until = is("expiresAt")
  if (was("expiresAt") !== until) {
    events.push(typeof until === "number" ? { what: "expiry-set", until: new Date(until) } : { what: "expiry-removed" })
  }
  return events
}
