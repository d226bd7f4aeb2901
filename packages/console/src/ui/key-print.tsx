import { randomartField } from "@latchkey/engine"
import { memo, useMemo } from "react"
import { keyBlob } from "./key-blob.ts"
import styles from "./key-print.module.css"

const cell = { width: 2, height: 3 }
const edge = 2

/** How strongly a cell is inked after `count` visits of the randomart's walk. */
function ink(count: number): number {
  return Math.min(1, 0.22 + count * 0.11)
}

/** A key's randomart as a small mark, so that a list shows its face. Decorative: the key's name stands beside it. */
export const KeyPrint = memo(function KeyPrint({ publicKey }: { publicKey: string }) {
  const field = useMemo(() => randomartField(keyBlob(publicKey)), [publicKey])
  const width = field.width * cell.width + 2 * edge
  const height = field.height * cell.height + 2 * edge
  return (
    <svg
      className={styles.print}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      {field.cells.map(({ count, mark }, index) => {
        if (count === 0 && mark === undefined) return null
        const x = edge + (index % field.width) * cell.width
        const y = edge + Math.floor(index / field.width) * cell.height
        return (
          <rect
            key={`${x} ${y}`}
            className={mark === undefined ? styles.cell : styles.end}
            x={x}
            y={y}
            width={cell.width}
            height={cell.height}
            opacity={mark === undefined ? ink(count) : 1}
          />
        )
      })}
    </svg>
  )
})
