import { useLingui } from "@lingui/react/macro"
import { useEffect, useState } from "react"
import { distanceBetween } from "./relative-time.ts"

/** How often relative times are said anew, in milliseconds. */
const refreshEvery = 20_000

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), refreshEvery)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A moment in words: relative for a day, then its date. The full time with its zone is in the title. */
export function Timestamp({ at, form = "relative" }: { at: Date | string; form?: "relative" | "date" | "time" }) {
  const { t, i18n } = useLingui()
  const now = useNow()
  const moment = typeof at === "string" ? new Date(at) : at
  const full = i18n.date(moment, { dateStyle: "long", timeStyle: "long" })

  function words(): string {
    if (form === "time") return i18n.date(moment, { timeStyle: "medium" })
    if (form === "date") return i18n.date(moment, { day: "numeric", month: "short", year: "numeric" })
    const distance = distanceBetween(moment, now)
    switch (distance.unit) {
      case "now":
        return t`just now`
      case "minutes":
        return distance.past ? t`${distance.count} min ago` : t`in ${distance.count} min`
      case "hours":
        return distance.past ? t`${distance.count} h ago` : t`in ${distance.count} h`
      case "yesterday":
        return t`Yesterday`
      case "tomorrow":
        return t`Tomorrow`
      case "day":
        return i18n.date(moment, { day: "numeric", month: "short" })
      case "day-of-year":
        return i18n.date(moment, { day: "numeric", month: "short", year: "numeric" })
    }
  }

  return (
    <time dateTime={moment.toISOString()} title={full}>
      {words()}
    </time>
  )
}
