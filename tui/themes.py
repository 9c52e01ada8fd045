"""The themes that come with the program, beside those of Textual."""

from __future__ import annotations

from textual.theme import Theme

QUIET_DARK = Theme(
    name="quiet-dark",
    primary="#6ea8d8",
    secondary="#4f7ea3",
    accent="#e8b04b",
    warning="#e8b04b",
    error="#f07a7a",
    success="#7cc48a",
    foreground="#dfe5ea",
    background="#12181e",
    surface="#19212a",
    panel="#222d38",
    variables={"footer-key-foreground": "#e8b04b", "border-blurred": "#3a4857", "border": "#6ea8d8"},
)

QUIET_LIGHT = Theme(
    name="quiet-light",
    primary="#1f5f93",
    secondary="#4a7fa8",
    accent="#9a5b00",
    warning="#8a5200",
    error="#a61f2b",
    success="#20703a",
    foreground="#1b242c",
    background="#fbfaf7",
    surface="#f2f0ea",
    panel="#e6e3da",
    dark=False,
    variables={
        "footer-key-foreground": "#8a3f00",
        "border-blurred": "#b9b4a6",
        "border": "#1f5f93",
        "block-cursor-blurred-background": "#d8e2ea",
        "block-cursor-blurred-foreground": "#1b242c",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffb000",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    text_alpha=1.0,
    variables={
        "footer-key-foreground": "#ffff00",
        "footer-background": "#000000",
        "border-blurred": "#ffffff",
        "border": "#ffff00",
        "block-cursor-background": "#0046b4",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#202020",
        "block-cursor-blurred-foreground": "#ffffff",
        "input-cursor-background": "#ffff00",
        "input-cursor-foreground": "#000000",
        "foreground-muted": "#ffffff",
        "text-muted": "#ffffff",
        "scrollbar": "#ffffff",
    },
)

THEMES = (QUIET_DARK, QUIET_LIGHT, HIGH_CONTRAST)
DEFAULT = QUIET_DARK.name
