import { useEffect, useRef, useState } from "react"
import { type KeyMaker, startKeyMaker } from "./key-maker.ts"

/** The worker that holds the private half, for as long as the dialog is there. */
export type MakerHolder = {
  /** The one that runs, or a new one. */
  current(): KeyMaker
  /** Wipes whatever it holds, and stops whatever it is at. */
  end(): void
}

/** A holder of a worker that ends with the page that uses it. */
export function useKeyMaker(): MakerHolder {
  const running = useRef<KeyMaker | undefined>(undefined)
  const [holder] = useState<MakerHolder>(() => ({
    current() {
      running.current ??= startKeyMaker()
      return running.current
    },
    end() {
      running.current?.close()
      running.current = undefined
    },
  }))
  useEffect(() => () => holder.end(), [holder])
  return holder
}
