import { lazy, Suspense } from "react"
import { withServerWords } from "../../i18n.ts"

const RemovalReceipt = lazy(async () => ({
  default: (await withServerWords(() => import("./servers/removal-receipt.tsx"))).RemovalReceipt,
}))

/** For a toast: since when keys open nothing any more on servers, moving by itself. */
export function receiptOf(keyIds: readonly string[]) {
  return (
    <Suspense>
      <RemovalReceipt keyIds={keyIds} />
    </Suspense>
  )
}
