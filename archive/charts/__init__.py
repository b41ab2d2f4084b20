"""The geometry of the charts: from numbers to places on a page. Pure; templates/charts/ draws them.

A chart is drawn as SVG in the page itself, so that it takes the colours of the page, light or dark.
Across it measures in per cent of its width, which no chart knows, and down in units of its own; so
its words keep their size on a telephone.
"""
