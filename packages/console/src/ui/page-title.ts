import { useLocation } from "@tanstack/react-router"
import { type RefObject, useEffect, useRef } from "react"

let moved = false

/**
 * Names the browser tab after the page and, after a move within the console, puts the focus on the page's heading,
 * so that a screen reader starts there.
 */
export function usePageTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = `${title} · Latchkey`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what moves the focus
  useEffect(() => {
    if (moved) heading.current?.focus({ preventScroll: true })
    moved = true
  }, [pathname])
  return heading
}
