import { Skeleton } from "@mantine/core"
import { useEffect, useState } from "react"
import styles from "./skeleton-rows.module.css"

/** Nothing is shown for this long, in milliseconds: most answers are there by then. */
const hiddenFor = 150

/** Grey rows in the place and height of a list that is still loading. */
export function SkeletonRows({ rows = 6, height = 51 }: { rows?: number; height?: number }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), hiddenFor)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy="true" className={styles.rows}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
        <div key={row} className={styles.row} style={{ height }}>
          {shown ? (
            <>
              <Skeleton width={38} height={31} radius="sm" />
              <Skeleton width="22%" height={12} />
              <Skeleton width="14%" height={12} ml="auto" />
              <Skeleton width="10%" height={12} />
            </>
          ) : null}
        </div>
      ))}
    </div>
  )
}
