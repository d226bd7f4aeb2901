import { useLingui } from "@lingui/react/macro"
import { useEffect, useRef } from "react"
import { TestLogin } from "../../../gateway/test-login.tsx"
import { Card } from "../../../ui/card.tsx"
import { useHolder } from "../holder.tsx"
import styles from "./import.module.css"

/** What to do next once keys are imported; comes into view by itself, as the button was at the foot of a long page. */
export default function TestImported() {
  const { t } = useLingui()
  const { query } = useHolder()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.scrollIntoView({ block: "center" })
  }, [])
  return (
    <div ref={place} className={styles.test}>
      <Card title={t`Test it`} padded>
        <TestLogin holder={query} />
      </Card>
    </div>
  )
}
