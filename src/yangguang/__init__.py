"""阳光 Yangguang: the open platform on which a public body keeps its promises of openness."""

__version__ = "0.1.0"
