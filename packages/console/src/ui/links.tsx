import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core"
import { createLink } from "@tanstack/react-router"
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react"

type LinkAttributes<Style> = Style &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Style> & { ref?: Ref<HTMLAnchorElement>; children?: ReactNode }

function ButtonAnchor(props: LinkAttributes<ButtonProps>) {
  return <Button component="a" {...props} />
}

function TextAnchor(props: LinkAttributes<AnchorProps>) {
  return <Anchor {...props} />
}

/** A link within the console that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor)

/** A link within the console that looks like a link. */
export const TextLink = createLink(TextAnchor)
