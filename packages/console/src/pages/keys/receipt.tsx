import { lazy, Suspense } from "react"
import { withServerWords } from "../../i18n.ts"
import { serverNow } from "../../server-clock.ts"
import type { ReceiptOf } from "./receipt-of.ts"

const RemovalReceipt = lazy(async () => ({
  default: (await withServerWords(() => import("./servers/removal-receipt.tsx"))).RemovalReceipt,
}))

/** Milliseconds that the daemon's clock may be behind what is known of it. */
const clockSlack = 1_000

/** What a receipt counts from, to be asked before a removal. */
export function beforeRemoval(): string {
  return new Date(serverNow() - clockSlack).toISOString()
}

/** For a toast: since when keys open nothing any more on servers, moving by itself. */
export function receiptOf(of: ReceiptOf) {
  return (
    <Suspense>
      <RemovalReceipt of={of} />
    </Suspense>
  )
}
