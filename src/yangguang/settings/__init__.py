"""Settings: ``base`` runs with nothing set; ``dev``, ``test`` and ``production`` differ from it a little."""
