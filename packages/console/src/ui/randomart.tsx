import { keyTypes, type PublicKey, randomartField } from "@latchkey/engine"
import { useLingui } from "@lingui/react/macro"
import styles from "./key-print.module.css"

/** `framed` carries the captions that `ssh-keygen -lv` prints; `card` and `small` are the bare field. */
const forms = {
  framed: { width: 11, height: 17, font: 14, baseline: 12.6, left: 8, top: 16 },
  card: { width: 7, height: 9, font: 9, baseline: 6.9, left: 8, top: 8 },
  small: { width: 6, height: 9, font: 8.5, baseline: 6.9, left: 8, top: 8 },
} as const

/** How strongly the ground of a cell is tinted after `count` visits. */
function tint(count: number, mark: string | undefined): number {
  return mark === undefined ? Math.min(0.38, 0.07 + count * 0.04) : 0.46
}

type Props = { publicKey: Pick<PublicKey, "type" | "bits" | "blob">; name: string; form?: keyof typeof forms }

/** A key's randomart as ssh-keygen draws it, to be compared by eye with the one on a terminal. */
export function Randomart({ publicKey, name, form = "framed" }: Props) {
  const { t } = useLingui()
  const field = randomartField(publicKey.blob)
  const { width, height, font, baseline, left, top } = forms[form]
  const totalWidth = field.width * width + 2 * left
  const totalHeight = field.height * height + 2 * top
  const middle = totalWidth / 2
  const captions = [
    { text: `[${keyTypes[publicKey.type].shortName} ${publicKey.bits}]`, y: 15 },
    { text: "[SHA256]", y: totalHeight - 8 },
  ]
  return (
    <svg
      className={styles.art}
      width={totalWidth}
      height={totalHeight}
      viewBox={`0 0 ${totalWidth} ${totalHeight}`}
      role="img"
      aria-label={t`Randomart of key ${name}`}
    >
      {field.cells.map(({ count, char, mark }, index) => {
        if (char === " ") return null
        const x = left + (index % field.width) * width
        const y = top + Math.floor(index / field.width) * height
        return (
          <g key={`${x} ${y}`}>
            <rect className={styles.cell} x={x} y={y} width={width} height={height} opacity={tint(count, mark)} />
            <text className={styles.character} x={x + width / 2} y={y + baseline} fontSize={font}>
              {char}
            </text>
          </g>
        )
      })}
      {form === "framed" ? (
        <>
          <rect className={styles.frame} x="4.5" y="11.5" width={totalWidth - 9} height={totalHeight - 23} rx="3" />
          {captions.map(({ text, y }) => {
            const ground = text.length * 5.4 + 12
            return (
              <g key={text}>
                <rect className={styles.captionGround} x={middle - ground / 2} y={y - 9} width={ground} height="12" />
                <text className={styles.caption} x={middle} y={y} fontSize="9">
                  {text}
                </text>
              </g>
            )
          })}
        </>
      ) : null}
    </svg>
  )
}
