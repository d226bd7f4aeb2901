import { useQuery } from "@tanstack/react-query"
import styles from "./receipt.module.css"
import { receiptQuery } from "./receipt-query.ts"
import { RemovalReceipt } from "./removal-receipt.tsx"

/** Milliseconds for which it is said that all servers have heard. */
const saidFor = 3_600_000

/** What became of the last removals of a key: while servers have not heard, and for an hour after they have. */
export function RemovedNote({ keyId }: { keyId: string }) {
  const removed = useQuery(receiptQuery(keyId)).data?.removed
  const isFresh = removed?.since != null && Date.now() - Date.parse(removed.since) < saidFor
  if (removed === undefined || (removed.waiting.length === 0 && !isFresh)) return null
  return (
    <div className={styles.card}>
      <RemovalReceipt of={{ keyIds: [keyId] }} />
    </div>
  )
}
