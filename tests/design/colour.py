"""OKLCH to sRGB (Ottosson, 2020) and the contrast ratio of WCAG 2.2, for the tests of the tokens."""

import math


def linear_rgb(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """Linear-light sRGB in 0..1, clipped to the gamut as a browser's fallback does."""
    lightness, chroma, hue = colour
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return clip(red), clip(green), clip(blue)


def clip(channel: float) -> float:
    return min(1.0, max(0.0, channel))


def luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def srgb(colour: tuple[float, float, float]) -> str:
    """As #rrggbb."""

    def encoded(channel: float) -> int:
        curve = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
        return round(255 * curve)

    return "#" + "".join(f"{encoded(channel):02x}" for channel in linear_rgb(colour))
